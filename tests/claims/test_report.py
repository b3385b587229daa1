# SPDX-License-Identifier: Apache-2.0
"""Reports: what stands in them, that it is the data's, that no text of a file becomes markup, and that it repeats."""

import builtins
import json
import re
import shlex
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from claims.reporting import ALLOWED, ATTACK, SVG, css_fetches_nothing, page, stands_alone, table_of, text_of
from isonomia.cli import app

pytest.importorskip("matplotlib")
weasyprint = pytest.importorskip("weasyprint")


def forensics(*options: str) -> int:
    return app.run(["claim", "forensics", *options, "--simulations", "3", "--json"])


@pytest.fixture
def election(here: Path) -> Path:
    path = here / "t.csv"
    path.write_text(table_of(7, 800))
    return path


def as_far(data: dict[str, Any], name: str) -> int:
    """Of three simulated elections those that are as far from the second of them as this one."""
    _, middle, _ = clean = sorted(data["digits_if_clean"][name])
    return sum(abs(one - middle) >= abs(data["digits"][name] - middle) for one in clean)


def test_report_says_what_it_must(election: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By structure: the verdict's row holds its controls; the sections hold what the data and --json say."""
    assert forensics("t.csv", "--report", "r.html") == 0
    data = json.loads(capsys.readouterr().out)
    own = page(Path("r.html"))
    assert [t for t, _ in own.elements if t in ("h1", "main")] == ["h1", "main"]
    assert {"verdicts", "false-alarms", "unseen", "large", "examined", "methods", "again"} <= set(own.ids)
    verdict = own.row("Whole percentages, z")
    z = data["integers"]
    assert verdict[1].replace("−", "-") == f"{z['z']:.2f}"
    low, high = min(z["simulated"]["clean"]), max(z["simulated"]["clean"])
    assert (
        verdict[2].replace("−", "-") == f"{low:.2f} to {high:.2f}; as much in {z['simulated']['clean_at_least']} of 3"
    )
    for text, name in (("Mean last digit", "last_mean"), ("Votes that end in 0 or 5, share", "fives")):
        assert own.row(text)[2].endswith(f"; as far out in {as_far(data, name)} of 3")
    assert own.row("Last digits of counts of 100 and more, chi-square")
    assert verdict[3] == "−1.95"  # Mexico 2012, shared/data/README.md: the clean control
    assert verdict[4] == "no anomaly; fraud may still be there"
    for must in (
        "An anomaly is not a proof.",
        f"Of 3 simulated clean elections {z['false_alarms']} raise a false alarm",
        f"With about {z['unseen_stations']} stations whose turnout and share were made up",
        "in Uganda 2021, 409 stations with a turnout of 100 % hold 161,864 of the winner's votes, and z is 2.28",
        "1 very large unit (electronic voting?)",
        "Annals of Applied Statistics 10 (2016) 54",
        "1 row was left out.",
        "The seed is 1.",
    ):
        assert must in own.text, must
    assert own.row("t.csv")[2] == sha256(election.read_bytes()).hexdigest()
    assert own.row("ballots cast")[1:4] == ["the cell is empty", "1", "802"]  # 1 + 800 rows, and the one without
    assert own.row("Ada")[1] == "votes for a candidate"


def test_a_table_without_power_says_so(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One station: whole with a chance of about 0.2, so 3 deviations are 1.2, and it can exceed that chance by 0.8."""
    Path("t.csv").write_text(table_of(7, 1))
    assert forensics("t.csv", "--report", "r.html") == 0
    assert json.loads(capsys.readouterr().out)["integers"]["unseen_stations"] is None
    assert "Even if the numbers of all stations were made up to whole percentages" in page(Path("r.html")).text
    assert app.run(["claim", "forensics", "t.csv", "--simulations", "1"]) == 0
    assert "were all made up to whole percentages, there would hardly be an alarm" in capsys.readouterr().out


def test_a_verdict_of_an_anomaly_has_the_words(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every second station of 1,000 voters has exactly 60 %: an alarm."""
    rows = [f"N,{i},1000,{600 if i % 2 else 500 + i % 97},0,{300 + i % 89},0" for i in range(400)]
    lines = [",".join((*row.split(",")[:6], str(int(row.split(",")[3]) - int(row.split(",")[5])))) for row in rows]
    Path("t.csv").write_text("region,station,registered,ballots cast,invalid,Ada,Blaise\n" + "\n".join(lines) + "\n")
    assert forensics("t.csv", "--report", "r.html") == 0
    assert json.loads(capsys.readouterr().out)["integers"]["anomalous"]
    assert page(Path("r.html")).row("Whole percentages, z")[4] == "an anomaly (z over 3); an anomaly is not a proof"


def test_command_of_the_report_makes_it_again(election: Path) -> None:
    """Byte for byte, HTML and PDF, in another process; by the very command that it shows."""
    assert forensics("t.csv", "--seed", "5", "--report", "report.html", "--report", "report.pdf") == 0
    first = {name: Path(name).read_bytes() for name in ("report.html", "report.pdf")}
    text = first["report.html"].decode()
    parts = shlex.split(page(Path("report.html")).blocks[-1].replace("\\\n", ""))  # as a shell reads lines
    assert parts[:3] == ["isonomia", "claim", "forensics"]
    assert parts[parts.index("--seed") : parts.index("--seed") + 2] == ["--seed", "5"]
    for name in first:
        Path(name).unlink()
    program = "from isonomia.cli import main; main()"
    subprocess.run(
        [sys.executable, "-c", program, *parts[1:], "--report", "report.pdf"], check=True, stdout=subprocess.DEVNULL
    )
    assert {name: Path(name).read_bytes() for name in first} == first
    assert not re.search(r"20\d\d-\d\d-\d\dT|/CreationDate", text)  # no clock


def test_another_seed_gives_another_report(election: Path) -> None:
    for seed in ("1", "2"):
        assert forensics("t.csv", "--seed", seed, "--report", f"{seed}.html") == 0
    assert Path("1.html").read_text() != Path("2.html").read_text()


def test_texts_of_a_table_stay_text(here: Path) -> None:
    """The attack: markup as file name, heading, candidate, region, cell, and in the mapping file."""
    name = "<img src=x onerror=attacked=1>&amp;.csv"
    table = table_of(
        3, 300, ada=f'"{ATTACK.replace(chr(34), chr(34) * 2)}"', region='"</td></table><script>R{n}</script>"'
    )
    Path(name).write_text(table.replace(",100,,1,2,3", ",100,<script>cell</script>,1,2,3"))
    mapping = "<b>.toml"
    Path(mapping).write_text('other = "station" # </pre><script>mapping</script>\n')
    assert forensics(name, "--mapping", mapping, "--report", "r.html", "--report", "r.pdf", "--figures", "f") == 0
    own = page(Path("r.html"))
    stands_alone(own)
    css_fetches_nothing(Path("r.html").read_text())
    for text in (name, ATTACK, "</td></table><script>R1</script>", mapping, "</pre><script>mapping</script>"):
        assert text in own.text, text
    for picture in Path("f").glob("*.svg"):
        root = ElementTree.fromstring(picture.read_text())  # noqa: S314 (our own)
        assert {each.tag for each in root.iter()} <= {SVG + name for name in (*ALLOWED, "clipPath")}
        if picture.stem != "z":
            assert "<script>window" in " ".join(each.text or "" for each in root.iter(SVG + "text"))
    assert "R1" in text_of(Path("r.html").read_text())


def test_pdf_has_the_words_on_its_pages(election: Path) -> None:
    assert forensics("t.csv", "--report", "r.html", "--report", "r.PDF") == 0
    text = " ".join(text_of(Path("r.html").read_text()).split())
    for must in ("An anomaly is not a proof.", "What this cannot see", "no anomaly; fraud may still be", "t.csv"):
        assert must in text, must
    assert sha256(election.read_bytes()).hexdigest() in text.replace(" ", "")
    content = Path("r.PDF").read_bytes()
    assert content.startswith(b"%PDF-1.7")
    assert not re.search(rb"/(JavaScript|JS|Launch|URI|EmbeddedFile)\b", content)


def test_pdf_fetches_nothing(monkeypatch: pytest.MonkeyPatch, here: Path) -> None:
    """Even a page that asks for a file of the machine, or an address, gets neither."""
    from weasyprint.urls import FatalURLFetchingError

    from isonomia.present.pdf import pdf

    (here / "secret.css").write_text("body { color: red }")
    for asked in (
        f'<link rel="stylesheet" href="{(here / "secret.css").as_uri()}">',
        '<img src="http://127.0.0.1:9/x.png">',
        '<img src="data:image/png;base64,AAAA">',
    ):
        with pytest.raises(FatalURLFetchingError):
            pdf(f"<html><head>{asked}</head><body>{asked}</body></html>")


@pytest.mark.parametrize(
    ("missing", "option", "said"),
    [
        ("weasyprint", ["--report", "r.pdf"], "isonomia[reports]"),
        ("matplotlib", ["--report", "r.html"], "isonomia[figures]"),
        ("resvg_py", ["--figures", "f"], "isonomia[figures]"),
    ],
)
def test_a_missing_library_is_named_before_any_work(
    missing: str,
    option: list[str],
    said: str,
    here: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The table is not even there: the library is missed first."""
    real = builtins.__import__

    def gone(name: str, *args: object, **how: object) -> object:
        if name.partition(".")[0] == missing:
            raise ImportError(f"No module named {missing!r}", name=missing)
        return real(name, *args, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", gone)
    assert forensics("t.csv", *option) == 2
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["code"] == "reports"
    assert missing in error["message"]
    assert said in error["hint"]


def test_a_missing_system_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """WeasyPrint raises OSError where Pango is not there."""
    from isonomia.present.pdf import PdfMissing, require_pdf

    real = builtins.__import__

    def broken(name: str, *args: object, **how: object) -> object:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *args, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", broken)
    with pytest.raises(PdfMissing, match="Pango") as caught:
        require_pdf()
    assert "libpango-1.0-0" in caught.value.hint


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--report", "r.txt"], "usage"),
        (["--report", "r.html", "--report", "r.html"], "usage"),
        (["--report", "old.html"], "exists"),
        (["--figures", "old"], "exists"),
        (["--report", "no/r.html"], "not-found"),
        (["--figures", "no/f"], "not-found"),
        (["--figures", "old.html"], "exists"),
        (["--report", "sealed/r.html"], "permission"),
    ],
)
def test_what_cannot_be_written_is_refused(
    options: list[str], code: str, election: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And nothing that is there is changed."""
    import os

    Path("old.html").write_text("mine")
    Path("old").mkdir()
    Path("old/comb.svg").write_text("mine")
    Path("sealed").mkdir(mode=0o500)
    if code == "permission" and os.access("sealed", os.W_OK):
        pytest.skip("this user may write everywhere")
    assert forensics("t.csv", *options) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == code
    assert Path("old.html").read_text() == Path("old/comb.svg").read_text() == "mine"
    assert sorted(path.name for path in Path().iterdir()) == ["old", "old.html", "sealed", "t.csv"]


def test_words_are_those_of_the_language(election: Path) -> None:
    assert forensics("t.csv", "--language", "fr", "--report", "r.html") == 0
    own = page(Path("r.html"))
    assert own.elements[0][1]["lang"] == "fr"
    assert "--language fr" in own.text
