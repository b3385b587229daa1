# SPDX-License-Identifier: Apache-2.0
"""Everything that version 1 hashes into a challenge or a fingerprint; provers and checkers share it.

Each function is named as in the specification. Elements come in as their serializations. All return
an int that is not reduced modulo q yet, but for those that the specification makes hexadecimal.
"""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from hashlib import sha256

from isonomia.protocol.messages import Ciphertext


def _sha256(text: str) -> int:
    return int.from_bytes(sha256(text.encode()).digest(), "big")


def base64_compact(digest: bytes) -> str:
    """Base64 without padding (section "Elections")."""
    return b64encode(digest).decode().rstrip("=")


def fingerprint(content: bytes) -> str:
    """The SHA-256 of a serialization in compact Base64: φ of an election, tracker of a ballot."""
    return base64_compact(sha256(content).digest())


def pok(group: str, public_key: str, commitment: str) -> int:
    """Section "Verification keys"."""
    return _sha256(f"pok|{group}|{public_key}|{commitment}")


def sigmsg(message: str, commitment: str) -> int:
    """Section "Public key infrastructure", signing."""
    return _sha256(f"sigmsg|{message}|{commitment}")


def ballot_context(election_fingerprint: str, credential: str) -> str:
    """S_0 of section "Encrypted answers"."""
    return f"{election_fingerprint}|{credential}"


def answer_context(context: str, choices: Iterable[Ciphertext]) -> str:
    """S of sections "Homomorphic answers" and "Lists answers"."""
    return f"{context}|" + ",".join(f"{c.alpha},{c.beta}" for c in choices)


def disjunction(kind: str, context: str) -> str:
    """What the proof of a disjunction hashes before its statement and commitments.

    ``kind`` is "prove" (section "Proofs of interval membership"), where the ciphertext stands between,
    "bproof0" or "bproof1" (section "Proofs of possibly-blank votes", blank_proof and overall_proof) or
    "lproof" (section "Proofs of list constraints").
    """
    return f"{kind}|{context}|"


def iprove(context: str, ciphertext: Ciphertext, commitments: Sequence[str]) -> int:
    """Section "Proofs of interval membership"; commitments are A_0, B_0, …, A_k, B_k."""
    statement = f"{ciphertext.alpha},{ciphertext.beta}|"
    return _sha256(disjunction("prove", context) + statement + ",".join(commitments))


def bproof0(context: str, commitments: Sequence[str]) -> int:
    """Section "Proofs of possibly-blank votes", blank_proof."""
    return _sha256(disjunction("bproof0", context) + ",".join(commitments))


def bproof1(context: str, commitments: Sequence[str]) -> int:
    """Section "Proofs of possibly-blank votes", overall_proof."""
    return _sha256(disjunction("bproof1", context) + ",".join(commitments))


def lproof(context: str, commitments: Sequence[str]) -> int:
    """Section "Proofs of list constraints"."""
    return _sha256(disjunction("lproof", context) + ",".join(commitments))


def nonzero(context: str, commitments: Sequence[str]) -> int:
    """Section "Proof of encryption of non-zero"; commitments are A_0, A_1, A_2."""
    return _sha256(f"nonzero|{context}|{','.join(commitments)}")


def raweg(context: str, public_key: str, ciphertext: Ciphertext, commitment: str) -> int:
    """Section "Non-homomorphic answers"."""
    return _sha256(f"raweg|{context}|{public_key},{ciphertext.alpha},{ciphertext.beta}|{commitment}")


def signature(ballot_hash: str, commitment: str) -> int:
    """Section "Signatures"."""
    return _sha256(f"sig|{ballot_hash}|{commitment}")


def decrypt(election_fingerprint: str, public_key: str, commitments: Sequence[str]) -> int:
    """Section "Partial decryptions"; commitments are A and B."""
    return _sha256(f"decrypt|{election_fingerprint}|{public_key}|{','.join(commitments)}")


def _listed(texts: Iterable[str]) -> str:
    """⟦…⟧ of table "serialize-array": a comma behind each."""
    return "".join(f"{text}," for text in texts)


def shuffle_statement(before: Iterable[Ciphertext], after: Iterable[Ciphertext], commitment_perm: Iterable[str]) -> str:
    """str_c of table "gen-shuffle-proof"."""
    pairs = (text for batch in (before, after) for c in batch for text in (c.alpha, c.beta))
    return _listed(pairs) + _listed(commitment_perm)


def shuffle_challenges(election_fingerprint: str, statement: str, count: int) -> list[int]:
    """GetNIZKPChallenges."""
    prefix = sha256(f"shuffle-challenges|{election_fingerprint}|{statement}".encode()).hexdigest()
    return [_sha256(prefix + sha256(str(i).encode()).hexdigest()) for i in range(count)]


def shuffle_challenge(
    election_fingerprint: str,
    commitment_rand: tuple[str, str, str, tuple[str, str], list[str]],
    statement: str,
    chained_challenges: Iterable[str],
    public_key: str,
) -> int:
    """GetNIZKPChallenge over str_t and str_y."""
    t1, t2, t3, (t41, t42), hats = commitment_rand
    str_t = _listed([t1, t2, t3, t41, t42]) + _listed(hats)
    str_y = f"{statement}{_listed(chained_challenges)}{public_key}"
    return _sha256(f"shuffle-challenge|{election_fingerprint}|{str_t}{str_y}")


def certs_sig(serialized_certs: bytes) -> str:
    """What a threshold trustee signs beside her polynomial (section "Polynomials"); not hashed yet."""
    return "certs_sig|" + serialized_certs.decode()


def derive_key(label: str, seed: str) -> int:
    """``sk`` and ``dk`` from a trustee's seed (section "Deriving keys")."""
    return _sha256(f"{label}|{seed}")


def symmetric(label: str, element: str) -> bytes:
    """``key`` and ``iv`` of an encrypted message (section "Encrypting")."""
    return sha256(f"{label}|{element}".encode()).digest()


def derive_credential(uuid: str, credential: str) -> int:
    """The 512-bit number of a 22-character credential (section "Credentials")."""
    halves = (sha256(f"derive_credential|{uuid}|{i}|{credential}".encode()).hexdigest() for i in (0, 1))
    return int("".join(halves), 16)
