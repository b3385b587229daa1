# SPDX-License-Identifier: Apache-2.0
"""Testing a result that somebody else announced: contradictions, tables, forensics.

Objects and bytes in, objects out: no I/O, no clock, no randomness of its own, no cryptography beyond hashes of files.
"""
