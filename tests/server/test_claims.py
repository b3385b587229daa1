# SPDX-License-Identifier: Apache-2.0
"""Tables of results that are uploaded: off unless the operator says so, bounded, and the report can do nothing."""

import json
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import override_settings
from django.utils import timezone

from isonomia.server import claims, jobs, limits, tidy
from isonomia.server.api.claims import MOST_MAPPING, MOST_TABLE
from isonomia.server.models import Job, UploadedTable
from support.server.site import Browser, Site
from support.server.tables import table

pytest.importorskip("polars")


def body(content: bytes, **more: str) -> bytes:
    """A line of JSON, then the table."""
    return json.dumps({"name": "results.csv", **more}).encode() + b"\n" + content


@pytest.fixture
def allowed() -> Iterator[None]:
    with override_settings(CLAIMS_ALLOWED=True):
        yield


def test_without_the_operator_s_switch_there_is_nothing(site: Site) -> None:
    assert Browser().call("POST", "/api/claims", body(table())).code == "not-found"
    assert Browser().get("/claims").status == 404
    assert not UploadedTable.objects.exists()


@pytest.mark.usefixtures("allowed")
def test_table_becomes_a_report_that_can_do_nothing(site: Site) -> None:
    """Names from the file are text, and the page that shows them runs no script and loads nothing."""
    evil = table(name="<script>alert(1)</script>")
    token = Browser().do("POST", "/api/claims", body(evil))["token"]
    page = f"/claims/{token}"
    assert b"being examined" in Browser().get(page).content
    assert Browser().get(f"{page}/report.html").status == 404
    site.work()
    assert Browser().get(f"{page}/state").json == {"state": "done"}
    report = Browser().get(f"{page}/report.html")
    assert report.status == 200
    assert report.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert b"<script" not in report.content
    assert b"an anomaly is not a proof" in report.content.lower()
    assert Browser().get(f"{page}/report.pdf").content.startswith(b"%PDF-")


@pytest.mark.usefixtures("allowed")
@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"a,b\n", "there is no row under the headings"),
        (b"\x00\x01\x02", ""),
        (b"PK\x03\x04 not a zip", ""),
        (b"\xfd7zXZ\x00 not xz", "cannot be unpacked"),
    ],
)
def test_table_that_cannot_be_read_is_told(site: Site, content: bytes, told: str) -> None:
    token = Browser().do("POST", "/api/claims", body(content))["token"]
    site.work()
    own = UploadedTable.objects.get()
    assert own.state == "failed"
    assert told in own.trouble
    assert own.trouble
    assert b"could not be examined" in Browser().get(f"/claims/{token}").content
    assert not Job.objects.exists()  # it is not tried again


@pytest.mark.usefixtures("allowed")
def test_options_are_no_way_to_other_files(site: Site, tmp_path: Path) -> None:
    """A name, a leader or a mapping that would be an option or a path of the command."""
    for more in ({"leader": "--out=/x"}, {"name": "../../etc/passwd.csv"}, {"name": "--mapping=x.csv"}):
        Browser(str(more)).do("POST", "/api/claims", body(table(), **more))
    for own in UploadedTable.objects.all():
        files = [path.name for path in claims.folder(own).iterdir()]
        assert files in (["results.csv"], ["table.csv"])
        assert all(option.startswith(("--language=", "--leader=")) for option in own.options)
    site.work()
    assert sorted(UploadedTable.objects.values_list("state", flat=True)) == ["done", "done", "failed"]
    assert "--out" in UploadedTable.objects.get(state="failed").trouble  # nobody has that name


@pytest.mark.usefixtures("allowed")
def test_too_long_is_stopped(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims, "SECONDS", 0.01)
    Browser().do("POST", "/api/claims", body(table()))
    site.work()
    assert "took longer" in UploadedTable.objects.get().trouble


@pytest.mark.parametrize(
    ("code", "most"),
    [
        ("bytearray(1 << 31)", {claims.MEMORY: 1 << 30}),
        ("open('f', 'wb').write(bytes(1 << 20))", {claims.LARGEST_REPORT: 1 << 10}),
    ],
)
def test_program_that_takes_too_much_fails(tmp_path: Path, code: str, most: dict[int, int]) -> None:
    """With the limits of an upload it goes through, with lower ones it does not."""
    lower = [str(most.get(int(part), part)) if part.isdigit() else part for part in claims._LIMITED]
    for limited, passes in ((claims._LIMITED, True), (lower, False)):
        done = claims._Running.run([*limited, sys.executable, "-c", code], tmp_path)
        assert done is not None
        assert (done.returncode == 0) == passes


@pytest.mark.usefixtures("allowed")
def test_limits_of_one_sender_and_of_all(site: Site) -> None:
    one = Browser()
    for _ in range(limits.TABLES.most):
        one.do("POST", "/api/claims", body(b"x"))
    assert one.call("POST", "/api/claims", body(b"x")).code == "too-often"
    for number in range(claims.MOST_WAITING - limits.TABLES.most):
        Browser(f"10.0.0.{number}").do("POST", "/api/claims", body(b"x"))
    assert Browser("10.0.1.1").call("POST", "/api/claims", body(b"x")).code == "tables-full"
    assert UploadedTable.objects.count() == claims.MOST_WAITING


def test_a_body_is_not_taken_in_where_it_is_not_allowed(site: Site) -> None:
    """The largest body that anybody may send: without the operator's switch it is refused before it is read."""
    browser = Browser()
    browser.call("GET", "/api/session")
    answer = browser.call("POST", "/api/claims", b"x" * (MOST_TABLE + 1))
    assert answer.code == "not-found"  # and not "too-large": nobody looked


@pytest.mark.usefixtures("allowed")
@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"\n", b"no JSON\ntable", b'{"name":"a.csv","name":"b.csv"}\ntable', b'{"name":"a.csv"}\n',
     body(b"x", leader="a\x00b"), body(b"x", turnout="all"), body(b"x", mapping="a" * (MOST_MAPPING + 1))],
)  # fmt: skip
def test_what_is_not_asked_rightly_leaves_nothing(site: Site, content: bytes) -> None:
    assert Browser().call("POST", "/api/claims", content).code == "malformed"
    assert not UploadedTable.objects.exists()
    assert not (site.data / "claims").exists()


@pytest.mark.usefixtures("allowed")
def test_files_of_an_upload_that_fails_are_removed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr(jobs, "enqueue", broken)
    assert Browser().call("POST", "/api/claims", body(table())).code == "internal"
    assert list((site.data / "claims").iterdir()) == []
    assert not UploadedTable.objects.exists()


@pytest.mark.usefixtures("allowed")
def test_nothing_but_reports_stays_on_the_disk(site: Site) -> None:
    """Whoever uploads again and again must not fill the disk that holds the elections."""
    Browser().do("POST", "/api/claims", body(table()))
    Browser().do("POST", "/api/claims", body(b"x" * 10_000))
    site.work()
    kept = [sorted(path.name for path in claims.folder(own).iterdir()) for own in UploadedTable.objects.order_by("pk")]
    assert kept == [["report.html", "report.pdf"], []]


@pytest.mark.usefixtures("allowed")
def test_worker_that_ends_examines_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    Browser().do("POST", "/api/claims", body(table()))
    monkeypatch.setattr(claims._Running, "stopping", True)
    site.work()
    assert UploadedTable.objects.get().state == "waiting"
    monkeypatch.setattr(claims._Running, "stopping", False)
    Job.objects.update(due=timezone.now())
    site.work()
    assert UploadedTable.objects.get().state == "done"


@pytest.mark.usefixtures("allowed")
def test_guessed_or_foreign_address_shows_nothing(site: Site) -> None:
    Browser().do("POST", "/api/claims", body(table()))
    for path in ("/claims/" + "z" * 22, "/claims/" + "z" * 22 + "/report.html", "/claims/" + "z" * 22 + "/state"):
        assert Browser().get(path).status == 404
    token = Browser().do("POST", "/api/claims", body(table()))["token"]
    assert Browser().get(f"/claims/{token}/results.csv").status == 404


@pytest.mark.usefixtures("allowed")
def test_after_a_week_nothing_is_left(site: Site) -> None:
    Browser().do("POST", "/api/claims", body(b"x"))
    own = UploadedTable.objects.get()
    UploadedTable.objects.update(day=timezone.now().date() - claims.LIFE)
    tidy.tidy()
    assert claims.folder(own).exists()
    UploadedTable.objects.update(day=timezone.now().date() - claims.LIFE - timedelta(days=1))
    tidy.tidy()
    assert not claims.folder(own).exists()
    assert not UploadedTable.objects.exists()


@pytest.mark.usefixtures("allowed")
def test_elections_do_not_wait_for_tables(site: Site) -> None:
    """Tables are in a lane of their own."""
    Browser().do("POST", "/api/claims", body(b"x"))
    others = [lane for lane in jobs.LANES if lane != "claims"]
    assert [jobs.run_due(lane=lane) for lane in others] == [0, 0, 0, 0]
    assert jobs.run_due(lane="claims") == 1


def test_child_sees_nothing_of_the_server_s_settings(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://user:secret@localhost/x")
    claims.folder(own := UploadedTable(token_hash="0" * 64)).mkdir(parents=True)
    done = claims._Running.run(["/usr/bin/env"], claims.folder(own))
    assert done is not None
    names = {line.split("=")[0] for line in done.stdout.decode().splitlines()}
    assert names <= {"PATH", "LC_ALL", "HOME", "MPLCONFIGDIR", "PYTHONPATH"}
