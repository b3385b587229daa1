# SPDX-License-Identifier: Apache-2.0
"""Check of the whole trustees structure (section "Trustees")."""

from collections.abc import Sequence

from isonomia.groups import Group
from isonomia.protocol.messages import UNSET
from isonomia.protocol.public.decoding import Undecodable
from isonomia.protocol.public.findings import Findings
from isonomia.protocol.public.pedersen import check_pedersen
from isonomia.protocol.public.trustee_keys import check_public_key
from isonomia.protocol.public.trustees import Kind, Pedersen, Single, verification_keys


def check_trustees(group: Group, kinds: Sequence[Kind], findings: Findings, where: str) -> bool:
    """Every key is proved, every threshold group made its key as the specification says.

    Says whether everything could be read, so that keys can be computed from it.
    """
    readable = bool(kinds)
    findings.require("trustees.shape", bool(kinds), where, "there are no trustees")
    first: dict[str, tuple[int, int]] = {}
    for owner, (item, _, key) in enumerate(verification_keys(kinds), start=1):
        kind, (earlier, of_item) = kinds[item], first.setdefault(key.public_key, (owner, item))
        # where one suffices, polynomials are constants: all of the group have one key
        shared = isinstance(kind, Pedersen) and kind.parameters.threshold == 1 and of_item == item
        why = f"has the public key of trustee {earlier}: one of them may not know the private key"
        findings.require("trustees.public-key", earlier == owner or shared, f"{where}, trustee {owner}", why)
    for item, kind in enumerate(kinds):
        place = f"{where}, item {item}"
        try:
            if isinstance(kind, Single):
                why = "has a signature, which only the keys of threshold trustees have: nobody reads it"
                findings.require("trustees.shape", kind.key.signature is UNSET, place, why)
                check_public_key(group, kind.key, findings, place)
            else:
                check_pedersen(group, kind, findings, place)
        except Undecodable:
            readable = False  # what could not be read is noted
    return readable
