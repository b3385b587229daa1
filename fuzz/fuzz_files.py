# SPDX-License-Identifier: Apache-2.0
"""Files that people hand to the command line. The first byte chooses the command.

Whatever is in them: exit code 0, 1 or 2, exactly one JSON object on standard output, never "internal".
"""

import contextlib
import io
import json
import tempfile
from pathlib import Path
from random import Random

import atheris
from harness import ROOT, fuzz, mutate_json

with atheris.instrument_imports(include=["isonomia"]):
    from isonomia.cli import ballot, credentials, election, show, tracker, trustee, verify, vote  # noqa: F401
    from isonomia.cli.app import run

FOLDER = Path(tempfile.mkdtemp(prefix="fuzz-files-"))
RECORD = FOLDER / "record.bel"
OPEN = ROOT / "bases" / "open.bel"
CREDENTIAL = ROOT / "bases" / "open.credential"
PASSPHRASE = FOLDER / "passphrase"
FILE, OUT = FOLDER / "input", FOLDER / "out"

COMMANDS = [
    ["election", "draft", "--template", FILE, "--dir", OUT],
    ["election", "draft", "--template", ROOT / "bases" / "template.json", "--terms-file", FILE, "--dir", OUT],
    ["credentials", "generate", "--voters", FILE, "--dir", OUT],
    ["vote", OPEN, "--credential-file", CREDENTIAL, "--votes", FILE, "--out", OUT],
    ["vote", OPEN, "--credential-file", FILE, "--choose", "0=0", "--out", OUT],
    ["ballot", "verify", OPEN, FILE],
    ["tracker", OPEN, FILE],
    ["verify", OPEN, "--terms", FILE],
    ["verify", OPEN, "--since", FILE],
    ["verify", OPEN, "--merge", FILE],
    ["trustee", "import", FILE, "--passphrase-file", FILE, "--out", OUT],
    ["show", FILE],
    ["tracker", FILE, "0" * 43],
]


def target(data: bytes) -> None:
    if not data:
        return
    FILE.write_bytes(data[1:])
    remove(OUT)
    if OUT_IS_A_FOLDER[data[0] % len(COMMANDS)]:
        OUT.mkdir()
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run([str(part) for part in COMMANDS[data[0] % len(COMMANDS)]] + ["--json"])
    value = json.loads(out.getvalue())
    assert code in (0, 1, 2)
    assert "Traceback" not in err.getvalue()
    if code == 2:
        assert value["error"]["code"] != "internal", value


OUT_IS_A_FOLDER = ["--dir" in command for command in COMMANDS]


def remove(path: Path) -> None:
    if path.is_dir():
        for inside in path.iterdir():
            inside.unlink()
        path.rmdir()
    path.unlink(missing_ok=True)


def mutator(data: bytes, size: int, random: Random) -> bytes:
    return data[:1] + mutate_json(data[1:], random)


if __name__ == "__main__":
    fuzz(target, multiple=300, mutator=mutator)
