# SPDX-License-Identifier: Apache-2.0
"""Which election the booth of this process is for: told by :func:`isonomia.server.local.running.listen`."""

import os
from functools import cache

from isonomia.server.local.upstream import Upstream

ORIGIN = "ISONOMIA_BOOTH_ORIGIN"
ELECTION = "ISONOMIA_BOOTH_ELECTION"
FINGERPRINT = "ISONOMIA_BOOTH_FINGERPRINT"
"""Names in the environment."""


@cache
def target() -> Upstream:
    """The server and its election."""
    return Upstream(os.environ[ORIGIN], os.environ[ELECTION])


def wanted() -> str:
    """The fingerprint of the election that the voter wants; empty: she did not say."""
    return os.environ.get(FINGERPRINT, "")
