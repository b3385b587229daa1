# SPDX-License-Identifier: Apache-2.0
"""Documents say what the code says: identifiers of checks, links, names in the glossary."""

import ast
import re
from collections import defaultdict
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

from isonomia.verify.checks import HISTORY_TITLES, TERMS_TITLES, TITLES
from isonomia.verify.opening import OPENING_TITLES
from isonomia.verify.previous import PREVIOUS_TITLES

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "isonomia"

_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def documents() -> list[Path]:
    """Every page of ours: at the top, in docs, beside the vectors."""
    folders = (ROOT.glob("*.md"), (ROOT / "docs").rglob("*.md"), (ROOT / "vectors").rglob("*.md"))
    return sorted(chain.from_iterable(folders))


def rows(page: str, column: int) -> list[str]:
    """The cells of one column of all tables of a page, but for headings and rules."""
    lines = [line for line in (ROOT / page).read_text().splitlines() if line.startswith("|")]
    tables = [line.strip("|").split("|") for line in lines if not re.fullmatch(r"[|:-]+", line)]
    return [cells[column].strip() for cells in tables if len(cells) > column]


def test_every_check_is_explained_once_and_no_other() -> None:
    explained = [m[1] for cell in rows("docs/checks.md", 0) if (m := re.fullmatch(r"`([a-z]+\.[a-z-]+)`", cell))]
    assert sorted(explained) == sorted([*TITLES, *TERMS_TITLES, *PREVIOUS_TITLES, *HISTORY_TITLES, *OPENING_TITLES])


def test_every_check_stops_something() -> None:
    assert all(rows("docs/checks.md", column).count("") == 0 for column in (1, 2, 3))


def test_identifiers_of_checks_in_all_documents_exist() -> None:
    families = {check.partition(".")[0] for check in TITLES}
    for page in documents():
        for name in re.findall(r"`([a-z]+\.[a-z-]+)`", page.read_text()):
            if name.partition(".")[0] in families and not name.endswith((".py", ".ts", ".md", ".json")):
                assert name in {*TITLES, *TERMS_TITLES, "trustees.channel"}, f"{page.name}: {name}"


def test_operator_s_settings_are_those_that_are_read() -> None:
    """Names in the environment that the server's code has as a text of their own, but for those it sets itself."""
    setting = re.compile(r"ISONOMIA_[A-Z_]*[A-Z]|DATABASE_URL")
    read = {
        node.value
        for path in (SOURCE / "server").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and setting.fullmatch(node.value)
    }
    internal = {"ISONOMIA_BIND", "ISONOMIA_WORKERS"}  # from commands to the processes that they start
    internal |= {"ISONOMIA_BOOTH_ORIGIN", "ISONOMIA_BOOTH_ELECTION", "ISONOMIA_BOOTH_FINGERPRINT"}
    told = [m[1] for cell in rows("docs/guide/operator.md", 0) if (m := re.fullmatch(r"`([A-Z_]+)`", cell))]
    assert sorted(told) == sorted(read - internal)


@pytest.mark.parametrize("page", documents(), ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in _LINK.findall(_FENCE.sub("", page.read_text())):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        aim = (page.parent / path).resolve() if path else page
        assert aim.exists(), f"{target} leads nowhere"
        assert aim.is_relative_to(ROOT), f"{target} leads out of the repository"
        if anchor:
            assert anchor in anchors(aim), f"{target}: no such heading"


def anchors(page: Path) -> set[str]:
    """What hosts of repositories make of headings."""
    titles = _HEADING.findall(_FENCE.sub("", page.read_text()))
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


@cache
def defined() -> dict[str, set[str]]:
    """All names that each module defines, by the module's last name."""
    names: dict[str, set[str]] = defaultdict(set)
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                names[path.stem].add(node.name)
            elif isinstance(node, ast.AnnAssign | ast.Assign):
                targets = [node.target] if isinstance(node, ast.AnnAssign) else node.targets
                names[path.stem] |= {t.id if isinstance(t, ast.Name) else t.attr for t in targets if _named(t)}
    return names


def _named(target: ast.expr) -> bool:
    return isinstance(target, ast.Name | ast.Attribute)


def test_names_in_the_glossary_exist() -> None:
    cells = rows("docs/glossary.md", 2)
    names = [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]
    assert len(names) > 60
    for name in names:
        module, first, *rest = name.split(".")
        missing = [part for part in (first, *rest) if part not in defined()[module]]
        assert not missing, f"{name}: {module}.py does not define {missing}"


def test_every_document_has_its_licence() -> None:
    pages = [page for page in documents() if (ROOT / "docs") in page.parents]
    assert all(page.read_text().startswith("<!-- SPDX-License-Identifier: Apache-2.0 -->") for page in pages)
