# SPDX-License-Identifier: Apache-2.0
"""Reading and growing the public record (``.bel``): the only place that reads untrusted tar and JSON.

Nothing here opens a file, reads a clock or draws randomness: it works on binary files handed in.
"""
