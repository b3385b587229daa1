# SPDX-License-Identifier: Apache-2.0
"""The half of the protocol that knows no secret: what an auditor, a server and a booth check."""
