# SPDX-License-Identifier: Apache-2.0
"""A trustee's key (section "Verification keys")."""

from isonomia.groups import Group, SecretScalar
from isonomia.protocol import challenges
from isonomia.protocol.messages import TrusteePublicKey
from isonomia.protocol.secret.schnorr import prove_schnorr
from isonomia.protocol.tokens import Random


def public_key(group: Group, private_key: SecretScalar, random: Random) -> TrusteePublicKey:
    """The public key with a proof of knowledge of the private one."""
    key = str(group.secret_products([[(group.g, private_key)]])[0])
    proof = prove_schnorr(
        group, [group.g], private_key, lambda texts: challenges.pok(group.name, key, texts[0]), random
    )
    return TrusteePublicKey(pok=proof, public_key=key)
