# SPDX-License-Identifier: Apache-2.0
"""What a station's observers recorded, merged into documents that can be published (docs/claims/observers.md)."""
