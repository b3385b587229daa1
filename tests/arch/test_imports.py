# SPDX-License-Identifier: Apache-2.0
"""The rows of docs/architecture.md (DESIGN.md, "Rows"): who may import whom, and who may touch the world."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "isonomia"

ROWS = [
    {"", "__version__"},
    {"_kernel"},
    {"groups"},
    {"protocol", "law"},
    {"claims"},
    {"record"},
    {"verify"},
    {"cluster"},
    {"parties", "board"},
    {"present"},
    {"server"},
    {"cli"},
]
"""From the lowest: "" is ``isonomia/__init__.py``. A package imports lower rows only, never another of its own."""

KEEPERS = {"protocol.secret", "parties", "cli"}
"""They may import the secret half of the protocol: what runs on a person's own machine. No server, no board."""

WITHOUT_SECRETS = {
    "board",
    "server",
    "parties.administrator",
    "parties.ceremony_public",
    "parties.contributions",
    "parties.record_file",
    "parties.second_round",
}
"""Whatever these import, directly or through others, is neither the secret half nor holds anybody's secret."""

WITH_SECRETS = {"protocol.secret"} | {
    f"parties.{name}"
    for name in (
        *("ceremony", "collector", "credential_authority", "decrypted", "keyfile", "observer", "trustee", "voter"),
    )
}

PURE = {"groups", "protocol", "law", "claims", "record", "verify"}
"""No I/O, no clock, no randomness of their own."""

IMPURE_MODULES = {
    "asyncio", "datetime", "getpass", "glob", "http", "multiprocessing", "pathlib", "random", "requests", "secrets",
    "select", "shutil", "signal", "socket", "sqlite3", "ssl", "subprocess", "tempfile", "time", "urllib", "uuid",
}  # fmt: skip
IMPURE_NAMES = {"open", "input", "print", "breakpoint", "exec", "eval", "__import__"}

ALLOWED_OS = {
    "record.writer": {"fsync"},  # appends to a file that is handed in, and must know it on the disk
    "verify.verifier": {"cpu_count"},  # how many threads, if the caller does not say
}


class Import(NamedTuple):
    """``module`` imports ``name`` (dotted, from the top)."""

    module: str
    name: str
    line: int

    def __str__(self) -> str:
        return f"{self.module}:{self.line} imports {self.name}"


def modules(source: Path) -> Iterator[tuple[str, ast.Module]]:
    """Dotted names below ``isonomia`` and what is in them."""
    for path in sorted(source.rglob("*.py")):
        name = ".".join(path.relative_to(source).with_suffix("").parts)
        yield name.removesuffix("__init__").removesuffix("."), ast.parse(path.read_text(), str(path))


def is_package(name: str) -> bool:
    return (SOURCE / name.replace(".", "/")).is_dir()


def imports(module: str, tree: ast.Module, *, package: bool = False) -> Iterator[Import]:
    """Every import, wherever it stands: in functions and under TYPE_CHECKING too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(module, alias.name, node.lineno)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = ["isonomia", *module.split(".")]
                above = parts[: len(parts) - node.level + package]
                base = ".".join([*above, base]).rstrip(".")
            for alias in node.names:
                yield Import(module, f"{base}.{alias.name}", node.lineno)


def row(package: str) -> int:
    return next(number for number, packages in enumerate(ROWS) if package in packages)


def within(name: str, prefixes: set[str]) -> bool:
    return any(name == prefix or name.startswith(prefix + ".") for prefix in prefixes)


def wrong_arrows(found: Iterator[Import]) -> list[str]:
    """Imports that go up or sideways, or reach the secret half from where they may not."""
    wrong = []
    for own in found:
        top, _, target = own.name.partition(".")
        if top != "isonomia":
            continue
        here, there = own.module.split(".")[0], target.split(".")[0]
        if within(target, {"protocol.secret"}) and not within(own.module, KEEPERS):
            wrong.append(f"{own}: the secret half")
        elif there == "_kernel" and here != "groups":
            wrong.append(f"{own}: past the façade")
        elif here == "claims" and there in ("groups", "protocol"):
            wrong.append(f"{own}: claims know no cryptography")
        elif here != there and row(there) >= row(here):
            wrong.append(f"{own}: up, or sideways")
    return wrong


def closure(found: Iterable[Import], start: set[str], known: set[str]) -> dict[str, str]:
    """Every module that importing ``start`` imports in the end, with the module that asks for it."""
    wanted: dict[str, set[str]] = {}
    for own in found:
        top, _, target = own.name.partition(".")
        parts = target.split(".") if top == "isonomia" else []
        reached = {".".join(parts[:size]) for size in range(1, len(parts) + 1)} & known
        wanted.setdefault(own.module, set()).update(reached)
    because = {module: "" for module in known if within(module, start)}
    waiting = list(because)
    while waiting:
        module = waiting.pop()
        for target in wanted.get(module, set()) - because.keys():
            because[target] = module
            waiting.append(target)
    return because


def impurities(module: str, tree: ast.Module) -> list[str]:
    """What reaches for files, clocks, randomness or the network."""
    allowed = ALLOWED_OS.get(module, set())
    wrong = [
        str(own) for own in imports(module, tree) if own.name.split(".")[0] in IMPURE_MODULES or own.name[:3] == "os."
    ]
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in IMPURE_NAMES and isinstance(node.ctx, ast.Load):
            wrong.append(f"{module}:{node.lineno} uses {node.id}")
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in ("os", "io"):
            harmless = {"SEEK_END", "BytesIO", "BufferedIOBase", "UnsupportedOperation"}
            if node.attr not in allowed | harmless:
                wrong.append(f"{module}:{node.lineno} uses {node.value.id}.{node.attr}")
    return wrong


def test_every_package_has_a_row() -> None:
    packages = {path.name for path in SOURCE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert packages <= set.union(*ROWS)
    assert {"groups", "protocol", "record", "verify"} <= packages  # or nothing was walked


def test_arrows_go_down() -> None:
    found = (own for name, tree in modules(SOURCE) for own in imports(name, tree, package=is_package(name)))
    assert wrong_arrows(found) == []


def test_server_and_board_reach_no_secret() -> None:
    trees = dict(modules(SOURCE))
    found = [own for name, tree in trees.items() for own in imports(name, tree, package=is_package(name))]
    because = closure(found, WITHOUT_SECRETS, set(trees))
    assert [f"{why} imports {name}" for name, why in because.items() if within(name, WITH_SECRETS)] == []
    assert "verify.acceptance" in because  # or nothing was walked


def test_planted_secret_is_found_through_others() -> None:
    found = [
        Import("server.views", "isonomia.parties.helper.vote", 1),
        Import("parties.helper", "isonomia.parties.voter", 1),
        Import("parties.voter", "isonomia.protocol.secret.ballots", 1),
    ]
    known = {"server.views", "parties", "parties.helper", "parties.voter", "protocol.secret.ballots"}
    assert {name for name in closure(found, {"server"}, known) if within(name, WITH_SECRETS)} == {
        "parties.voter",
        "protocol.secret.ballots",
    }


def test_core_touches_nothing_but_its_arguments() -> None:
    wrong = [why for name, tree in modules(SOURCE) if name.split(".")[0] in PURE for why in impurities(name, tree)]
    assert wrong == []


@pytest.mark.parametrize(
    ("module", "code"),
    [
        ("groups.api", "from isonomia.protocol import messages"),
        ("protocol.messages", "import isonomia.record.strict"),
        ("protocol.public.tally", "from isonomia.protocol.secret import ballots"),
        ("protocol.public.tally", "from ..secret import ballots"),
        ("protocol.public.tally", "from isonomia.protocol import secret"),
        ("verify.ballots", "def f():\n    from isonomia.protocol.secret.ballots import make_ballot"),
        ("board.models", "from isonomia.parties import keyfile"),
        ("board.models", "from isonomia.protocol.secret.randomness import draw"),
        ("server.views", "import isonomia.protocol.secret.credentials as c"),
        ("claims.forensics", "from isonomia.groups import group"),
        ("law.rules", "from isonomia.protocol import messages"),
        ("record.archive", "from isonomia.verify import verify"),
        ("protocol.public.tally", "from isonomia import _kernel"),
        ("", "from isonomia import cli"),
    ],
)
def test_planted_import_is_found(module: str, code: str) -> None:
    """The walker is not blind: each of these would be a wrong arrow."""
    assert len(wrong_arrows(imports(module, ast.parse(code)))) == 1


@pytest.mark.parametrize(
    "code",
    [
        "import time", "import os\nos.urandom(1)", "from os import urandom", "from random import randbytes",
        "import secrets", "from datetime import datetime", "open('/etc/passwd')", "import socket",
        "from pathlib import Path", "import io\nio.open('x')", "import os.path", "f = open",
    ],
)  # fmt: skip
def test_planted_impurity_is_found(code: str) -> None:
    assert len(impurities("record.writer", ast.parse(code))) == 1


def test_harmless_code_passes() -> None:
    code = "import os\nimport io\nfrom isonomia.groups import group\nos.fsync(1)\nio.BytesIO()\n"
    tree = ast.parse(code)
    assert impurities("record.writer", tree) == []
    assert wrong_arrows(imports("record.writer", tree)) == []
