# SPDX-License-Identifier: Apache-2.0
"""The command line: every party's steps, and the verifier. Hints for people live here."""

from isonomia.cli.app import main

__all__ = ["main"]
