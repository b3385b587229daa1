# SPDX-License-Identifier: Apache-2.0
"""The key ceremony of threshold trustees (section "Messages specific to threshold decryption support").

Functions over explicit state: what one trustee holds is her seed; everything else is what all have
published so far, and is checked again by each step that rests on it. Indexes count from 1.

1. every trustee publishes a certificate            (:func:`make_certificate`)
2. having all, every trustee publishes a polynomial (:func:`make_polynomial`)
3. having all, every trustee checks her shares and publishes her public share (:func:`make_voutput`)
4. anybody puts the threshold parameters together   (:func:`.ceremony_public.threshold_parameters`)

What everybody checks, who holds nothing, is in :mod:`isonomia.parties.ceremony_public`.
"""

from collections.abc import Sequence
from typing import TypeVar

from isonomia.groups import Element, Group, SecretScalar
from isonomia.parties.ceremony_public import Certified, Terms, check_polynomials, signed_by
from isonomia.parties.errors import PartyError
from isonomia.protocol import challenges
from isonomia.protocol.messages import (
    CertKeys,
    Certs,
    ChannelMsg,
    Context,
    EncryptedMsg,
    Message,
    Polynomial,
    RawCoefexps,
    RawPolynomial,
    Secret,
    SignedMsg,
    Voutput,
    encode,
)
from isonomia.protocol.public.decoding import Decoder, Undecodable
from isonomia.protocol.public.findings import Findings
from isonomia.protocol.public.pedersen import share_key
from isonomia.protocol.secret import pki
from isonomia.protocol.secret.randomness import draw
from isonomia.protocol.secret.trustees import public_key
from isonomia.protocol.tokens import Random, base58_token
from isonomia.record import strict

SEED_KIND = "trustee-seed"
"""Kind of sealed key file: the seed; public: group, size, threshold, index, verification."""

SEED_LENGTH = 22


class DecryptionKey(Message, frozen=True):
    """What a voutput carries for the trustee herself; not in the specification."""

    decryption_key: str


def new_seed(random: Random) -> str:
    """A trustee's secret seed."""
    return base58_token(SEED_LENGTH, random)


# --- step 1 --------------------------------------------------------------------------------------


def make_certificate(terms: Terms, index: int, seed: str, random: Random) -> SignedMsg:
    """The certificate of trustee ``index``."""
    keys = pki.derive_keys(terms.group, seed)
    context = Context(terms.group.name, terms.size, terms.threshold, index)
    cert = CertKeys(context=context, verification=keys.verification, encryption=keys.encryption)
    return pki.sign(terms.group, keys.signing, encode(cert).decode(), random)


# --- channels ------------------------------------------------------------------------------------


M = TypeVar("M")


def _send(certified: Certified, keys: pki.Keys, recipient: int, message: Message, random: Random) -> str:
    group = certified.terms.group
    ek = certified.keys[recipient - 1].encryption
    inner = encode(ChannelMsg(ek, encode(message).decode())).decode()
    signed = encode(pki.sign(group, keys.signing, inner, random)).decode()
    return encode(pki.encrypt(group, certified.encryption[recipient - 1], signed, random)).decode()


def receive(certified: Certified, keys: pki.Keys, sender: int, sent: str, type_: type[M], where: str) -> M:
    """What trustee ``sender`` sent to the holder of ``keys``.

    Raises ChannelError, CheckFailed (not signed by the sender), RecordError and PartyError (for another).
    """
    group = certified.terms.group
    encrypted = strict.decode(sent.encode(), EncryptedMsg, where)
    signed = strict.decode(pki.decrypt(group, keys.decryption, encrypted).encode(), SignedMsg, where)
    findings = Findings()
    signed_by(certified, sender, signed.message, signed.signature, findings, "trustees.channel", where)
    findings.raise_if_failed()
    channel = strict.decode(signed.message.encode(), ChannelMsg, where)
    if channel.recipient != keys.encryption:
        raise PartyError(f"{where}: a message for somebody else was passed on to this trustee")
    return strict.decode(channel.message.encode(), type_, where)


# --- step 2 --------------------------------------------------------------------------------------


def make_polynomial(certified: Certified, index: int, seed: str, random: Random) -> Polynomial:
    """The polynomial of trustee ``index``, shared among all. Raises PartyError for another's seed."""
    group, threshold = certified.terms.group, certified.terms.threshold
    keys = own_keys(certified, index, seed)
    coefficients = [draw(group, random) for _ in range(threshold)]
    coefexps = group.texts(group.secret_products([[(group.g, a)] for a in coefficients]))
    revealed = RawPolynomial([str(a.reveal()) for a in coefficients])
    shares = [_evaluate(group, coefficients, j) for j in range(1, certified.terms.size + 1)]
    statement = challenges.certs_sig(encode(Certs(list(certified.certs), coefexps)))
    return Polynomial(
        polynomial=_send(certified, keys, index, revealed, random),
        secrets=[_send(certified, keys, j, Secret(str(share.reveal())), random) for j, share in enumerate(shares, 1)],
        coefexps=pki.sign(group, keys.signing, encode(RawCoefexps(coefexps)).decode(), random),
        signature=pki.signature(group, keys.signing, statement, random),
    )


def own_keys(certified: Certified, index: int, seed: str) -> pki.Keys:
    """The keys of a seed. Raises PartyError if they are not those of certificate ``index``."""
    keys = pki.derive_keys(certified.terms.group, seed)
    own = certified.keys[index - 1]
    if (own.verification, own.encryption) != (keys.verification, keys.encryption):
        raise PartyError(
            f"certificate {index} of the ceremony is not the one of this key file",
            "take the right key file; if it is the right one, somebody has exchanged the certificate",
        )
    return keys


def _evaluate(group: Group, coefficients: Sequence[SecretScalar], x: int) -> SecretScalar:
    value = group.secret(0)
    for coefficient in reversed(coefficients):
        value = value * x + coefficient
    return value


# --- step 3 --------------------------------------------------------------------------------------


def make_voutput(
    certified: Certified, polynomials: Sequence[Polynomial], index: int, seed: str, random: Random
) -> tuple[Voutput, SecretScalar]:
    """The public share of trustee ``index``, and her private key.

    She checks that her own polynomial is the one that she made, and every share against the sender's
    coefficients. Raises PartyError (which names who sent what is wrong), CheckFailed, ChannelError,
    RecordError.
    """
    group = certified.terms.group
    keys = own_keys(certified, index, seed)
    matrix = check_polynomials(certified, polynomials)
    _check_own_polynomial(certified, keys, index, polynomials[index - 1], matrix[index - 1])
    private = group.secret(0)
    for sender, polynomial in enumerate(polynomials, 1):
        where = f"the share of trustee {sender} for trustee {index}"
        share = _scalar(
            group,
            receive(certified, keys, sender, polynomial.secrets[index - 1], Secret, where).secret,
            where,
        )
        expected = share_key(group, matrix[sender - 1], index)
        if group.secret_products([[(group.g, share)]])[0] != expected:
            raise PartyError(
                f"{where} does not fit the coefficients that trustee {sender} published",
                "stop the ceremony: this trustee is wrong or dishonest",
            )
        private = private + share
    key = public_key(group, private, random)
    signed = pki.signature(group, keys.signing, key.public_key, random)
    sealed = _send(certified, keys, index, DecryptionKey(str(private.reveal())), random)
    return Voutput(sealed, type(key)(pok=key.pok, public_key=key.public_key, signature=signed)), private


def _check_own_polynomial(
    certified: Certified, keys: pki.Keys, index: int, polynomial: Polynomial, coefexps: Sequence[Element]
) -> None:
    group, where = certified.terms.group, f"the own polynomial of trustee {index}"
    raw = receive(certified, keys, index, polynomial.polynomial, RawPolynomial, where)
    coefficients = [_scalar(group, text, where) for text in raw.polynomial]
    if group.secret_products([[(group.g, a)] for a in coefficients]) != list(coefexps):
        raise PartyError(f"{where} is not the one that was published under her name", "stop the ceremony")


def _scalar(group: Group, text: str, where: str) -> SecretScalar:
    try:
        return group.secret(Decoder(group, Findings(), "trustees").scalars([(text, where)])[0])
    except Undecodable:
        raise PartyError(f"{where} is not a number reduced modulo q") from None


def open_private_key(certified: Certified, index: int, seed: str, sealed: str) -> SecretScalar:
    """The private key of trustee ``index`` from her voutput's ``private_key`` (a ``.dkey`` file).

    Raises as :func:`receive` does.
    """
    keys = own_keys(certified, index, seed)
    where = f"the decryption key of trustee {index}"
    opened = receive(certified, keys, index, sealed, DecryptionKey, where)
    return _scalar(certified.terms.group, opened.decryption_key, where)
