# SPDX-License-Identifier: Apache-2.0
"""The pages: templates with all words, which scripts fill with what the API says."""
