# SPDX-License-Identifier: Apache-2.0
"""What leaves an observer's and a collector's hands: the fields that are allowed, and nothing else in any byte."""

import csv
import getpass
import json
import re
import socket
import subprocess
import sys
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest

from claims.observing import BLANK, ELECTION, FORM, Book, photo
from isonomia.claims.observers.merging import merge
from isonomia.claims.observers.observation import Kind
from isonomia.claims.observers.publication import publication
from isonomia.cli import app
from isonomia.parties.collector import Veil
from isonomia.parties.keyfile import unseal

NAME = "Ivanova-Canary"
CLOCK = "21:07:33"
PHRASE = f"passphrase of {NAME}"
EXIF = f"\xff\xd8\xff\xe1Exif\0\0DateTimeOriginal 2025:01:26 {CLOCK} Artist {NAME} GPS 53.9".encode("latin-1")
HEADER = ["kind", "unit", "within", "complete", "registered", "cast", "valid", "invalid", "Ada", "Blaise", "source"]
SOURCE = re.compile(r"observers=[0-9a-f]{32}(\+[0-9a-f]{32})*( photos=sealed:[0-9a-f]{64}(\+sealed:[0-9a-f]{64})*)?")


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two observers on a machine full of canaries; one agrees with the other, one corrects herself; all collected."""
    home = tmp_path_factory.mktemp(NAME)
    (home / "form.csv").write_text(BLANK)
    (home / "pass").write_text(PHRASE + "\n")
    shot = home / f"{NAME}_20250126_210733.jpg"
    shot.write_bytes(EXIF)
    opening = ("--passphrase-file", f"{home}/pass")
    files = [f"{home}/{who}-{NAME}.jsonl" for who in ("ada", "eva")]
    figures = ("--figure", "Ada=251", "--figure", "Blaise=160", "--figure", "valid=411")
    steps = [
        *(["begin", file, "--election", ELECTION, *opening] for file in files),
        ["record", files[0], "--station", "12", "--figure", "Ada=777", "--photo", str(shot), *opening],
        ["correct", files[0], "--entry", "1", *figures, *opening],
        ["record", files[0], "--station", "13", "--figure", "Ada=9", *opening],
        ["record", files[1], "--station", "12", *figures, "--form", f"{home}/form.csv", *opening],
        ["collect", *files, "--election", ELECTION, "--form", f"{home}/form.csv", "--out", f"{home}/out"],
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("USER", f"user-{NAME}")
        patch.setenv("LOGNAME", f"user-{NAME}")
        for step in steps:
            assert app.run(["observe", *step]) == 0
    return home


@cache
def canaries(home: Path) -> list[bytes]:
    """What may be nowhere: names, times, secrets."""
    texts = [NAME, CLOCK, "_210733", "Exif", "jpg", PHRASE, str(home), "jsonl", f"user-{NAME}", "GPS"]
    here = (getpass.getuser(), socket.gethostname())
    texts += [text for text in here if len(text) > 3 and not re.fullmatch("[0-9a-f]+", text)]  # no hash by chance
    found = [text.encode() for text in texts]
    for key in home.glob("*.key"):
        secret = unseal(key.read_bytes(), PHRASE).secret
        found += [secret, secret.hex().encode(), b64encode(secret)[:-1]]
    return found


def planted(home: Path, content: bytes) -> list[bytes]:
    return [one for one in canaries(home) if one.lower() in content.lower()]


def test_canaries_would_be_seen(scene: Path) -> None:
    """The search is not blind: they are in what went in."""
    assert planted(scene, (scene / "pass").read_bytes())
    assert planted(scene, next(scene.glob("*.jpg")).read_bytes())
    assert len(canaries(scene)) > 12


def test_observers_files_name_nobody(scene: Path) -> None:
    for path in scene.glob("*.jsonl"):
        content = path.read_bytes()
        assert planted(scene, content) == []
        assert re.search(rb"\d\d:\d\d|\d\dT\d\d", content) is None  # no time of day
        assert path.stat().st_mtime % 86400 == 0
        assert path.stat().st_mode & 0o777 == 0o600
        assert json.loads(path.with_name(path.name + ".key").read_bytes())["public"].keys() == {
            "election",
            "public_key",
        }


def test_collection_names_nobody_in_any_byte(scene: Path) -> None:
    files = [path for path in (scene / "out").rglob("*") if path.is_file()]
    assert sorted(str(path.relative_to(scene / "out")) for path in files) == [
        "private/photos.json", "private/report.json", "publication/observations.csv",
    ]  # fmt: skip
    for path in files:
        assert planted(scene, path.read_bytes()) == []
        assert path.stat().st_mtime % 86400 == 0
    assert (scene / "out").stat().st_mode & 0o777 == 0o700


def test_publication_has_the_allowed_cells_and_no_others(scene: Path) -> None:
    content = (scene / "out" / "publication" / "observations.csv").read_text()
    header, *rows = csv.reader(content.splitlines())
    assert header == HEADER
    assert [row[1:4] for row in rows] == [["12", "Minsk", "yes"], ["13", "Minsk", ""], ["Minsk", "Belarus", ""]]
    for kind, *_, source in rows:
        assert kind in ("protocol", "set")
        assert SOURCE.fullmatch(source) if kind == "protocol" else source == ""
    for row in rows:
        assert all(re.fullmatch("[0-9]{0,9}", cell) for cell in row[4:-1])


def test_publication_has_no_day_no_key_and_no_hash_that_a_photo_or_file_shows(scene: Path) -> None:
    content = (scene / "out" / "publication" / "observations.csv").read_bytes()
    assert re.search(rb"\d{4}-\d\d-\d\d", content) is None
    assert sha256(EXIF).hexdigest().encode() not in content
    for path in scene.glob("*.jsonl"):
        lines = path.read_bytes().splitlines()
        header = json.loads(lines[0])
        known = [header["public_key"], *(sha256(line).hexdigest() for line in lines)]
        assert [one for one in known if one.encode() in content or one[:32].encode() in content] == []


def test_seal_of_a_photo_opens_with_what_is_private(scene: Path) -> None:
    """By the words of docs/claims/observers.md, in plain Python."""
    (own,) = json.loads((scene / "out" / "private" / "photos.json").read_text())["photos"]
    assert own["sha256"] == sha256(EXIF).hexdigest()
    sealed = sha256(b"isonomia-observer-1 photo\n" + bytes.fromhex(own["salt"]) + sha256(EXIF).digest()).hexdigest()
    assert (own["published"], own["station"]) == (f"sealed:{sealed}", "12")
    assert f"photos=sealed:{sealed}" in (scene / "out" / "publication" / "observations.csv").read_text()


def test_pseudonyms_are_of_one_publication_and_one_station(scene: Path) -> None:
    files = sorted(map(str, scene.glob("*.jsonl")))
    form, out = f"{scene}/form.csv", scene / "again"
    assert app.run(["observe", "collect", *files, "--election", ELECTION, "--form", form, "--out", str(out)]) == 0
    texts = [(path / "publication" / "observations.csv").read_text() for path in (scene / "out", out)]
    first, second = (re.findall(r"(?<=[=+])[0-9a-f]{32}(?![0-9a-f])", text) for text in texts)
    assert len(first) == len(second) == 3  # two at station 12, one of them at 13 too
    assert len({*first, *second}) == 6
    assert set(re.findall("sealed:[0-9a-f]{64}", texts[0])).isdisjoint(re.findall("sealed:[0-9a-f]{64}", texts[1]))


def test_one_photo_at_two_stations_does_not_link_them() -> None:
    book = Book("ada").add("12", Kind.PROTOCOL, "one", Ada=1).add("13", Kind.PHOTOS, "one")
    veil = Veil(bytes(32))
    content = publication(merge([book.chain()], ELECTION, FORM), FORM, veil.pseudonym, veil.sealed).decode()
    words = re.findall("[0-9a-f]{32,64}", content)
    assert len(words) == len(set(words)) == 4  # two pseudonyms and two seals


def test_order_of_rows_tells_nothing_of_arrival() -> None:
    books = [Book(str(n)).add("12", Ada=n).add("13", Ada=9 - n) for n in range(5)]
    chains = [book.chain(str(n)) for n, book in enumerate(books)]
    veil = Veil(bytes(32))
    one, other = (
        publication(merge(order, ELECTION, FORM), FORM, veil.pseudonym, veil.sealed) for order in (chains, chains[::-1])
    )
    assert one == other
    told = [row.split(",")[8] for row in one.decode().splitlines() if row.startswith("protocol,12")]
    assert told == sorted(told)
    agreeing = merge([Book(str(n)).add("12", Ada=1).chain(str(n)) for n in range(5)], ELECTION, FORM)
    listed = publication(agreeing, FORM, veil.pseudonym, veil.sealed).decode()
    pseudonyms = re.findall("[0-9a-f]{32}", listed)
    assert (len(pseudonyms), pseudonyms) == (5, sorted(pseudonyms))


def test_infiltrators_words_and_names_of_photos_have_no_way_in() -> None:
    """Whatever he writes where he can write: station, figures. The form's names alone are published."""
    own = Book("spy").add(f"{NAME}, born 1990", Ada=1).add("12", **{NAME: 5, "Ada": 2}).add("12", Ada=3)
    merged = merge([own.chain()], ELECTION, FORM)
    veil = Veil(bytes(32))
    content = publication(merged, FORM, veil.pseudonym, veil.sealed).decode()
    assert NAME not in content
    assert [row for row in content.splitlines() if row.startswith("protocol")] == [
        f"protocol,12,Minsk,,,,,,3,,observers={veil.pseudonym(own.observer.public_key, '12')}"
    ]


def test_words_in_files_do_not_get_into_what_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The collector reads it on her screen; a report that is found names nobody."""
    own = Book("spy").add(NAME, Ada=1).add("12", **{NAME: 5}).add("12", Ada=3)
    files = {
        "named": own.content,
        "key": own.content.replace(b'"day"', f'"{NAME}":1,"day"'.encode(), 1),
        "path": own.content.replace(f'{{"{NAME}":5}}'.encode(), f'{{"{NAME}":-5}}'.encode()),
        "elsewhere": Book("spy", NAME.lower()).content,
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "form.csv").write_text(BLANK)
    paths = [str(tmp_path / name) for name in files]
    form, out = f"{tmp_path}/form.csv", tmp_path / "out"
    assert app.run(["observe", "collect", *paths, "--election", ELECTION, "--form", form, "--out", str(out)]) == 1
    assert capsys.readouterr().out.count(NAME) >= 3
    report = (out / "private" / "report.json").read_text()
    assert NAME.lower() not in report.lower()
    assert str(tmp_path) not in report
    places = [one["where"] for file in json.loads(report)["files"] for one in file["failures"]]
    assert f"{sha256(files['path']).hexdigest()}, entry 2" in places


def test_veil_is_hmac_by_its_definition() -> None:
    """RFC 2104 written out, with SHA-256: H(K xor opad, H(K xor ipad, text))."""
    key = bytes(range(32))
    inner, outer = (bytes(b ^ pad for b in key.ljust(64, b"\0")) for pad in (0x36, 0x5C))
    text = f"pseudonym {'ab' * 32} 12".encode()
    expected = sha256(outer + sha256(inner + text).digest()).hexdigest()[:32]
    veil = Veil(key)
    assert veil.pseudonym("ab" * 32, "12") == expected
    assert len({veil.pseudonym("ab" * 32, "13"), veil.pseudonym("ac" * 32, "12"), expected}) == 3
    assert len({veil.salt(photo(name), station) for name in ("one", "two") for station in ("12", "13")}) == 4
    with pytest.raises(ValueError, match="32 bytes"):
        Veil(b"short")


def test_planted_contradiction_is_found_from_the_publication_and_confirmed(
    scene: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Stations 12 and 13 have 251 + 9 votes for Ada, the official total of Minsk 250: 10 are missing."""
    monkeypatch.chdir(scene)
    Path("totals.csv").write_text("kind,unit,Ada,Blaise\ntotal,Minsk,250,400\n")
    published = "out/publication/observations.csv"
    assert app.run(["claim", "contradictions", published, "totals.csv", "--strongest", "--out", "found.json"]) == 1
    (own,) = json.loads(Path("found.json").read_text())["certificates"]
    assert (own["kind"], own["left_sum"], own["wrong_votes_at_least"]) == ("sum-above-total", 251 + 9, 251 + 9 - 250)
    capsys.readouterr()
    assert app.run(["claim", "script"]) == 0
    Path("recheck.py").write_text(capsys.readouterr().out)
    command = [sys.executable, "-I", "-S", "recheck.py", "found.json", published, "totals.csv"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.count(" confirmed")) == (0, 1), done.stdout + done.stderr


def test_versions_that_differ_are_a_contradiction_of_the_publication_itself(tmp_path: Path) -> None:
    """250 against 205: 45 votes, whoever of the two is wrong."""
    merged = merge([Book("ada").add("12", Ada=250).chain(), Book("spy").add("12", Ada=205).chain("b")], ELECTION, FORM)
    veil, path = Veil(bytes(32)), tmp_path / "p.csv"
    path.write_bytes(publication(merged, FORM, veil.pseudonym, veil.sealed))
    assert app.run(["claim", "contradictions", str(path), "--out", f"{tmp_path}/found.json"]) == 1
    (own,) = json.loads((tmp_path / "found.json").read_text())["certificates"]
    assert (own["kind"], own["wrong_votes_at_least"]) == ("two-counts", 250 - 205)
