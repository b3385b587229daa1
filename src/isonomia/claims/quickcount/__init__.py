# SPDX-License-Identifier: Apache-2.0
"""A quick count: a stratified random sample of stations, and what it says of all (Cochran, Sampling Techniques,
3rd edition 1977, chapters 5 and 6)."""
