# SPDX-License-Identifier: Apache-2.0
"""Names what this machine lacks for `make setup`, and how to get it. Runs on any Python 3."""

import shutil
import subprocess
import sys
import tempfile

DEBIAN = "on Debian or Ubuntu: apt-get install {}"


def version(command):
    """The first two numbers of the version that a command prints, or None."""
    try:
        text = subprocess.run([command, "--version"], capture_output=True, text=True, check=True).stdout
        return tuple(int(part) for part in text.split()[1].lstrip("v").split(".")[:2])
    except (OSError, subprocess.CalledProcessError, ValueError, IndexError):
        return None


def has_gmp():
    """Whether a C program finds GMP's header and library."""
    with tempfile.TemporaryDirectory() as folder:
        program = "#include <gmp.h>\nint main(void) { mpz_t x; mpz_init(x); mpz_clear(x); return 0; }\n"
        command = ["cc", "-x", "c", "-", "-lgmp", "-o", folder + "/a.out"]
        return subprocess.run(command, input=program, text=True, capture_output=True).returncode == 0


def missing():
    """Everything that is not there, with how to get it."""
    if sys.version_info < (3, 11):
        yield "Python 3.11 or newer (this is %d.%d): make PYTHON=python3.11 setup" % sys.version_info[:2]
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        yield "Python's venv: " + DEBIAN.format("python3-venv")
    cargo = version("cargo")
    if cargo is None or cargo < (1, 88):
        yield "a Rust toolchain, 1.88 or newer: see rustup.rs, or rustup update"
    if shutil.which("cc") is None:
        yield "a C compiler: " + DEBIAN.format("build-essential")
    elif not has_gmp():
        yield "GMP with its header: " + DEBIAN.format("libgmp-dev")


def main():
    """Exit 1 with a line for each thing that is missing."""
    lines = list(missing())
    for line in lines:
        print("isonomia needs " + line, file=sys.stderr)
    sys.exit(1 if lines else 0)


if __name__ == "__main__":
    main()
