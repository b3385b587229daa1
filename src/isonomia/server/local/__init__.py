# SPDX-License-Identifier: Apache-2.0
"""A voter's own booth: the pages and scripts of this copy, on loopback, for one election of some server.

The server that holds the election sends no code to the voter's browser then: only its data pass through here.
"""
