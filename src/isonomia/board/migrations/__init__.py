# SPDX-License-Identifier: Apache-2.0
"""How the tables of the board came to be."""
