# SPDX-License-Identifier: Apache-2.0
"""``python -m isonomia.cli``: the command line where its program is not on the path."""

from isonomia.cli import main

main()
