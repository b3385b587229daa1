# SPDX-License-Identifier: Apache-2.0
"""Letters by the command line: what is on paper is read by poppler and zbar, not by us."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from e2e.commands import Desk
from support import paper

pytest.importorskip("weasyprint")

ADDRESS = "https://vote.example.org/elections/UUID/vote"
QUESTION = {"question": "Adopt?", "answers": ["Yes", "No"], "min": 1, "max": 1}
HOSTILE = "<script>alert('&')</script><img src=http://evil.example/>"


class Office(Desk):
    """An authority who has made credentials, and whose terms are in two languages."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        promises = {
            "texts": {
                "en": {"name": f"Chair {HOSTILE}", "questions": [["Adopt?", "Yes", "No"]]},
                "be": {"name": "Выбары старшыні", "questions": [["Прыняць?", "Так", "Не"]]},
            },
            "schedule": {"opens": "2099-05-01T08:00:00+03:00", "closes": "2099-05-02T20:30:00+03:00"},
        }
        template = {"name": f"Chair {HOSTILE}", "description": "", "questions": [QUESTION]}
        drafted = self(
            "election", "draft", "--template", self.write_json("q.json", template), "--dir", "vote",
            "--terms-file", self.write_json("t.json", promises),
        )  # fmt: skip
        self.uuid: str = drafted["uuid"]
        self.write("voters.txt", "ann@example.org,ann\nbob@example.org,bob\nzoë@example.org,zoë & co\n")
        self("credentials", "generate", "vote", "--voters", "voters.txt", "--private", "codes.json")
        self.private: dict[str, str] = json.loads((path / "codes.json").read_text())
        self.address = ADDRESS.replace("UUID", self.uuid)

    def letters(self, *more: str, out: str = "letters.pdf", source: str = "codes.json") -> Any:
        return self("credentials", "letters", source, "--address", self.address, "--out", out, *more)

    def refused(self, *more: str, source: str = "codes.json", code: str) -> str:
        """Nothing is written, and no credential is in what is said; gives that."""
        ran = self.run("credentials", "letters", source, "--out", "letters.pdf", *more, "--json")
        assert (ran.code, ran.json["error"]["code"]) == (2, code), ran
        assert not (self.path / "letters.pdf").exists()
        assert not [own for own in self.private.values() if own in ran.out + ran.err]
        return str(ran.json["error"]["message"])


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def test_every_voter_gets_one_page_with_her_credential_and_its_code(office: Office) -> None:
    office.letters(
        "--voters", "voters.txt", "--terms", f"vote/{office.uuid}.terms.json", "--contact", "office@example.org"
    )
    pdf = office.path / "letters.pdf"
    assert stat.S_IMODE(pdf.stat().st_mode) == 0o600
    pages = paper.texts(pdf)
    assert len(pages) == 3
    for (login, credential), page in zip(office.private.items(), pages, strict=True):
        assert login in page
        assert [own for own in office.private.values() if own in page] == [credential]
        flat = " ".join(page.split())
        assert "".join(f"Chair {HOSTILE}".split()) in "".join(page.split())
        assert "2099-05-01 08:00 (UTC+03:00)" in flat
        assert "2099-05-02 20:30 (UTC+03:00)" in flat
        assert "office@example.org" in flat
        assert office.address in "".join(page.split())
    assert paper.codes(pdf, office.path / "scanned") == [f"{office.address}#{own}" for own in office.private.values()]


def test_a_list_of_the_authoritys_page_has_each_voters_language(office: Office) -> None:
    """Column names as booth/ui/authority.ts writes them; a login that looks like a formula is guarded there."""
    rows = [("ann", "be"), ("'=bob", "fr"), ("zoë", "")]
    lines = [
        f"{login},x@example.org,{code},{own}" for (login, code), own in zip(rows, office.private.values(), strict=True)
    ]
    office.write("list.csv", "\ufeff" + "\r\n".join(["login,email,language,credential", *lines, ""]))
    office.letters("--terms", f"vote/{office.uuid}.terms.json", source="list.csv")
    first, second, third = paper.texts(office.path / "letters.pdf")
    assert "Выбары старшыні" in first
    assert "=bob" in second
    assert "'=bob" not in second
    assert "Chair" in second
    assert "Chair" in third


def opened(office: Office) -> None:
    office.sealed("trustee", "new", "--group", "Ed25519", "--out", "t.key")
    office("election", "open", "vote", "--trustee", "t.key.public.json")


def test_credentials_are_looked_for_on_the_roll(office: Office) -> None:
    opened(office)
    made = office.letters("--record", "vote")
    assert (made["letters"], made["checked_against_roll"], made["without_letter"]) == (3, True, 0)
    (office.path / "letters.pdf").unlink()
    (office.path / "codes.json").write_text(json.dumps({**office.private, "bob": "12345-123456-12345-123456"}))
    told = office.refused("--address", ADDRESS, "--record", "vote", code="other-roll")
    assert "voter 2" in told


def test_terms_of_another_election_are_refused(office: Office, tmp_path: Path) -> None:
    opened(office)
    (tmp_path / "other").mkdir()
    other = Office(tmp_path / "other")
    terms = str(other.path / "vote" / f"{other.uuid}.terms.json")
    office.refused("--address", ADDRESS, "--record", "vote", "--terms", terms, code="other-terms")


@pytest.mark.parametrize(
    "address",
    [
        "vote.example.org",
        "ftp://vote.example.org/",
        "http://vote.example.org/elections/X/vote",
        "https://vote.example.org/#uuid",
        "https://vote.example.org/a b",
        "https://ann:secret@vote.example.org/",
        "https://[::1",
        "https://vote.example.org/" + "x" * 300,
    ],
)
def test_an_address_that_would_mislead_is_refused(office: Office, address: str) -> None:
    office.refused("--address", address, "--terms", f"vote/{office.uuid}.terms.json", code="bad-address")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "bad-content"),
        ("{}", "empty"),
        ("login,credential\n", "empty"),
        ('{"ann": 5}', "bad-content"),
        ("login,email\nann,x\n", "bad-content"),
        ('{"ann": "12345"}', "credential"),
        ("login,credential\nann,12345-123456-12345-123456\nann,22345-123456-12345-123456\n", "bad-content"),
        ('login,credential\nann,"12345', "bad-content"),
    ],
)
def test_a_list_that_is_not_right_is_refused(office: Office, content: str, code: str) -> None:
    office.write("bad", content)
    office.refused("--address", ADDRESS, "--terms", f"vote/{office.uuid}.terms.json", source="bad", code=code)


@pytest.mark.parametrize(
    ("voters", "named"), [("ann@example.org,ann\n", "bob"), ("a@b,ann\nc@d,bob\ne@f,zoë & co\ng@h,dan\n", "dan")]
)
def test_voters_and_credentials_must_be_the_same_people(office: Office, voters: str, named: str) -> None:
    office.write("others.txt", voters)
    terms = f"vote/{office.uuid}.terms.json"
    told = office.refused("--address", ADDRESS, "--terms", terms, "--voters", "others.txt", code="other-voters")
    assert named in told


def test_nothing_is_overwritten_and_the_election_must_be_named(office: Office) -> None:
    office.refused("--address", ADDRESS, code="usage")
    office.write("letters.pdf", "kept")
    terms = f"vote/{office.uuid}.terms.json"
    ran = office.run(
        "credentials", "letters", "codes.json", "--address", ADDRESS, "--terms", terms, "--out", "letters.pdf"
    )
    assert (ran.code, (office.path / "letters.pdf").read_text()) == (2, "kept")
    assert "exists" in ran.err


def test_terms_without_a_name_are_not_enough(office: Office) -> None:
    office.write("bare.json", json.dumps({"texts": {}, "uuid": office.uuid, "version": 1}, separators=(",", ":")))
    office.refused("--address", ADDRESS, "--terms", "bare.json", code="bad-content")
