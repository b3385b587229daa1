# SPDX-License-Identifier: Apache-2.0
"""Lists of voters as programs write them: what is read, and one clear sentence for what is not."""

import pytest

from isonomia.server.rolls import Line, read_roll
from support.server.site import Site
from support.server.walk import Walk

ANN, MUELLER = Line("ann", "ann@example.org", 1, "en"), Line("Müller", "mueller@example.org", 3, "be")
TABLE = (
    ("login", "email", "weight", "language"),
    ("ann", "ann@example.org", "", ""),
    ("Müller", "mueller@example.org", "3", "be"),
)


def written(comma: str, end: str = "\r\n") -> str:
    return "".join(comma.join(row) + end for row in TABLE)


@pytest.mark.parametrize("comma", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_table_is_read_whatever_is_between_its_columns(comma: str, end: str, encoding: str) -> None:
    assert read_roll(written(comma, end).encode(encoding)) == ([ANN, MUELLER], [])


def test_columns_are_found_by_their_names() -> None:
    assert read_roll(b'"Email";"Login"\nann@example.org;ann\n') == ([ANN], [])
    assert read_roll(b"login\nann@example.org\n")[0][0].email == "ann@example.org"


@pytest.mark.parametrize(
    ("content", "line", "why"),
    [
        (written(",").encode("latin-1"), 3, "is not UTF-8"),
        (written(",").replace("Müller", "Іваноў").encode("cp1251"), 3, "is not UTF-8"),
        (written(",").encode("utf-16"), 0, "UTF-16"),
        (written(",").replace("ü", "u").encode("utf-16-le"), 0, "UTF-16"),
        (b"PK\x03\x04 and so on", 0, "a spreadsheet"),
        (b"ann;ann@example.org\nbob;bob@example.org\n", 1, "login;email;weight;language"),
        (b"Login;Mail\nbob;bob@example.org\n", 1, "semicolon"),
        (b"ann\tann@example.org\n", 1, "a tab is between"),
        (b"", 0, "no voter"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_one_sentence(content: bytes, line: int, why: str) -> None:
    lines, wrong = read_roll(content)
    assert lines == []
    assert [own.number for own in wrong] == [line]
    assert why in wrong[0].why


@pytest.mark.parametrize("more", [0, 20_000])
def test_quote_that_is_not_closed_is_told_where_it_was_opened(more: int) -> None:
    """Also when what it swallows is longer than the reader takes for a cell."""
    content = 'ann,ann@example.org\n"bob,bob@example.org\n' + "cleo,cleo@example.org\n" * (2 + more)
    wrong = read_roll(content.encode())[1]
    assert wrong[0].number == 2
    assert "not closed" in wrong[0].why


def test_row_of_several_lines_is_told_by_its_first() -> None:
    wrong = read_roll(b'ann,ann@example.org\n"bob\nben",bob@example.org\nann,a@example.org\n')[1]
    assert [own.number for own in wrong] == [2, 4]
    assert read_roll(b'ann,ann@example.org\n"bob\ncleo",cleo"@example.org\n')[1][0].number == 2


def test_nothing_is_imported_of_a_list_that_is_not_utf8(site: Site) -> None:
    walk = Walk(site)
    answer = walk.admin.call("PUT", walk.address + "/voters", written(";").encode("latin-1"))
    assert answer.code == "roll-wrong"
    assert [own["where"] for own in answer.json["error"]["failures"]] == ["line 3"]
    assert walk.admin.do("GET", walk.address + "/voters") == []
    assert walk.admin.do("PUT", walk.address + "/voters", written(";").encode()) == {"voters": 2}
