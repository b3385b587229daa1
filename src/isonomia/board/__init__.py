# SPDX-License-Identifier: Apache-2.0
"""The board of a server: each election's record as append-only rows of a database, and the public file made of them."""
