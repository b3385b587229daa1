# SPDX-License-Identifier: Apache-2.0
"""What several tests share. ``support`` is importable because this file stands beside it."""

from hypothesis import settings

settings.register_profile("untimed", deadline=None)  # how long one example takes depends on what else the machine does
settings.load_profile("untimed")
