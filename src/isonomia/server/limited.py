# SPDX-License-Identifier: Apache-2.0
"""Run a program with limits on what it takes: ``python -m isonomia.server.limited SECONDS MEMORY LARGEST PROGRAM …``.

A process of its own sets them before it becomes the program: between fork and exec of a threaded process it would
not be safe.
"""

import os
import resource
import sys


def main() -> None:
    """``SECONDS`` of processor time, ``MEMORY`` bytes of address space, files of ``LARGEST`` bytes; never returns."""
    seconds, memory, largest = map(int, sys.argv[1:4])
    os.nice(10)
    for what, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, largest),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    os.execv(sys.argv[4], sys.argv[4:])  # noqa: S606


if __name__ == "__main__":
    main()
