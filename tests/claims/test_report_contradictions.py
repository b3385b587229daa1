# SPDX-License-Identifier: Apache-2.0
"""Reports of contradictions: the planted ones, what re-checks them, and that no text of a document becomes markup."""

import builtins
import shlex
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from claims.planted import CLEAN, PLANTED
from claims.reporting import ATTACK, page, stands_alone, text_of
from isonomia.cli import app

pytest.importorskip("weasyprint")


def test_contradictions_report(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One planted contradiction of each kind, by the arithmetic of ``planted``; and the commands it shows confirm."""
    for place, planted in enumerate(PLANTED):
        folder = here / str(place)
        folder.mkdir()
        (folder / "all.csv").write_text(CLEAN.replace(planted.old, planted.new))
        out = folder / "r.html"
        command = ["claim", "contradictions", str(folder / "all.csv"), "--report", str(out)]
        assert app.run(command) == 1
        own = page(out)
        stands_alone(own)
        told = [row[4:6] for row in own.cells if row[0].isdigit() and len(row) == 6]
        assert [str(planted.wrong), str(planted.most)] in told, planted.name
        noun = "votes are" if planted.wrong > 1 else "vote is"
        assert f"At least {planted.wrong} {noun} wrongly told in these documents." in own.text
        digest = sha256((folder / "all.csv").read_bytes()).hexdigest()
        assert own.text.count(digest) >= 1 + planted.documents  # of the file, and of each document
    capsys.readouterr()


def test_contradictions_can_be_checked_as_the_report_says(here: Path) -> None:
    planted = PLANTED[1]
    Path("all.csv").write_text(CLEAN.replace(planted.old, planted.new))
    assert app.run(["claim", "contradictions", "all.csv", "--report", "report.html"]) == 1
    own = page(Path("report.html"))
    find, script, check = own.blocks[0].splitlines()
    program = f"{shlex.quote(sys.executable)} -c 'from isonomia.cli import main; main()'"
    assert subprocess.run(find.replace("isonomia", program, 1), shell=True).returncode == 1  # noqa: S602
    assert subprocess.run(script.replace("isonomia", program, 1), shell=True).returncode == 0  # noqa: S602
    assert sha256(Path("recheck.py").read_bytes()).hexdigest() in own.text
    done = subprocess.run([sys.executable, *shlex.split(check)[1:]], capture_output=True, text=True)
    assert done.stdout == f"1 confirmed: sum-above-total, at least {planted.wrong} wrong\n"


def test_commands_name_every_one_of_300_files(here: Path) -> None:
    """Names of 9,600 characters: no line of the page is cut, and a shell reads the files that were given."""
    names = [f"protocol of station {place:03} (scan).csv" for place in range(300)]
    head, *rows = CLEAN.splitlines()
    for place, name in enumerate(names):
        Path(name).write_text(f"{head}\n{rows[0].replace('protocol,1,', f'protocol,{place + 10},', 1)}\n")
    assert app.run(["claim", "contradictions", *names, "--report", "report.html"]) == 0
    own = page(Path("report.html"))
    assert max(map(len, "\n".join(own.blocks).splitlines())) < 150
    many = own.blocks[0].partition("isonomia claim script")
    tell = "\nprintf '%s\\n' \"$@\""
    for command in (many[0], many[2].partition("recheck.py\n")[2], own.blocks[1]):
        done = subprocess.run(["sh", "-c", f"set -- {command}{tell}"], capture_output=True, text=True)
        assert [one for one in done.stdout.splitlines() if one.endswith(".csv")] == names


def test_texts_of_documents_stay_text(here: Path) -> None:
    """The attack: markup as file name, unit, candidate; in bars, tables, headings and the PDF."""
    name = "<script>alert(1)<!--.csv"
    quoted = ATTACK.replace('"', '""')
    rows = f'kind,unit,within,"{quoted}"\nproven,"{quoted}",,10\nprotocol,"{quoted}",,7\n'
    Path(name).write_text(rows)
    options = ["--report", "r.html", "--report", "r.pdf", "--figures", "f"]
    assert app.run(["claim", "contradictions", name, *options]) == 1
    own = page(Path("r.html"))
    stands_alone(own)
    assert own.text.count(ATTACK) >= 4
    assert name in own.text
    assert Path("f/contradictions.png").read_bytes().startswith(b"\x89PNG")
    assert "attacked=1" in text_of(Path("r.html").read_text())


def test_no_contradiction_is_a_report_too(here: Path) -> None:
    Path("all.csv").write_text(CLEAN)
    assert app.run(["claim", "contradictions", "all.csv", "--report", "r.html"]) == 0
    text = page(Path("r.html")).text
    assert "0 contradictions in 8 documents." in text
    assert "That nothing contradicts proves no honesty" in text


def test_a_page_of_contradictions_needs_no_library(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither matplotlib nor WeasyPrint, numpy, polars: it is arithmetic, and its figure is ours."""
    real = builtins.__import__

    def gone(name: str, *args: object, **how: object) -> object:
        if name.partition(".")[0] in ("matplotlib", "weasyprint", "numpy", "polars"):
            raise ImportError(f"No module named {name!r}", name=name)
        return real(name, *args, **how)  # type: ignore[arg-type]

    Path("all.csv").write_text(CLEAN.replace(PLANTED[1].old, PLANTED[1].new))
    monkeypatch.setattr(builtins, "__import__", gone)
    assert app.run(["claim", "contradictions", "all.csv", "--report", "r.html"]) == 1
    assert "<svg" in Path("r.html").read_text()
    assert app.run(["claim", "contradictions", "all.csv", "--report", "r.pdf", "--json"]) == 2
    assert "isonomia[reports]" in capsys.readouterr().out
