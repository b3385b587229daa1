# SPDX-License-Identifier: Apache-2.0
"""Tests of a whole table of stations. Each stands beside the same test on clean elections: an anomaly is no proof."""
