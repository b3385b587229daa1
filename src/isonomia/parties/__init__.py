# SPDX-License-Identifier: Apache-2.0
"""All that holds a secret: trustees, the credential authority, voters, and the files they keep."""
