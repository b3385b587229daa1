# SPDX-License-Identifier: Apache-2.0
"""Writes ``vectors/broken`` and the list in ``docs/checks.md`` anew: ``python -m vectors.make [--check]``.

``--check`` writes nothing and says whether what is there is what would be written.
"""

import sys
from pathlib import Path

from vectors.make.corpus import FOLDER, PAGE, built, manifest, page


def main(arguments: list[str]) -> int:
    check = arguments == ["--check"]
    if arguments and not check:
        print(__doc__, file=sys.stderr)
        return 2
    files = dict(built())
    files["manifest.json"] = manifest()
    old = {path.name: path for path in FOLDER.glob("*") if path.is_file()}
    differing = [name for name, content in files.items() if name not in old or old[name].read_bytes() != content]
    surplus = sorted(old.keys() - files.keys())
    stale = [] if PAGE.read_bytes() == page() else [PAGE.name]
    if check:
        print("\n".join([*differing, *surplus, *stale]) or "all as it was")
        return bool(differing or surplus or stale)
    FOLDER.mkdir(exist_ok=True)
    for name in surplus:
        old[name].unlink()
    for name in differing:
        Path(FOLDER / name).write_bytes(files[name])
    if stale:
        PAGE.write_bytes(page())
    print(f"{len(files) - 1} files, {sum(map(len, files.values()))} bytes, {len(differing)} written anew")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
