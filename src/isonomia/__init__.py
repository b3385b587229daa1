# SPDX-License-Identifier: Apache-2.0
"""isonomia: elections that nobody has to be trusted about."""

__version__ = "0.1.0"
