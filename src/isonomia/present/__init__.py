# SPDX-License-Identifier: Apache-2.0
"""What people read: pure functions from objects to lines of text. No I/O, no clock."""
