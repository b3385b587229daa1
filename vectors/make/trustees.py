# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501 (a sentence of the manifest stands on one line, beside what makes it true)
"""Trustees who would decrypt alone, and ceremonies put together from others."""

from collections.abc import Callable, Sequence
from typing import Any

from msgspec.structs import replace

from isonomia.groups import Group
from isonomia.protocol import challenges
from isonomia.protocol.messages import (
    UNSET,
    CertKeys,
    Certs,
    Context,
    Proof,
    SignedMsg,
    ThresholdParameters,
    TrusteePublicKey,
    encode,
)
from isonomia.protocol.secret import pki
from isonomia.protocol.secret.schnorr import prove_schnorr
from isonomia.protocol.secret.trustees import public_key
from support.trustees import Made, certificate, contexts, seeds, single, threshold_parameters, value
from support.trustees import pedersen as honest_pedersen
from vectors.make.cases import Built, case
from vectors.make.dealer import TRUSTEES, Dealer, opened
from vectors.make.torsion import even_schnorr, with_t

B, R, E = "BELENIOS-2048", "RFC-3526-2048", "Ed25519"

POK, PUBLIC_KEY = "trustees.pok", "trustees.public-key"

Maker = Callable[[Group, Any], list[Made]]


def rogue(pok: str) -> Maker:
    """Last to publish, she divides her g^x by the other's key: the joint key is g^x, hers alone."""

    def make(g: Group, random: Any) -> list[Made]:
        other = single(g, random)
        x = g.scalar(random(g.random_size))
        whole = g.power(g.g, x.reveal())
        key = str(whole / other.product)
        proofs = {"copied": other.item[1].pok, "of-x": public_key(g, x, random).pok, "zero": Proof("0", "0")}
        hers = TrusteePublicKey(pok=proofs[pok], public_key=key)
        return [other, Made(("Single", hers), {key: 1}, whole / other.product)]

    return make


for group_name in (E, B, R):
    case(
        f"trustees-rogue-key-{group_name.lower()}",
        "A trustee's key cancels the other's, so that the election's key is hers alone; the proof of its secret is the one of another key.",
        POK,
        lambda seed, g=group_name: opened(seed, "plain", group_name=g, made=rogue("of-x")),
    )
case(
    "trustees-rogue-key-copied",
    "A trustee's key cancels the other's, so that the election's key is hers alone; the proof of its secret is copied from the other.",
    POK,
    lambda seed: opened(seed, "plain", made=rogue("copied")),
)
case(
    "trustees-rogue-key-zero",
    "A trustee's key cancels the other's, so that the election's key is hers alone; the proof of its secret is zeros.",
    POK,
    lambda seed: opened(seed, "plain", made=rogue("zero")),
)


def other_label(g: Group, random: Any) -> list[Made]:
    own = single(g, random)
    key = own.item[1].public_key
    private = g.secret(own.keys[key])
    pok = prove_schnorr(g, [g.g], private, lambda texts: challenges.pok(B, key, texts[0]), random)
    return [own._replace(item=("Single", replace(own.item[1], pok=pok)))]


case(
    "trustees-proof-for-another-group",
    "A trustee's proof was made for another group.",
    POK,
    lambda seed: opened(seed, "plain", made=other_label),
)


def nobody(g: Group, random: Any) -> list[Made]:
    key = public_key(g, g.secret(0), random)
    return [single(g, random), Made(("Single", key), {key.public_key: 0}, g.identity)]


case(
    "trustees-identity",
    "A trustee's key is the identity, rightly proved: she adds no secret to the election.",
    PUBLIC_KEY,
    lambda seed: opened(seed, "plain", made=nobody),
    strict=True,
)
case(
    "trustees-same-key",
    "Two trustees have one key, and the proof of one: two names, one person.",
    PUBLIC_KEY,
    lambda seed: opened(seed, "plain", made=lambda g, random: [single(g, random)] * 2),
    strict=True,
)


def shared(g: Group, random: Any) -> list[Made]:
    """The single trustee's polynomial is the whole group's: she is the group of whom one suffices."""
    group_of_one = honest_pedersen(g, 1, 2, random)
    (key, share), *_ = group_of_one.keys.items()
    own = public_key(g, g.secret(share), random)
    return [Made(("Single", own), {key: share}, group_of_one.product), group_of_one]


case(
    "trustees-same-key-as-a-group",
    "The single trustee's key is that of a threshold group of whom one suffices.",
    PUBLIC_KEY,
    lambda seed: opened(seed, "plain", made=shared),
    strict=True,
)

SHAPE, ELEMENTS, SCALARS = "trustees.shape", "trustees.elements", "trustees.scalars"
case(
    "trustees-none",
    "There are no trustees, and so no secret.",
    SHAPE,
    lambda seed: opened(seed, "plain", made=lambda *_: []),
    "setup.public-key",
)
case(
    "trustees-none-but-a-key",
    "There are no trustees, and a public key of somebody.",
    SHAPE,
    lambda seed: opened(seed, "plain").part(TRUSTEES, lambda value: value.clear()),
)


def cancelling(g: Group, random: Any) -> list[Made]:
    """Both keys are times T, and proved with even challenges: their product is of the group."""
    result = []
    for _ in "12":
        private = g.scalar(random(g.random_size))
        honest = g.power(g.g, private.reveal())
        key = with_t(g, str(honest))
        pok = even_schnorr(g, private, lambda texts, key=key: challenges.pok(g.name, key, texts[0]), random)
        result.append(
            Made(("Single", TrusteePublicKey(pok=pok, public_key=key)), {str(honest): private.reveal()}, honest)
        )
    return result


def unread(seed: int, make: Maker, **options: Any) -> Dealer:
    """An election whose trustees cannot be read by who is strict: the dealer sees others in their place."""
    kept: list[list[Made]] = []

    def plain(g: Group, random: Any) -> list[Made]:
        kept.append(make(g, random))
        return [Made(("Single", public_key(g, g.secret(1), random)), {str(g.g): 1}, g.identity)]

    dealer = opened(seed, "plain", made=plain, key=lambda g, _: _product(g, kept[0]), **options)
    dealer.record.events[0].contents[TRUSTEES] = encode([made.item for made in kept[0]])
    return dealer.vote(1)


def _product(g: Group, made: Sequence[Made]) -> Any:
    product = g.identity
    for own in made:
        product = product * own.product
    return product


for group_name in (E, B):
    case(
        f"trustees-order-2-{group_name.lower()}",
        "Two trustees' keys are times an element of order 2, with proofs drawn so that they hold; their product is of the group.",
        ELEMENTS,
        lambda seed, g=group_name: unread(seed, cancelling, group_name=g),
    )
case(
    "trustees-zero-key",
    "A trustee's key is zero.",
    ELEMENTS,
    lambda seed: opened(seed, "plain", group_name=R).part(TRUSTEES, lambda value: value[0][1].update(public_key="0")),
)


def plus_q(proof: Any, q: int, member: str = "response") -> None:
    proof[member] = str(int(proof[member]) + q)


for group_name in (E, R):
    case(
        f"trustees-response-plus-q-{group_name.lower()}",
        "The response of a trustee's proof is q more than it should be: a second text of one proof.",
        SCALARS,
        lambda seed, g=group_name: (d := opened(seed, "plain", group_name=g)).part(
            TRUSTEES, lambda v: plus_q(v[0][1]["pok"], d.group.q)
        ),
    )
case(
    "trustees-challenge-leading-zero",
    "The challenge of a trustee's proof has a leading zero.",
    SCALARS,
    lambda seed: opened(seed, "plain").part(
        TRUSTEES, lambda v: v[0][1]["pok"].update(challenge="0" + v[0][1]["pok"]["challenge"])
    ),
    strict=True,
)

# --- threshold: parameters put together from others --------------------------------------------------


def altered(change: Callable[[Any], Any], structure: Any = ((2, 2),), **options: Any):
    """Threshold parameters changed in their JSON."""

    def build(seed: int) -> Built:
        item = len(structure) - 1
        return opened(seed, "plain", trustees=structure, **options).part(TRUSTEES, lambda value: change(value[item][1]))

    return build


def both(structure: Any, change: Callable[[Any], Any]):
    """The same, of a threshold group alone."""
    return lambda seed: opened(seed, "plain", trustees=structure).part(TRUSTEES, lambda value: change(value[0][1]))


case(
    "threshold-lowered",
    "The threshold is said to be 1; the polynomials are those of 2.",
    SHAPE,
    altered(lambda p: p.update(threshold=1), ((2, 3),)),
)
case(
    "threshold-raised",
    "The threshold is said to be 3, and two can decrypt.",
    SHAPE,
    altered(lambda p: p.update(threshold=3), ((2, 3),)),
)
case("threshold-zero", "The threshold is said to be 0.", SHAPE, altered(lambda p: p.update(threshold=0)))
case(
    "threshold-key-missing",
    "The last trustee has no key: those who are left are fewer than announced.",
    SHAPE,
    altered(lambda p: p["verification_keys"].pop()),
)
case(
    "threshold-signatures-missing",
    "The signatures of the certificates are left out, as releases before 2.5.1 do, and contexts are there: nobody says whose certificates she saw.",
    SHAPE,
    both(((2, 3),), lambda p: p.pop("signatures")),
)
case(
    "threshold-one-signature-missing",
    "One signature of the certificates is left out.",
    SHAPE,
    altered(lambda p: p["signatures"].pop()),
)
case(
    "threshold-signature-of-one-key-missing",
    "One key is not signed, the others are: the one who would be convicted leaves it out.",
    SHAPE,
    both(((2, 3),), lambda p: p["verification_keys"][2].pop("signature")),
)
case(
    "threshold-pok-copied",
    "A trustee's proof is another's.",
    POK,
    altered(lambda p: p["verification_keys"][0].update(pok=p["verification_keys"][1]["pok"])),
)
case(
    "threshold-keys-change-places",
    "Two trustees' keys stand in each other's place.",
    "trustees.verification-key",
    altered(lambda p: p["verification_keys"].reverse()),
)
case(
    "threshold-key-signature-copied",
    "A key's signature is that of another key.",
    "trustees.verification-key",
    altered(lambda p: p["verification_keys"][0].update(signature=p["verification_keys"][1]["signature"])),
)
case(
    "threshold-signatures-change-places",
    "The signatures of the certificates stand in each other's place.",
    "trustees.signatures",
    altered(lambda p: p["signatures"].reverse()),
)
case(
    "threshold-coefexps-signature-copied",
    "The signature of a trustee's polynomial is another's: the server replaced it.",
    "trustees.coefexps",
    altered(lambda p: p["coefexps"][0].update(signature=p["coefexps"][1]["signature"])),
)
case(
    "threshold-unknown-key",
    "A certificate says something that nobody specified.",
    "json.keys",
    altered(lambda p: p["certs"][0].update(message=p["certs"][0]["message"][:-1] + ',"note":1}')),
    strict=True,
)
case(
    "threshold-certificate-no-json",
    "A certificate's message is no JSON.",
    "json.syntax",
    altered(lambda p: p["certs"][0].update(message="trust me")),
)


def long_polynomial(seed: int) -> Built:
    """Three coefficients by one of them where the threshold is 2, everything else made for it."""

    def make(g: Group, random: Any) -> list[Made]:
        return [ceremony(g, random, degrees=[2, 2, 3])]

    return unread(seed, make)


def ceremony(
    g: Group,
    random: Any,
    threshold: int = 2,
    size: int = 3,
    *,
    degrees: Sequence[int] | None = None,
    said: Sequence[Context] | None = None,
    from_seeds: Sequence[str] | None = None,
    keys: Callable[[Group, int, pki.Keys], CertKeys] | None = None,
    certify: Callable[[Group, pki.Keys, str, Any], SignedMsg] | None = None,
    coefexps: Callable[[Group, list[list[str]]], list[list[str]]] = lambda _, rows: rows,
    seen: Callable[[int, list[SignedMsg]], list[SignedMsg]] = lambda _, certs: certs,
    signing: Callable[[list[pki.Keys]], list[pki.Keys]] = lambda own: own,
) -> Made:
    """A whole ceremony in which one thing can be otherwise, and all that follows is made for it."""
    own = [pki.derive_keys(g, seed) for seed in from_seeds or seeds(size, random)]
    certs = []
    for index, (hers, context) in enumerate(zip(own, said or contexts(g, threshold, size), strict=True)):
        message = CertKeys(context=context, verification=hers.verification, encryption=hers.encryption)
        if keys is not None:
            changed = keys(g, index, hers)
            message = replace(message, verification=changed.verification, encryption=changed.encryption)
        text = encode(message).decode()
        certs.append(certify(g, hers, text, random) if certify else pki.sign(g, hers.signing, text, random))
    polynomials = [[g.scalar(random(g.random_size)).reveal() for _ in range(n)] for n in degrees or [threshold] * size]
    rows = coefexps(g, [[str(g.power(g.g, a)) for a in polynomial] for polynomial in polynomials])
    shares = [sum(value(own_polynomial, index) for own_polynomial in polynomials) % g.q for index in range(1, size + 1)]
    parameters = threshold_parameters(g, own, signing(own), certs, rows, shares, random)
    signatures = [
        pki.signature(g, hers.signing, challenges.certs_sig(encode(Certs(seen(i, certs), row))), random)
        for i, (hers, row) in enumerate(zip(own, rows, strict=True))
    ]
    parameters = replace(parameters, threshold=threshold, signatures=signatures)
    private = {str(g.power(g.g, share)): share for share in shares}
    return Made(("Pedersen", parameters), private, g.power(g.g, sum(p[0] for p in polynomials)))


def held(*args: Any, **options: Any):
    """An election of such a ceremony."""
    return lambda seed: opened(seed, "plain", made=lambda g, random: [ceremony(g, random, *args, **options)])


case(
    "threshold-polynomial-too-long",
    "One trustee's polynomial has a degree more: three are needed where two were announced, and one can stop the count.",
    SHAPE,
    long_polynomial,
)

CERTIFICATE = "trustees.certificate"
case(
    "threshold-one-trustee-twice",
    "One trustee has two places, with two certificates of one key: two of three are one person.",
    CERTIFICATE,
    lambda seed: opened(
        seed, "plain", made=lambda g, random: [ceremony(g, random, from_seeds=["plain", "plain", "another"])]
    ),
    strict=True,
)
case(
    "threshold-encryption-key-identity",
    "A certificate's encryption key is the identity: everybody reads what the others send her, and has her share.",
    CERTIFICATE,
    held(
        keys=lambda g, i, own: CertKeys(
            verification=own.verification, encryption=str(g.identity) if i == 1 else own.encryption
        )
    ),
    strict=True,
)


def by_another(g: Group, own: pki.Keys, text: str, random: Any) -> SignedMsg:
    """Signed by a key that is not the certificate's."""
    return pki.sign(g, own.decryption, text, random)


case(
    "threshold-certificate-not-signed",
    "The certificates are not signed by their own keys: the server made them of keys that it chose.",
    CERTIFICATE,
    held(certify=by_another),
)

CONTEXT = "trustees.context"


def saying(change: Callable[[Context], Context]):
    return lambda seed: opened(
        seed,
        "plain",
        made=lambda g, random: [
            ceremony(g, random, said=[c if c.index != 2 else change(c) for c in contexts(g, 2, 3)])
        ],
    )


case(
    "threshold-certificate-of-another-place",
    "A certificate is for place 1 and stands in place 2.",
    CONTEXT,
    saying(lambda c: replace(c, index=1)),
)
case(
    "threshold-certificate-of-another-threshold",
    "A certificate is for a threshold of 3: its trustee was told that three are needed.",
    CONTEXT,
    saying(lambda c: replace(c, threshold=3)),
)
case(
    "threshold-certificate-of-another-size",
    "A certificate is for 5 trustees.",
    CONTEXT,
    saying(lambda c: replace(c, size=5)),
)
case(
    "threshold-certificate-of-another-group",
    "A certificate is for another group.",
    CONTEXT,
    saying(lambda c: replace(c, group=B)),
)

case(
    "threshold-other-certificates-seen",
    "A trustee signed other certificates than those of the record: the server showed her others, and read her shares.",
    "trustees.signatures",
    held(seen=lambda i, certs: certs if i else [certs[0], certs[1], certs[1]]),
)
case(
    "threshold-keys-signed-by-another",
    "All keys are signed by the last trustee: she made them alone.",
    "trustees.verification-key",
    held(signing=lambda own: [own[-1]] * 3),
)


def rushed(seed: int) -> Built:
    """The third of three draws the whole group's polynomial and divides it by what the others published."""

    def make(g: Group, random: Any) -> list[Made]:
        own = [pki.derive_keys(g, text) for text in seeds(3, random)]
        certs = [certificate(g, keys, said, random) for keys, said in zip(own, contexts(g, 2, 3), strict=True)]
        others = [[g.power(g.g, g.scalar(random(g.random_size)).reveal()) for _ in "12"] for _ in "12"]
        of_all = [g.scalar(random(g.random_size)).reveal() for _ in "12"]
        hers = [g.power(g.g, a) / others[0][k] / others[1][k] for k, a in enumerate(of_all)]
        rows = [g.texts(row) for row in (*others, hers)]
        shares = [value(of_all, index) % g.q for index in (1, 2, 3)]
        parameters = threshold_parameters(g, own, [own[2]] * 3, certs, rows, shares, random)
        return [Made(("Pedersen", parameters), {str(g.power(g.g, s)): s for s in shares}, g.power(g.g, of_all[0]))]

    return opened(seed, "plain", made=make)


case(
    "threshold-rushing-trustee",
    "The last trustee chose her polynomial after the others', so that she alone knows every share; only signatures of keys she cannot make for them.",
    "trustees.verification-key",
    rushed,
)


def share_of_her_own(seed: int) -> Built:
    """Trustee 3's key is one that she drew by herself, proved and signed."""

    def make(g: Group, random: Any) -> list[Made]:
        made = ceremony(g, random, from_seeds=["a", "b", "c"])
        keys = pki.derive_keys(g, "c")
        key = public_key(g, g.secret(5), random)
        key = replace(key, signature=pki.signature(g, keys.signing, key.public_key, random))
        parameters = made.item[1]
        parameters = replace(parameters, verification_keys=[*parameters.verification_keys[:2], key])
        return [Made(("Pedersen", parameters), made.keys | {key.public_key: 5}, made.product)]

    return opened(seed, "plain", made=make)


case(
    "threshold-key-of-her-own",
    "A trustee's key, proved and signed, is not the one that the polynomials give: with her, nobody could decrypt.",
    "trustees.verification-key",
    share_of_her_own,
)


def replaced_polynomial(seed: int) -> Built:
    """The server puts a polynomial of its own in the third trustee's place and signs it with its own key."""

    def make(g: Group, random: Any) -> list[Made]:
        made = ceremony(g, random, from_seeds=["a", "b", "c"])
        parameters: ThresholdParameters = made.item[1]
        server = pki.derive_keys(g, "server")
        signed = pki.sign(g, server.signing, parameters.coefexps[2].message, random)
        return [made._replace(item=("Pedersen", replace(parameters, coefexps=[*parameters.coefexps[:2], signed])))]

    return opened(seed, "plain", made=make)


case(
    "threshold-coefexps-signed-by-the-server",
    "A trustee's polynomial is signed by a key that is not her certificate's.",
    "trustees.coefexps",
    replaced_polynomial,
)


def two_times_t(g: Group, rows: list[list[str]]) -> list[list[str]]:
    """Two trustees' coefficients of degree 1 times T: the joint ones are of the group."""
    return [[row[0], with_t(g, row[1])] if i < 2 else row for i, row in enumerate(rows)]


case(
    "threshold-coefexps-order-2",
    "Coefficients of two trustees are times an element of order 2, which their product does not show (peers do not check these elements).",
    ELEMENTS,
    lambda seed: unread(seed, lambda g, random: [ceremony(g, random, coefexps=two_times_t)]),
    strict=True,
)
case(
    "threshold-encryption-key-order-2",
    "A certificate's encryption key is times an element of order 2: what is sent to her tells something of its secret (peers do not check it).",
    ELEMENTS,
    lambda seed: unread(
        seed,
        lambda g, random: [
            ceremony(
                g,
                random,
                keys=lambda g, i, own: CertKeys(
                    verification=own.verification, encryption=with_t(g, own.encryption) if i == 1 else own.encryption
                ),
            )
        ],
    ),
    strict=True,
)


def unreduced(seed: int, change: Callable[[Any, int], None]) -> Built:
    dealer = opened(seed, "plain", trustees=((2, 3),))
    return dealer.part(TRUSTEES, lambda value: change(value[0][1], dealer.group.q))


case(
    "threshold-certificate-plus-q",
    "The response of a certificate's signature is q more than it should be.",
    SCALARS,
    lambda seed: unreduced(seed, lambda p, q: plus_q(p["certs"][0]["signature"], q)),
)
case(
    "threshold-coefexps-plus-q",
    "The response of a polynomial's signature is q more than it should be.",
    SCALARS,
    lambda seed: unreduced(seed, lambda p, q: plus_q(p["coefexps"][0]["signature"], q)),
)
case(
    "threshold-signature-plus-q",
    "The response of a signature of the certificates is q more than it should be.",
    SCALARS,
    lambda seed: unreduced(seed, lambda p, q: plus_q(p["signatures"][0], q)),
)
case(
    "threshold-key-signature-plus-q",
    "The challenge of a key's signature is q more than it should be.",
    SCALARS,
    lambda seed: unreduced(seed, lambda p, q: plus_q(p["verification_keys"][0]["signature"], q, "challenge")),
)
case(
    "threshold-no-contexts",
    "The certificates have no context, as before release 2.5.1, and everything else is of release 3: for which ceremony are they?",
    SHAPE,
    lambda seed: opened(seed, "plain", made=lambda g, random: [honest_pedersen(g, 2, 3, random, said=[UNSET] * 3)]),
)
case(
    "threshold-joint-key-2048",
    "In a 2048-bit group: the keys of a threshold group are not the ones that the polynomials give.",
    "trustees.verification-key",
    altered(lambda p: p["verification_keys"].reverse(), ((2, 2),), group_name=B),
)
case(
    "threshold-certificate-2048",
    "In a 2048-bit group, among single trustees: a certificate's signature is that of another.",
    CERTIFICATE,
    altered(lambda p: p["certs"][0].update(signature=p["certs"][1]["signature"]), (1, (2, 2)), group_name=R),
    "trustees.signatures",
)
case(
    "threshold-over-size",
    "Four of three trustees are needed: nobody can ever decrypt.",
    SHAPE,
    lambda seed: unread(seed, lambda g, random: [ceremony(g, random, threshold=4)]),
)
case(
    "trustees-unknown-kind",
    "A trustee is of a kind that nobody specified.",
    "json.syntax",
    lambda seed: opened(seed, "plain").part(TRUSTEES, lambda value: value[0].__setitem__(0, "Observer")),
)
case(
    "trustees-second-wrong",
    "The first trustee's proof is right, the second's is not.",
    POK,
    lambda seed: opened(seed, "plain", trustees=(1, 1)).part(
        TRUSTEES, lambda value: value[1][1].update(pok=value[0][1]["pok"])
    ),
)
case(
    "trustees-response-too-long",
    "The response of a trustee's proof has five thousand digits: a careless conversion falls, or takes its time.",
    SCALARS,
    lambda seed: opened(seed, "plain").part(TRUSTEES, lambda value: value[0][1]["pok"].update(response="9" * 5000)),
)
case(
    "threshold-same-key",
    "Two of a threshold group have one key: two places, one share.",
    PUBLIC_KEY,
    altered(lambda p: p["verification_keys"].__setitem__(1, p["verification_keys"][0])),
    "trustees.verification-key",
)


def of_polynomials(polynomials: Callable[[Group, Callable[[], int]], list[list[int]]], threshold: int, size: int = 3):
    """A ceremony in which all have agreed on their polynomials; everything is rightly signed."""

    def make(g: Group, random: Any) -> Made:
        own = [pki.derive_keys(g, text) for text in seeds(size, random)]
        certs = [
            certificate(g, keys, said, random) for keys, said in zip(own, contexts(g, threshold, size), strict=True)
        ]
        drawn = polynomials(g, lambda: g.scalar(random(g.random_size)).reveal())
        rows = [[str(g.power(g.g, coefficient)) for coefficient in each] for each in drawn]
        shares = [sum(value(each, index) for each in drawn) % g.q for index in range(1, size + 1)]
        parameters = threshold_parameters(g, own, own, certs, rows, shares, random)
        keys = {str(g.power(g.g, share)): share for share in shares}
        return Made(("Pedersen", parameters), keys, g.power(g.g, sum(each[0] for each in drawn)))

    return make


case(
    "threshold-lower-than-said",
    "The last coefficients of three trustees cancel out: two of them can decrypt, three are announced.",
    SHAPE,
    lambda seed: opened(
        seed,
        "plain",
        made=lambda g, random: [
            of_polynomials(lambda g, drawn: [[drawn(), drawn(), k % g.q] for k in (1, 2, -3)], 3)(g, random)
        ],
    ),
    strict=True,
)
case(
    "threshold-group-of-nothing",
    "The keys of a threshold group cancel out: the trustee beside it can decrypt alone.",
    PUBLIC_KEY,
    lambda seed: opened(
        seed,
        "plain",
        made=lambda g, random: [
            single(g, random),
            of_polynomials(lambda g, drawn: [[k % g.q, drawn()] for k in (1, -1)], 2, 2)(g, random),
        ],
    ),
    strict=True,
)
case(
    "trustees-single-signed",
    "A single trustee's key bears a signature, which nobody reads: only threshold trustees have a key to sign with.",
    SHAPE,
    lambda seed: opened(seed, "plain").part(
        TRUSTEES, lambda trustees: trustees[0][1].update(signature={"challenge": "0", "response": "0"})
    ),
    strict=True,
)
