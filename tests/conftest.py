# SPDX-License-Identifier: Apache-2.0
"""What several tests share. ``support`` is importable because this file stands beside it."""
