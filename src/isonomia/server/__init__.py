# SPDX-License-Identifier: Apache-2.0
"""The server: accounts, invitations, the HTTP API and its pages, mail and jobs.

It is trusted with no secret of an election.
"""
