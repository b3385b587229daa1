# SPDX-License-Identifier: Apache-2.0
"""The verifier: the public record alone proves the result."""

from isonomia.verify.report import CheckReport, Report
from isonomia.verify.resume import state_after
from isonomia.verify.state import State, StateError, read_state
from isonomia.verify.verifier import Examined, Progress, examine, verify

__all__ = [
    "CheckReport",
    "Examined",
    "Progress",
    "Report",
    "State",
    "StateError",
    "examine",
    "read_state",
    "state_after",
    "verify",
]
