# SPDX-License-Identifier: Apache-2.0
"""The counting methods: one file and one public function each."""
