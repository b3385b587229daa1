# SPDX-License-Identifier: Apache-2.0
"""The verifier: the public record alone proves the result."""

from isonomia.verify.report import CheckReport, Report
from isonomia.verify.verifier import Examined, Progress, examine, verify

__all__ = ["CheckReport", "Examined", "Progress", "Report", "examine", "verify"]
