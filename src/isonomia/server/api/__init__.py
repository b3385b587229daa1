# SPDX-License-Identifier: Apache-2.0
"""The HTTP API: one function an endpoint, each with its roles, what it takes and gives, and its errors."""
