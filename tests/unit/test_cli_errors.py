# SPDX-License-Identifier: Apache-2.0
"""Bad input, one by one: one line that says what, where and what to do; exit 2; nothing half-written."""

import errno
import io
import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from isonomia.cli.app import run
from isonomia.cli.errors import explain
from isonomia.cli.failure import CliError
from isonomia.record import writer

QUESTIONS = [
    {"question": "Adopt?", "answers": ["Yes", "No"], "min": 1, "max": 1},
    {"question": "Board", "answers": ["Ada", "Emmy"], "min": 0, "max": 2},
]
RANKING = {"type": "NonHomomorphic", "value": {"question": "Rank", "answers": ["A", "B"]}}
PHRASE = "never-in-a-message"


class Failed(NamedTuple):
    code: str
    message: str
    hint: str


Fails = Callable[..., Failed]
Does = Callable[..., Any]


@pytest.fixture
def fails(capsys: pytest.CaptureFixture[str]) -> Fails:
    """Run both ways, with and without ``--json``: both must fail with 2, and say the same."""

    def check(*args: object) -> Failed:
        texts = [str(arg) for arg in args]
        assert run([*texts, "--json"]) == 2
        out, _ = capsys.readouterr()
        error = json.loads(out)["error"]
        assert set(error) == {"code", "message", "hint"}
        assert error["hint"], error
        assert run(texts) == 2
        out, err = capsys.readouterr()
        assert out == ""
        last = err.rstrip("\n").split("\n")[-1]
        assert last == f"Error: {error['message']}: {error['hint']}"
        assert sum(line.startswith("Error") for line in err.split("\n")) == 1
        assert error["code"] != "internal", error
        assert PHRASE not in out + err
        return Failed(**error)

    return check


@pytest.fixture
def does(capsys: pytest.CaptureFixture[str]) -> Does:
    def call(*args: object) -> Any:
        assert run([*(str(arg) for arg in args), "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return call


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An open election with one trustee and three voters, and a key that is of another one."""
    path = tmp_path_factory.mktemp("made")
    (path / "pass").write_text(PHRASE + "\n")
    (path / "q.json").write_text(json.dumps({"name": "N", "questions": QUESTIONS}))
    (path / "voters.txt").write_text("ann\nbob\ncid\n")
    steps = [
        ["trustee", "new", "--out", f"{path}/a.key", "--passphrase-file", f"{path}/pass"],
        ["trustee", "new", "--out", f"{path}/other.key", "--passphrase-file", f"{path}/pass"],
        ["election", "draft", "--template", f"{path}/q.json", "--dir", f"{path}/vote"],
        ["credentials", "generate", f"{path}/vote", "--voters", f"{path}/voters.txt", "--private", f"{path}/codes"],
        ["election", "open", f"{path}/vote", "--trustee", f"{path}/a.key.public.json"],
    ]
    for step in steps:
        assert run(step) == 0
    return path


@pytest.fixture
def here(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, and the current directory."""
    shutil.copytree(made, tmp_path / "copy")
    monkeypatch.chdir(tmp_path / "copy")
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    return tmp_path / "copy"


def record(here: Path) -> Path:
    return next((here / "vote").glob("*.bel"))


VOTE = ("vote", "vote", "--credential-file", "codes", "--login", "ann")
KEY = ("--key", "a.key")
OPEN = ("--passphrase-file", "pass")


# --- records that cannot be read ---------------------------------------------------------------


@pytest.mark.parametrize("command", ["verify", "show"])
def test_missing_file(here: Path, fails: Fails, command: str) -> None:
    failed = fails(command, "nowhere.bel")
    assert failed.code == "not-found"
    assert "nowhere.bel" in failed.message


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04" + bytes(2000), bytes(10240), b"x" * 5000], ids=["empty", "zip", "zeros", "text"]
)
@pytest.mark.parametrize("command", ["verify", "show"])
def test_foreign_file(here: Path, fails: Fails, command: str, content: bytes) -> None:
    Path("foreign.bel").write_bytes(content)
    failed = fails(command, "foreign.bel")
    assert failed.code == "not-a-record"
    assert failed.message.startswith("foreign.bel: not a record")


def test_a_tar_of_something_else(here: Path, fails: Fails) -> None:
    whole = record(here).read_bytes()
    Path("other.bel").write_bytes(whole[1024:])
    assert fails("verify", "other.bel").code == "not-a-record"


def _with_version(whole: bytes, version: bytes) -> bytes:
    size = int(whole[124:135], 8)
    content = whole[512 : 512 + size].replace(b'"version":1', b'"version":' + version)
    return writer._block("BELENIOS", content, 0) + whole[1024:]


@pytest.mark.parametrize("command", [("verify",), ("show",), ("election", "close")])
def test_another_version_and_which_are_known(here: Path, fails: Fails, command: tuple[str, ...]) -> None:
    path = record(here)
    path.write_bytes(_with_version(path.read_bytes(), b"2"))
    failed = fails(*command, path)
    assert failed.code == "unknown-version"
    assert "version is 2" in failed.message
    assert "only version 1 is known" in failed.message


def test_unknown_group_and_which_are_known(here: Path, fails: Fails) -> None:
    failed = fails("trustee", "new", "--out", "k", "--group", "P-256", *OPEN)
    assert failed.code == "usage"
    assert "Ed25519" in failed.message
    draft = Path("vote/draft.json")
    draft.write_text(draft.read_text().replace('"Ed25519"', '"P-256"'))
    record(here).unlink()
    failed = fails("election", "open", "vote", "--trustee", "a.key.public.json")
    assert failed.code == "unknown-group"
    assert "Ed25519, BELENIOS-2048, RFC-3526-2048" in failed.message


def test_a_record_of_an_unknown_group(here: Path, fails: Fails) -> None:
    from support.forge import load

    forged = load(record(here).read_bytes())
    forged.events[0].contents[0] = forged.events[0].contents[0].replace(b'"Ed25519"', b'"P-25519"')
    Path("forged.bel").write_bytes(forged.write())
    failed = fails("verify", "forged.bel")
    assert failed.code == "unknown-group"
    assert "Ed25519, BELENIOS-2048, RFC-3526-2048" in failed.message


def test_directory_with_two_records_or_none(here: Path, fails: Fails) -> None:
    shutil.copy(record(here), here / "vote" / "second.bel")
    assert fails("verify", "vote").code == "many-records"
    (here / "empty").mkdir()
    assert fails("verify", "empty").code == "no-record"


@pytest.mark.parametrize("cut", [100, 600, 1100])
def test_torn_tail_is_not_valid_and_named(
    here: Path, fails: Fails, capsys: pytest.CaptureFixture[str], cut: int
) -> None:
    path = record(here)
    whole = path.read_bytes()
    path.write_bytes(whole[:-cut])
    assert run(["verify", str(path), "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert any(c["id"] == "archive.tail" and not c["passed"] for c in report["checks"])
    for command in ((*VOTE, "--choose", "0=0"), ("election", "close", "vote")):
        failed = fails(*command)
        assert "torn" in failed.message
    assert path.read_bytes() == whole[:-cut]


def test_bytes_that_were_changed(here: Path, fails: Fails, capsys: pytest.CaptureFixture[str]) -> None:
    path = record(here)
    path.write_bytes(path.read_bytes().replace(b'"name":"N"', b'"name":"M"'))
    assert run(["verify", str(path)]) == 1
    assert "NOT VALID" in capsys.readouterr().out
    assert "archive.hashes" in fails("election", "close", "vote").message


# --- keys ----------------------------------------------------------------------------------------


def to_decryption(does: Does) -> None:
    does(*VOTE, "--choose", "0=0")
    does("election", "close", "vote")
    does("election", "tally", "vote")


def test_wrong_passphrase(here: Path, fails: Fails, does: Does) -> None:
    to_decryption(does)
    Path("wrong").write_text("guess\n")
    failed = fails("trustee", "decrypt", "vote", *KEY, "--passphrase-file", "wrong")
    assert failed.code == "wrong-passphrase"
    assert "a.key" in failed.message


def test_key_of_another_election(here: Path, fails: Fails, does: Does) -> None:
    to_decryption(does)
    for step in (("decrypt", "vote", "--key", "other.key", *OPEN), ("check", "vote", "--key", "other.key")):
        failed = fails("trustee", *step)
        assert "other.key: this key belongs to no trustee of the election" in failed.message


def test_a_label_that_lies_does_not_help(here: Path, fails: Fails, does: Does) -> None:
    to_decryption(does)
    own = json.loads(Path("a.key").read_text())["public"]
    lying = json.loads(Path("other.key").read_text())
    Path("lying.key").write_text(json.dumps(lying | {"public": own}))
    assert does("trustee", "check", "vote", "--key", "lying.key")["proved"] is False
    assert fails("trustee", "check", "vote", "--key", "lying.key", "--prove", *OPEN).code == "wrong-passphrase"
    assert fails("trustee", "decrypt", "vote", "--key", "lying.key", *OPEN).code == "wrong-passphrase"


@pytest.mark.parametrize("content", [b"", b'"12345"', b"{}", b"\xff\xfe", b'{"format":"isonomia-key","version":9}'])
def test_not_a_key_file(here: Path, fails: Fails, content: bytes) -> None:
    Path("bad.key").write_bytes(content)
    failed = fails("trustee", "check", "vote", "--key", "bad.key")
    assert failed.code == "key-file"
    assert "12345" not in failed.message


def test_no_terminal_to_ask_on(here: Path, fails: Fails) -> None:
    assert fails("trustee", "new", "--out", "new.key").code == "no-terminal"
    assert fails("vote", "vote", "--choose", "0=0").code == "no-terminal"
    assert fails("vote", "vote").code == "no-choice"
    assert not Path("new.key").exists()


def test_nothing_is_overwritten(here: Path, fails: Fails) -> None:
    before = {path: path.read_bytes() for path in here.rglob("*") if path.is_file()}
    for command in (
        ("trustee", "new", "--out", "a.key", *OPEN),
        ("trustee", "new", "--out", "n.key", "--public", "a.key.public.json", *OPEN),
        ("trustee", "export", "a.key", "--out", "other.key", *OPEN),
        ("election", "draft", "--template", "q.json", "--dir", "vote"),
        ("credentials", "generate", "vote", "--voters", "voters.txt", "--private", "codes"),
        ("credentials", "generate", "vote", "--voters", "voters.txt", "--private", "new"),
        ("election", "open", "vote", "--trustee", "a.key.public.json"),
        (*VOTE, "--choose", "0=0", "--out", "codes"),
    ):
        assert fails(*command).code == "exists"
    assert {path: path.read_bytes() for path in here.rglob("*") if path.is_file()} == before


# --- votes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "choices",
    [
        ("--choose", "0=0", "--choose", "0=1"),
        ("--choose", "1=0"),
        ("--choose", "0=2"),
        ("--choose", "0=Maybe"),
        ("--choose", "7=0"),
        ("--choose", "0=0", "--blank", "0"),
        ("--choose", "0=0", "--rank", "1=1,2"),
    ],
)
def test_vote_outside_the_rules(here: Path, fails: Fails, choices: tuple[str, ...]) -> None:
    before = record(here).read_bytes()
    failed = fails(*VOTE, *choices)
    assert failed.code == "invalid-vote"
    assert "Maybe" not in failed.message  # a choice is secret, even a wrong one
    assert record(here).read_bytes() == before


@pytest.mark.parametrize("votes", [[], [[1, 0]], [[1, 0], [2, 0]], [[1, 0], [1]], [["x", 0], [0, 0]], [1, 2]])
def test_votes_file_outside_the_rules(here: Path, fails: Fails, votes: Any) -> None:
    Path("votes.json").write_text(json.dumps(votes))
    assert fails(*VOTE, "--votes", "votes.json").code == "invalid-vote"


def test_choose_without_equals_sign(here: Path, fails: Fails) -> None:
    assert fails(*VOTE, "--choose", "0").code == "usage"


def test_credential_with_a_typing_error(here: Path, fails: Fails) -> None:
    good = json.loads(Path("codes").read_text())["ann"]
    wrong = good[:-1] + ("2" if good[-1] != "2" else "3")
    Path("mine").write_text(wrong + "\n")
    failed = fails("vote", "vote", "--credential-file", "mine", "--choose", "0=0")
    assert "not on this election's roll" in failed.message
    assert wrong not in failed.message + failed.hint
    for text in ("abc", "", "O0Il1-aaaaaa-aaaaa-aaaaaa"):
        Path("mine").write_text(text + "\n")
        fails("vote", "vote", "--credential-file", "mine", "--choose", "0=0")


def test_short_credential_with_a_typing_error(here: Path, fails: Fails, does: Does) -> None:
    does("election", "draft", "--template", "q.json", "--dir", "short")
    does("credentials", "generate", "short", "--voters", "voters.txt", "--private", "short.codes", "--short")
    does("election", "open", "short", "--trustee", "a.key.public.json")
    good = json.loads(Path("short.codes").read_text())["bob"]
    wrong = good[:-1] + ("2" if good[-1] != "2" else "3")
    Path("mine").write_text(wrong)
    failed = fails("vote", "short", "--credential-file", "mine", "--choose", "0=0")
    assert failed.code == "credential"
    assert "checksum" in failed.message
    assert wrong not in failed.message
    Path("mine").write_text(good)
    does("vote", "short", "--credential-file", "mine", "--choose", "0=0")


def test_a_ballot_that_is_wrong_or_there_already(
    here: Path, fails: Fails, does: Does, capsys: pytest.CaptureFixture[str]
) -> None:
    does(*VOTE, "--choose", "0=0", "--out", "b.json")
    Path("bad.json").write_text(Path("b.json").read_text().replace('"challenge":"', '"challenge":"1', 1))
    before = record(here).read_bytes()
    assert fails("ballot", "cast", "vote", "bad.json").code == "check-failed"
    assert run(["ballot", "verify", "vote", "bad.json"]) == 1
    capsys.readouterr()
    assert record(here).read_bytes() == before
    does("ballot", "cast", "vote", "b.json")
    assert "accepted before" in fails("ballot", "cast", "vote", "b.json").message


def test_tracker_that_is_none(here: Path, fails: Fails) -> None:
    assert fails("tracker", "vote", "abc").code == "bad-tracker"
    assert run(["tracker", "vote", "A" * 43]) == 1


# --- steps out of turn ---------------------------------------------------------------------------


def test_voting_after_the_close_and_tally_before(here: Path, fails: Fails, does: Does) -> None:
    does(*VOTE, "--choose", "0=0", "--out", "late.json")
    for command in (("election", "tally"), ("election", "result"), ("election", "end-shuffles")):
        assert fails(*command, "vote").code == "wrong-phase"
    assert fails("trustee", "decrypt", "vote", *KEY, *OPEN).code == "wrong-phase"
    does("election", "close", "vote")
    for late in ((*VOTE, "--choose", "0=0"), ("ballot", "cast", "vote", "late.json"), ("election", "close", "vote")):
        failed = fails(*late)
        assert failed.code == "wrong-phase"
        assert "voting has ended" in failed.message


def test_everything_twice(here: Path, fails: Fails, does: Does) -> None:
    to_decryption(does)
    assert fails("election", "tally", "vote").code == "wrong-phase"
    assert fails("trustee", "shuffle", "vote", *KEY).code == "wrong-phase"
    assert "0 of 1" in fails("election", "result", "vote").message
    does("trustee", "decrypt", "vote", *KEY, *OPEN, "--out", "d.json")
    does("election", "receive", "vote", "d.json")
    assert "has decrypted already" in fails("election", "receive", "vote", "d.json").message
    assert "has decrypted already" in fails("trustee", "decrypt", "vote", *KEY, *OPEN).message
    does("election", "result", "vote")
    assert fails("election", "result", "vote").code == "wrong-phase"


def test_a_contribution_that_was_altered(here: Path, fails: Fails, does: Does) -> None:
    from hashlib import sha256

    to_decryption(does)
    does("trustee", "decrypt", "vote", *KEY, *OPEN, "--out", "d.json")
    before = record(here).read_bytes()
    payload, owned = Path("d.json").read_text().splitlines()
    Path("bad.json").write_text(payload.replace('"challenge":"', '"challenge":"1', 1) + "\n" + owned + "\n")
    assert "names by its hash" in fails("election", "receive", "vote", "bad.json").message
    worse = payload.replace('"response":"', '"response":"0', 1)
    digest = sha256(worse.encode()).hexdigest()
    Path("bad.json").write_text(f'{worse}\n{{"owner":1,"payload":"{digest}"}}\n')
    assert fails("election", "receive", "vote", "bad.json").code == "check-failed"
    digest = sha256(payload.encode()).hexdigest()
    Path("bad.json").write_text(f'{payload}\n{{"owner":9,"payload":"{digest}"}}\n')
    assert "there is no trustee 9" in fails("election", "receive", "vote", "bad.json").message
    Path("bad.json").write_text("x")
    assert fails("election", "receive", "vote", "bad.json").code == "bad-content"
    assert record(here).read_bytes() == before


# --- the disk ------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EIO])
@pytest.mark.parametrize("command", [(*VOTE, "--choose", "0=0"), ("election", "close", "vote")], ids=["vote", "close"])
def test_disk_full_or_read_only_while_appending(
    here: Path, fails: Fails, monkeypatch: pytest.MonkeyPatch, code: int, command: tuple[str, ...]
) -> None:
    before = record(here).read_bytes()

    def refuse(file: Any, data: bytes) -> None:
        file.write(data[:700])
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(writer, "_write_all", refuse)
    failed = fails(*command)
    assert failed.code == "append-failed"
    assert os.strerror(code) in failed.message
    assert record(here).read_bytes() == before


def test_a_limit_of_the_system_while_appending(here: Path) -> None:
    """The real thing: the file may not grow (as on a full disk)."""
    import resource
    import subprocess

    before = record(here).read_bytes()
    limit = len(before) + 512

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    done = subprocess.run(
        [sys.executable, "-c", "from isonomia.cli import main; main()", "election", "close", "vote", "--json"],
        env={**os.environ, "PYTHONPATH": str(Path(writer.__file__).parents[2])},
        capture_output=True,
        preexec_fn=limited,
        check=False,
    )
    assert done.returncode == 2, done
    assert json.loads(done.stdout)["error"]["code"] == "append-failed"
    assert record(here).read_bytes() == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_directory_that_may_not_be_written(here: Path, fails: Fails) -> None:
    (here / "vote").chmod(0o555)
    record(here).chmod(0o444)
    assert fails(*VOTE, "--choose", "0=0").code == "permission"
    (here / "vote").chmod(0o755)


def test_a_full_disk_for_new_files(here: Path, fails: Fails, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    names = sorted(path.name for path in here.iterdir())
    monkeypatch.setattr(os, "fsync", full)
    assert fails("trustee", "new", "--out", "new.key", *OPEN).code == "disk-full"
    assert fails("election", "draft", "--template", "q.json", "--dir", ".").code == "disk-full"
    assert fails(*VOTE, "--choose", "0=0", "--out", "b.json").code == "disk-full"
    assert sorted(path.name for path in here.iterdir()) == names


# --- texts that people write ---------------------------------------------------------------------


@pytest.fixture
def drafted(here: Path, does: Does) -> Path:
    does("election", "draft", "--template", "q.json", "--dir", "new")
    return here / "new"


def test_voters_that_are_not_utf8(drafted: Path, fails: Fails) -> None:
    Path("v.txt").write_bytes("Анна\n".encode("cp1251"))
    failed = fails("credentials", "generate", "new", "--voters", "v.txt", "--private", "p")
    assert failed.code == "not-utf8"
    assert failed.message.startswith("v.txt")
    assert not Path("p").exists()
    assert not (drafted / "public_credentials.json").exists()


def test_every_wrong_line_of_the_voters_is_named(drafted: Path, fails: Fails) -> None:
    Path("v.txt").write_text("ann,ann,1\nbob,bob,x\n,c\ndan,dan,1,2\neve,ann\n\n", encoding="utf-8")
    failed = fails("credentials", "generate", "new", "--voters", "v.txt", "--private", "p")
    for line in (2, 3, 4, 5):
        assert f"line {line}:" in failed.message
    assert not Path("p").exists()
    Path("v.txt").write_text("\n")
    assert "no voter" in fails("credentials", "generate", "new", "--voters", "v.txt", "--private", "p").message


def test_rankings_cannot_be_weighted(here: Path, fails: Fails, does: Does) -> None:
    Path("r.json").write_text(json.dumps({"name": "R", "questions": [RANKING]}))
    Path("v.txt").write_text("ann,ann,2\nbob,bob,1\n")
    does("election", "draft", "--template", "r.json", "--dir", "ranked")
    failed = fails("credentials", "generate", "ranked", "--voters", "v.txt", "--private", "p")
    assert "cannot be weighted" in failed.message
    does("credentials", "generate", "ranked", "--voters", "voters.txt", "--private", "p")
    roll = Path("ranked/public_credentials.json")
    entries = json.loads(roll.read_text())
    roll.write_text(json.dumps([entries[0] + ",2", *entries[1:]]))
    failed = fails("election", "open", "ranked", "--trustee", "a.key.public.json")
    assert "cannot be weighted" in failed.message
    assert not list(Path("ranked").glob("*.bel"))


def test_rankings_in_a_group_without_an_embedding(here: Path, fails: Fails) -> None:
    Path("r.json").write_text(json.dumps({"name": "R", "questions": [RANKING]}))
    failed = fails("election", "draft", "--template", "r.json", "--dir", "ranked", "--group", "BELENIOS-2048")
    assert "BELENIOS-2048 carries at most 0 integers" in failed.message
    assert not Path("ranked").exists()


@pytest.mark.parametrize(
    "template",
    [
        "",
        "[]",
        '{"name":"N"}',
        '{"name":"N","questions":[]}',
        '{"name":"N","name":"M","questions":[]}',
        '{"name":"N","questions":[{"question":"q","answers":["a"],"min":2,"max":1}]}',
        '{"name":"N","questions":[{"question":"q","answers":["a"],"min":0,"max":1,"typo":1}]}',
        '{"name":"N","questions":[{"type":"Unheard","value":{}}]}',
    ],
)
def test_bad_templates(here: Path, fails: Fails, template: str) -> None:
    Path("bad.json").write_text(template)
    fails("election", "draft", "--template", "bad.json", "--dir", "d")
    assert not Path("d").exists()


def test_terms_changed_after_the_draft(drafted: Path, here: Path, fails: Fails, does: Does) -> None:
    does("credentials", "generate", "new", "--voters", "voters.txt", "--private", "p")
    terms = next(drafted.glob("*.terms.json"))
    good = terms.read_bytes()
    terms.write_bytes(good.replace(b"Adopt", b"Adapt"))
    assert fails("election", "open", "new", "--trustee", "a.key.public.json").code == "terms-changed"
    terms.write_bytes(good)
    does("election", "open", "new", "--trustee", "a.key.public.json")


@pytest.mark.parametrize(
    ("change", "failing"),
    [
        (lambda good: good.replace(b"Adopt", b"Adapt"), {"terms.hash"}),
        (lambda good: good + b"\n", {"terms.canonical", "terms.hash"}),
        (lambda good: b"{}", {"terms.canonical", "terms.hash"}),
        (lambda good: b"\xff", {"terms.canonical", "terms.hash"}),
        (lambda good: good.replace(b'"uuid":"', b'"uuid":"1'), {"terms.hash", "terms.uuid"}),
    ],
)
def test_terms_that_are_not_the_election_s(
    here: Path, capsys: pytest.CaptureFixture[str], change: Callable[[bytes], bytes], failing: set[str]
) -> None:
    terms = next((here / "vote").glob("*.terms.json"))
    Path("t.json").write_bytes(change(terms.read_bytes()))
    capsys.readouterr()
    assert run(["verify", "vote", "--terms", "t.json", "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert {check["id"] for check in report["checks"] if not check["passed"]} == failing
    assert report["valid"] is False


def test_a_roll_that_is_another(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    public = Path("vote/public_credentials.json")
    Path("mine.json").write_text(json.dumps(json.loads(public.read_text())[1:]))
    capsys.readouterr()
    assert run(["credentials", "check", "vote", "--public", "mine.json", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["same"], found["added"], found["missing"]) == (False, 1, 0)


# --- the command line itself ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "args", [("frobnicate",), ("verify",), ("verify", "a", "b"), ("vote", "--wrong"), ("election", "open", "vote")]
)
def test_misuse(fails: Fails, args: tuple[str, ...]) -> None:
    failed = fails(*args)
    assert failed.code == "usage"
    assert "--help" in failed.hint


def test_control_characters_stay_out_of_errors(fails: Fails) -> None:
    failed = fails("verify", "a\x1b[2Jb\nc.bel")
    assert "\\x1b" in failed.message
    assert "\n" not in failed.message


def test_a_mistake_of_ours_shows_no_values() -> None:
    try:
        raise ValueError(PHRASE)
    except ValueError as error:
        explained = explain(error)
    assert explained.code == "internal"
    assert PHRASE not in explained.line()
    assert explain(KeyboardInterrupt()).code == "interrupted"
    assert isinstance(explain(MemoryError()), CliError)


def test_a_result_that_does_not_fit_is_not_shown(here: Path, capsys: pytest.CaptureFixture[str], does: Does) -> None:
    from support.forge import load

    to_decryption(does)
    does("trustee", "decrypt", "vote", *KEY, *OPEN)
    does("election", "result", "vote")
    forged = load(record(here))
    for counts in (b"[[1,0,7],[0,0]]", b"[[1],[0,0]]"):
        forged.of("Result")[0].content = b'{"result":' + counts + b"}"
        record(here).write_bytes(forged.write())
        assert run(["verify", "vote"]) == 1
        capsys.readouterr()
        shown = does("show", "vote")
        assert (shown["result"], shown["damaged"], shown["verified"]) == (None, 1, False)
        assert run(["show", "vote"]) == 0
        assert "DAMAGED" in capsys.readouterr().out
