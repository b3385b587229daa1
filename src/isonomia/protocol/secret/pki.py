# SPDX-License-Identifier: Apache-2.0
"""The trustees' own public key infrastructure (section "Public key infrastructure").

The specification does not say: the challenge of a signature is reduced modulo q; AES-GCM takes all 32
bytes of the hash as its initialization vector; AES-CCM (releases before 3.1, no ``algorithm``) is
SJCL's: tag of 8 bytes, the vector cut to 13 bytes, or 12 for 64 KiB and more.
"""

from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESCCM, AESGCM

from isonomia.groups import Element, ElementError, Group, SecretScalar
from isonomia.protocol import challenges
from isonomia.protocol.messages import UNSET, EncryptedMsg, Proof, SignedMsg
from isonomia.protocol.secret.errors import ChannelError
from isonomia.protocol.secret.randomness import draw
from isonomia.protocol.secret.schnorr import prove_schnorr
from isonomia.protocol.tokens import Random

AES_GCM = "AES-GCM"


class Keys(NamedTuple):
    """A trustee's four keys."""

    signing: SecretScalar
    decryption: SecretScalar
    verification: str
    encryption: str


def derive_keys(group: Group, seed: str) -> Keys:
    """All four from her seed."""
    signing = group.secret(challenges.derive_key("sk", seed) % group.q)
    decryption = group.secret(challenges.derive_key("dk", seed) % group.q)
    public = group.texts(group.secret_products([[(group.g, signing)], [(group.g, decryption)]]))
    return Keys(signing, decryption, public[0], public[1])


def signature(group: Group, signing: SecretScalar, message: str, random: Random) -> Proof:
    """The signature of a message."""
    return prove_schnorr(group, [group.g], signing, lambda texts: challenges.sigmsg(message, texts[0]), random)


def sign(group: Group, signing: SecretScalar, message: str, random: Random) -> SignedMsg:
    """A message with its signature."""
    return SignedMsg(message, signature(group, signing, message, random))


def encrypt(group: Group, recipient: Element, message: str, random: Random) -> EncryptedMsg:
    """For the holder of an encryption key, with AES-GCM as release 3.3 writes it."""
    r, s = draw(group, random), draw(group, random)
    alpha, beta, shared = group.secret_products([[(group.g, r)], [(recipient, r), (group.g, s)], [(group.g, s)]])
    key = challenges.symmetric("key", str(shared))
    data = AESGCM(key).encrypt(challenges.symmetric("iv", str(alpha)), message.encode(), None)
    return EncryptedMsg(algorithm=AES_GCM, alpha=str(alpha), beta=str(beta), data=data.hex())


def decrypt(group: Group, decryption: SecretScalar, message: EncryptedMsg) -> str:
    """What was encrypted, with AES-GCM or AES-CCM. Raises ChannelError."""
    try:
        alpha, beta = group.elements([message.alpha, message.beta])
        data = bytes.fromhex(message.data)
    except (ElementError, ValueError) as error:
        raise ChannelError(f"an encrypted message is malformed: {error}") from None
    shared = group.secret_products([[(beta, group.secret(1)), (alpha, -decryption)]])[0]
    key = challenges.symmetric("key", str(shared))
    vector = challenges.symmetric("iv", message.alpha)
    try:
        return _open(message, key, vector, data).decode()
    except (InvalidTag, UnicodeDecodeError, ValueError):
        raise ChannelError("an encrypted message is not for this key, or was altered") from None


def _open(message: EncryptedMsg, key: bytes, vector: bytes, data: bytes) -> bytes:
    if message.algorithm is UNSET:
        size = 13 if len(data) - 8 < 1 << 16 else 12
        return AESCCM(key, tag_length=8).decrypt(vector[:size], data, None)
    if message.algorithm == AES_GCM:
        return AESGCM(key).decrypt(vector, data, None)
    raise ChannelError("an encrypted message uses an algorithm that is not known")
