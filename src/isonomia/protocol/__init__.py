# SPDX-License-Identifier: Apache-2.0
"""The Belenios protocol, version 1 (specification of release 3.3.0).

``messages`` says how things are written in JSON, ``challenges`` what is hashed: both are the only
places that know version 1. ``public`` checks; ``secret`` makes, and is for the parties alone.
No I/O, no clock, no randomness of its own: bytes from the operating system are handed in.
"""
