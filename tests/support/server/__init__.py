# SPDX-License-Identifier: Apache-2.0
"""A server under test, and the parties as its clients."""
