# SPDX-License-Identifier: Apache-2.0
"""The example of docs/claims/observers.md, checked by its words with hashes and the arithmetic of the curve alone."""

import json
import re
import subprocess
import sys
from hashlib import sha256, sha512
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isonomia.cli import app
from isonomia.groups import group
from isonomia.parties.collector import Veil
from isonomia.parties.observer import Observer
from isonomia.record import observations
from isonomia.verify.observations import check_observations

PAGE = (Path(__file__).parents[2] / "docs" / "claims" / "observers.md").read_text()
EXAMPLE = re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)[1].encode()  # type: ignore[index]
SECRET = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
PUBLIC = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
"""RFC 8032, section 7.1, test 1."""


def holds(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """RFC 8032, section 5.1.7, in the reference group, which knows no signatures: [S]B = R + [k]A."""
    ed25519 = group("Ed25519", backend="reference")
    commitment, key = (ed25519.element(part[::-1].hex()) for part in (signature[:32], public_key))
    response = int.from_bytes(signature[32:], "little")
    challenge = int.from_bytes(sha512(signature[:32] + public_key + message).digest(), "little") % ed25519.q
    (left, right) = ed25519.products([[(ed25519.g, response)], [(commitment, 1), (key, challenge)]])
    return bool(left == right)


def test_example_is_signed_by_the_key_of_the_rfc() -> None:
    header, *entries = EXAMPLE.splitlines()
    assert json.loads(header)["public_key"] == PUBLIC
    for line, kind in [(header, b"header"), *((entry, b"entry") for entry in entries)]:
        signature = bytes.fromhex(json.loads(line)["signature"])
        message = b"isonomia-observer-1 " + kind + b"\n" + line[: line.rindex(b',"signature":"')]
        assert holds(bytes.fromhex(PUBLIC), signature, message)
        assert not holds(bytes.fromhex(PUBLIC), signature, message + b" ")


def test_example_is_a_chain() -> None:
    lines = EXAMPLE.splitlines()
    for before, line in pairwise(lines):
        assert json.loads(line)["previous"] == sha256(before).hexdigest()
    head = re.search(r"The last line's hash is `([0-9a-f]{64})`", PAGE)
    assert head is not None
    assert head[1] == sha256(lines[-1]).hexdigest()
    assert json.loads(lines[1])["photos"] == [sha256(b"abc").hexdigest()]


def test_example_is_written_in_the_one_way() -> None:
    """As the standard library writes it, without spaces."""
    for line in EXAMPLE.splitlines():
        assert json.dumps(json.loads(line), ensure_ascii=False, separators=(",", ":")).encode() == line


def test_we_read_and_write_the_example() -> None:
    found = check_observations("x", EXAMPLE)
    assert (found.problems, found.torn) == ((), None)
    observer, content = Observer(SECRET), b""
    assert observer.public_key == PUBLIC
    content = observer.header("by-2025")
    assert found.chain is not None
    for own in found.chain.observations:
        chain = check_observations("x", content).chain
        assert chain is not None
        content += observer.line(own, chain)
    assert content == EXAMPLE


def test_form_of_the_page_is_a_form(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    form = re.search(r"```csv\n(.*?)```", PAGE, re.DOTALL)
    assert form is not None
    (here / "form.csv").write_text(form[1])
    (here / "n.jsonl").write_bytes(EXAMPLE)
    args = ["n.jsonl", "--election", "by-2025", "--form", "form.csv", "--out", "out", "--json"]
    assert app.run(["observe", "collect", *args]) == 1  # the example's station is none of the form's
    assert json.loads(capsys.readouterr().out)["left_out"][-1]["by"] == "Мінск 12"


def test_every_check_of_the_page_is_one_of_ours_and_no_other() -> None:
    ours = {getattr(observations, name) for name in ("LINE", "HEADER", "NUMBER", "PREVIOUS", "SIGNATURE", "MEANING")}
    told = re.findall(r"^\| `(observer\.[a-z]+)` \|", PAGE, re.MULTILINE)
    assert sorted(told) == sorted({*ours, observations.TAIL, observations.HEAD, observations.LIMIT})


def test_seal_by_the_words_of_the_page(here: Path) -> None:
    """The program of the page gives what a collector publishes."""
    (here / "IMG_1.jpg").write_bytes(b"abc")
    program = re.search(r"python3 -c '(.*?)' IMG_1.jpg SALT", PAGE)
    assert program is not None
    veil, digest = Veil(bytes(32)), sha256(b"abc").hexdigest()
    command = [sys.executable, "-I", "-c", program[1], "IMG_1.jpg", veil.salt(digest, "12").hex()]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert veil.sealed(digest, "12") == "sealed:" + done.stdout.strip()


def right(content: bytes) -> bool:
    found = check_observations("x", content)
    return not found.problems and found.torn is None


@pytest.mark.parametrize("flip", [0x01, 0x20, 0x80], ids=hex)
def test_no_byte_of_a_file_can_be_changed_unseen(flip: int) -> None:
    assert right(EXAMPLE)
    changed = (EXAMPLE[:at] + bytes([EXAMPLE[at] ^ flip]) + EXAMPLE[at + 1 :] for at in range(len(EXAMPLE)))
    assert [content for content in changed if right(content)] == []


def test_no_byte_can_be_taken_out_or_put_in_unseen() -> None:
    lines = {EXAMPLE[: end + 1] for end in range(len(EXAMPLE)) if EXAMPLE[end : end + 1] == b"\n"}
    assert len(lines) == 3
    for at in range(len(EXAMPLE)):
        assert not right(EXAMPLE[:at] + EXAMPLE[at + 1 :])
        assert not right(EXAMPLE[:at] + b" " + EXAMPLE[at:])
        assert not right(EXAMPLE[:at] + b"\n" + EXAMPLE[at:])
        assert right(EXAMPLE[:at]) == (EXAMPLE[:at] in lines)  # cut at the end of a line: what a head is for


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.binary(max_size=300), st.integers(0, len(EXAMPLE)), st.integers(0, 20))
def test_any_bytes_are_an_answer_and_no_exception(junk: bytes, at: int, size: int) -> None:
    content = EXAMPLE[:at] + junk + EXAMPLE[at + size :]
    assert right(content) == (content == EXAMPLE or (EXAMPLE.startswith(content) and content.endswith(b"\n")))


def test_a_file_that_is_no_observer_s_is_one_sentence() -> None:
    """Of a broken header before signed entries everything is told; of something else, that it is something else."""
    [problem] = check_observations("notes.csv", b"station,votes\n" + b"7,12\n" * 30).problems
    assert (problem.check, problem.where) == (observations.LINE, "notes.csv, the header, byte 0")
    assert problem.why.endswith("is it an observer's file?")
    broken = EXAMPLE.replace(b'"format"', b'"fromat"', 1)
    assert len(check_observations("a", broken).problems) > 1
