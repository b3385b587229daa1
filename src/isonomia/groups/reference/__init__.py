# SPDX-License-Identifier: Apache-2.0
"""The groups in plain Python: slow, readable, independent of the kernel; for checking and tests.

Nothing here is constant time, so secret operations are refused unless the group was made with
``allow_secrets=True``.
"""

from isonomia.groups.reference.ed25519 import ReferenceEd25519
from isonomia.groups.reference.finite_field import ReferenceFiniteField

__all__ = ["ReferenceEd25519", "ReferenceFiniteField"]
