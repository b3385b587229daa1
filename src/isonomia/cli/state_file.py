# SPDX-License-Identifier: Apache-2.0
"""The state of a verification in a file: read, and replaced at once or not at all."""

import os
from pathlib import Path

from isonomia.cli.files import write_over
from isonomia.verify import State, read_state
from isonomia.verify.state import LARGEST, StateError, written


def load(path: Path) -> State:
    """Raises OSError and StateError."""
    with path.open("rb") as file:
        return read_state(file.read(LARGEST + 1), str(path))


def refuse_other_files(path: Path) -> None:
    """A state may be replaced, nothing else: raises FileExistsError, or FileNotFoundError for its folder."""
    if not path.parent.is_dir():
        raise FileNotFoundError(2, os.strerror(2), str(path.parent))
    if not path.exists() and not path.is_symlink():
        return
    try:
        load(path)
    except StateError:
        raise FileExistsError(17, os.strerror(17), str(path)) from None


def save(path: Path, state: State) -> None:
    """Write a state. Raises OSError, and StateError instead of replacing the state of another election."""
    refuse_other_files(path)
    if path.exists() and (before := load(path)).uuid != state.uuid:
        raise StateError(f"{path}: the state of another election, {before.uuid[:40]!a}", "choose another name")
    write_over(path, written(state))
