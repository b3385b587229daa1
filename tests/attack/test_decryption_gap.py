# SPDX-License-Identifier: Apache-2.0
"""The challenge of a decryption proof hashes neither ciphertext nor factor (threat model, "A gap in the
specification"): the trustee who decrypts last can move an answer of a ranking, and every proof holds. What she
cannot do is hit an element that embeds an answer, so a note tells."""

from isonomia.protocol import challenges
from isonomia.protocol.messages import PartialDecryption, Proof, encode
from isonomia.protocol.public import results
from isonomia.protocol.secret.decryptions import make_partial_decryption
from support.forge import Event
from support.founding import Founded, found

GRADE = {"type": "NonHomomorphic", "value": {"answers": ["A"], "question": "Grade"}}
NOTE = "embed no answer"


def _closed() -> Founded:
    founded = found("Ed25519", [GRADE], trustees=(1, 1))
    for credential, grade in zip(founded.credentials, (1, 1, 1), strict=True):
        founded.holding.cast(credential, [[grade]])
    founded.holding.close()
    founded.holding.tally()
    founded.holding.shuffles(1, 2)
    founded.holding.decrypt(1)
    return founded


def test_honest_grades_carry_no_note() -> None:
    holding = _closed().holding
    holding.decrypt(2)
    assert holding.publish() == [[[1], [1], [1]]]
    report = holding.record.verify()
    assert report.valid
    assert not any(NOTE in note for note in report.notes)


def test_the_last_trustee_moves_a_grade_and_the_note_says_so() -> None:
    """Attack: w and b first, the factor alpha^x g^(b/c) last. Culprit: the note, for no proof can tell."""
    h = _closed().holding
    g, key = h.group, h.keys[2]
    honest = make_partial_decryption(h.election, h.encrypted, key, h.random)
    factors, proofs = list(honest.decryption_factors[0]), list(honest.decryption_proofs[0])
    true = g.elements(factors)
    plain = results.plaintexts(h.election, h.kinds, h.trustees, h.encrypted, {1: h.factors[1], 2: true})[0]
    x, w, alpha = key.reveal(), 12345, h.encrypted[0][0].alpha
    public, a = str(g.power(g.g, x)), str(g.power(g.g, w))
    for b in range(1, 20_000):
        commitment = g.power(alpha, w) * g.power(g.g, b)
        c = challenges.decrypt(h.election.fingerprint, public, [a, str(commitment)]) % g.q
        shift = g.power(g.g, b * pow(c, -1, g.q))
        if g.to_ints(plain[0] / shift, 1) == [9]:
            break
    factors[0], proofs[0] = str(true[0] * shift), Proof(str(c), str((w - x * c) % g.q))
    content = encode(PartialDecryption((factors,), (proofs,)))
    h._append(Event("PartialDecryption", [content], {"owner": 2}))
    h.factors[2] = g.elements(factors)
    assert [9] in h.publish()[0]
    report = h.record.verify()
    assert report.failures == []  # version 1 cannot refuse it
    assert any("1 of 3 decrypted elements embed no answer" in note for note in report.notes)
