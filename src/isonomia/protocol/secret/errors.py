# SPDX-License-Identifier: Apache-2.0
"""What goes wrong between trustees."""


class ChannelError(ValueError):
    """A message of another trustee cannot be opened; says why."""
