# SPDX-License-Identifier: Apache-2.0
"""Tables of stations as people publish them: unpacked, their columns recognised, every cell accounted for."""
