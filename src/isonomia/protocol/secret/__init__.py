# SPDX-License-Identifier: Apache-2.0
"""The half of the protocol that uses secrets: for voters, trustees and credential authorities alone.

Servers and boards may not import it (a test sees to that). Randomness is an argument everywhere:
a function that gives as many bytes as it is asked for, from the operating system.
"""
