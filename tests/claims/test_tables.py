# SPDX-License-Identifier: Apache-2.0
"""Tables: columns recognised in five languages and by arithmetic; every row and cell accounted for."""

import json
import lzma
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from claims.data import real
from isonomia.claims.errors import ClaimsError
from isonomia.claims.tables.headings import Role, role_of
from isonomia.claims.tables.mapping import read_mapping
from isonomia.claims.tables.table import Table, load
from isonomia.cli import app

SMALL = (
    "region,station,registered,ballots cast,invalid,Ada,Blaise\n"
    "N,1,100,60,2,30,28\nN,2,200,90,0,50,40\nS,3,50,50,1,9,40\n"
)


def roles(table: Table) -> dict[str, str]:
    return {own.heading: own.role.value for own in table.guesses}


def test_small_table_is_understood() -> None:
    table = load("small.csv", SMALL.encode())
    assert roles(table) == {
        "region": "region", "station": "station", "registered": "registered", "ballots cast": "cast",
        "invalid": "invalid", "Ada": "candidate", "Blaise": "candidate",
    }  # fmt: skip
    assert {own.why for own in table.guesses if own.role is Role.CANDIDATE} == {"arithmetic"}
    assert table.candidates["Ada"].tolist() == [30, 50, 9]
    assert table.row.tolist() == [2, 3, 4]
    assert table.region.tolist() == ["N", "N", "S"]
    assert (table.left_out, table.notes) == ([], [])


def workbook(rows: list[list[object]], *, merge: str | None = None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if merge:
        book.active.merge_cells(merge)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def cells() -> list[list[object]]:
    return [[int(cell) if cell.isdigit() else cell for cell in line.split(",")] for line in SMALL.splitlines()]


def zipped(**files: bytes) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        SMALL.replace(",", ";").encode(),
        SMALL.replace(",", "\t").encode("utf-16"),
        ("\ufeff" + SMALL).encode(),
        lzma.compress(SMALL.encode()),
        zipped(small=SMALL.encode()),
        zipped(small=lzma.compress(SMALL.encode())),
        workbook(cells()),
        zipped(small=workbook(cells())),
        SMALL.replace("\n", "\r\n").encode(),
    ],
    ids=["semicolon", "tab-utf16", "mark", "xz", "zip", "zip-xz", "xlsx", "zip-xlsx", "crlf"],
)
def test_every_wrapping_holds_the_same_table(content: bytes) -> None:
    plain, packed = load("small.csv", SMALL.encode()), load("other", content)
    assert packed.candidates.keys() == plain.candidates.keys()
    for name, counts in plain.candidates.items():
        assert packed.candidates[name].tolist() == counts.tolist()
    assert packed.totals[Role.CAST].tolist() == plain.totals[Role.CAST].tolist()


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Registered voters", Role.REGISTERED),
        ("Число избирателей, включенных в список избирателей", Role.REGISTERED),
        ("Колькасць выбаршчыкаў, уключаных у спіс", Role.REGISTERED),
        ("Inscrits", Role.REGISTERED),
        ("Lista nominal", Role.REGISTERED),
        ("Ballots issued", Role.ISSUED),
        ("Число избирательных бюллетеней, выданных в помещении", Role.ISSUED),
        ("Votants", Role.CAST),
        ("Votos emitidos", Role.CAST),
        ("Число бюллетеней в стационарных ящиках для голосования", Role.CAST),
        ("Колькасць выбаршчыкаў, якія прынялі ўдзел", Role.CAST),
        ("Valid votes", Role.VALID),
        ("Exprimés", Role.VALID),
        ("Votos válidos", Role.VALID),
        ("Число действительных избирательных бюллетеней", Role.VALID),
        ("Колькасць сапраўдных бюлетэняў", Role.VALID),
        ("Invalid votes", Role.INVALID),
        ("Число недействительных избирательных бюллетеней", Role.INVALID),
        ("Колькасць несапраўдных бюлетэняў", Role.INVALID),
        ("Nuls", Role.INVALID),
        ("Votos nulos", Role.INVALID),
        ("Blancs", Role.BLANK),
        ("Votos en blanco", Role.BLANK),
        ("Число погашенных избирательных бюллетеней", Role.OTHER),
        ("Число избирательных бюллетеней, полученных участковой избирательной комиссией", Role.OTHER),
        ("Nul points", Role.INVALID),
        ("Ada Lovelace", None),
    ],
)
def test_headings_in_five_languages(heading: str, role: Role | None) -> None:
    assert role_of(heading) == role


def test_title_rows_and_a_blank_heading_are_said() -> None:
    content = "Results of the vote,,,,\n\n,station,valid,Ada,Blaise\nx,1,5,2,3\ny,2,4,4,0\n"
    table = load("t.csv", content.encode())
    assert table.row.tolist() == [4, 5]
    assert any("rows before the headings (row 3) were left out: 1" in note for note in table.notes)
    assert any("column 1 has no heading" in note for note in table.notes)


def test_numbers_as_people_write_them() -> None:
    content = "station;valid;Ada;Blaise\n1;1 234;1,200;34.0\n2;2.500;2\u00a0000;500\n3;7;7;0\n"
    table = load("n.csv", content.encode())
    assert table.candidates["Ada"].tolist() == [1200, 2000, 7]
    assert table.candidates["Blaise"].tolist() == [34, 500, 0]
    assert table.totals[Role.VALID].tolist() == [1234, 2500, 7]
    assert sorted(note.split(":")[1].split()[0] for note in table.notes) == ["1", "2", "2"]


def test_thousands_may_have_apostrophes_and_zeros_behind() -> None:
    content = "station;valid;Ada;Blaise\n1;1’234;1'200.0;34\n2;2.500,00;2\u2009000;500\n3;1,007.0;1 007,00;0\n"
    table = load("n.csv", content.encode())
    assert table.candidates["Ada"].tolist() == [1200, 2000, 1007]
    assert table.totals[Role.VALID].tolist() == [1234, 2500, 1007]


def test_rows_below_the_table_are_left_out_and_named() -> None:
    below = " \nNote,,,,,,\n,,,,,,\nSource: the commission, as of 12 May\n"
    table = load("f.csv", (SMALL + below).encode())
    assert len(table.row) == 3
    assert [(own.row, own.column, own.why) for own in table.left_out] == [
        (6, "", "stands below the table: 'Note'"),
        (8, "", "stands below the table: 'Source: the commission as of 12 May'"),
    ]


def sheets(**tables: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_sheet_is_chosen_by_the_mapping() -> None:
    content = sheets(About=[["Results of the vote"], ["by the commission"]], Data=cells())
    with pytest.raises(ClaimsError) as caught:
        load("s.xlsx", content)
    assert (
        "the sheet 'About' was read; sheet = \"Data\" in a mapping file reads another, of 'Data'" in caught.value.hint
    )
    table = load("s.xlsx", content, read_mapping("m.toml", 'sheet = "Data"'))
    assert table.candidates["Ada"].tolist() == [30, 50, 9]
    assert table.notes == ["only the sheet 'Data' was read; left out: 'About'"]
    with pytest.raises(ClaimsError, match="there is no sheet 'Dates'"):
        load("s.xlsx", content, read_mapping("m.toml", 'sheet = "Dates"'))
    with pytest.raises(ClaimsError, match="has no sheets"):
        load("s.csv", SMALL.encode(), read_mapping("m.toml", 'sheet = "Data"'))


def test_error_where_no_row_can_be_read_names_what_there_is() -> None:
    with pytest.raises(ClaimsError) as caught:
        load("b.csv", b"station,registered,valid,Ada,Blaise\n1,9,5,3,-2\n2,9,-5,3,2\n3,x,5,3,2\n")
    assert "row 2, column 'Blaise': no row has all numbers" in str(caught.value)
    assert "--mapping" in caught.value.hint
    assert "--guess" not in caught.value.hint


def test_forensics_says_what_was_read(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [[row[0], row[1], *(10 * int(str(own)) for own in row[2:])] for row in cells()[1:]]
    rows.append(rows[0])
    total = ["Total", "", *(sum(column) for column in zip(*(row[2:] for row in rows), strict=True))]
    (here / "s.xlsx").write_bytes(sheets(Data=[cells()[0], *rows, total], More=cells()))
    assert app.run(["claim", "forensics", "s.xlsx", "--simulations", "1"]) == 0
    out = capsys.readouterr().out
    assert "  registered by heading     registered\n" in out
    assert "Note: only the sheet 'Data' was read; left out: 'More'" in out
    assert "Note: 2 rows have the name of a station that is there more than once: rows 2, 5" in out
    assert "  row 6: is the sum of rows 2 to 5 (called 'Total')\n" in out
    assert app.run(["claim", "forensics", "s.xlsx", "--simulations", "1", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert [own["role"] for own in data["columns"]][:3] == ["region", "station", "registered"]
    assert len(data["notes"]) == 2
    assert data["rows_left_out"] == [{"row": 6, "column": "", "why": "is the sum of rows 2 to 5 (called 'Total')"}]


def test_bad_cells_leave_their_rows_out_by_name() -> None:
    content = SMALL + "S,4,50,,1,9,40\nS,5,50,50,1,-9,40\nS,6,50,50,1,about 9,40\nS,7,50,50,1,9,40.5\n"
    table = load("bad.csv", content.encode())
    assert [(own.row, own.column, own.why) for own in table.left_out] == [
        (5, "ballots cast", "is empty"),
        (6, "Ada", "'-9' is negative"),
        (7, "Ada", "'about 9' is not a whole number"),
        (8, "Blaise", "'40.5' is not a whole number"),
    ]
    assert len(table.row) + len(table.left_out) == len(content.splitlines()) - 1


def test_duplicated_stations_stay_and_are_named() -> None:
    table = load("d.csv", (SMALL + "N,2,200,90,0,51,39\n").encode())
    assert len(table.row) == 4
    assert "2 rows have the name of a station that is there more than once: rows 3, 5" in table.notes


def test_merged_name_goes_to_each_row_and_merged_number_to_the_first() -> None:
    rows = cells()
    rows[2][0] = rows[3][0] = None
    table = load("m.xlsx", workbook(rows, merge="A2:A4"))
    assert table.region.tolist() == ["N", "N", "N"]
    assert any("rows 2 to 4" in note for note in table.notes)
    table = load("m.xlsx", workbook(cells(), merge="F2:F3"))
    assert [(own.row, own.column, own.why) for own in table.left_out] == [(3, "Ada", "is empty")]
    assert any("for the first row only" in note for note in table.notes)


def test_windows_encodings_are_guessed_and_said() -> None:
    content = "регион,участок,действительных,Иван,Пётр\nСевер,1,5,2,3\nЮг,2,4,4,0\n"
    table = load("w.csv", content.encode("cp1251"))
    assert list(table.candidates) == ["Иван", "Пётр"]
    assert any("cp1251" in note for note in table.notes)
    table = load("w.csv", "région,bureau,exprimés,Zoé,Noël\nÎle,1,5,2,3\nSud,2,4,4,0\n".encode("cp1252"))
    assert list(table.candidates) == ["Zoé", "Noël"]
    assert any("cp1252" in note for note in table.notes)


def test_mapping_corrects_the_guess() -> None:
    content = "a,b,c,d,e\n1,9,4,5,60\n2,8,1,7,50\n"
    with pytest.raises(ClaimsError, match="no row looks"):
        load("x.csv", b"1,2\n3,4\n")
    mapping = read_mapping("m.toml", 'station = "a"\nvalid = "b"\ncandidate = ["c", "d"]\nregistered = "e"\n')
    table = load("x.csv", content.encode(), mapping)
    assert roles(table) == {"a": "station", "b": "valid", "c": "candidate", "d": "candidate", "e": "registered"}
    assert {own.why for own in table.guesses} == {"mapping"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("voters = 'a'", "m.toml: 'voters' is none of region"),
        ("station = 3", "station is neither a heading"),
        ("station = 'a'\nvalid = 'a'", "'a' is there twice"),
        ("station", "m.toml: "),
        ("header_row = '3'", "header_row is not of the right kind"),
        ("leave_out = ['3']", "leave_out is not of the right kind"),
        ("leave_out = 3", "leave_out is not of the right kind"),
    ],
)
def test_bad_mapping(text: str, why: str) -> None:
    with pytest.raises(ClaimsError) as caught:
        read_mapping("m.toml", text)
    assert why in str(caught.value)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "t: the table is empty"),
        (b"region,station,valid,Ada,Blaise\n", "t: there is no row under the headings"),
        (b"1,2,3\n4,5,6\n", "t: no row looks like headings"),
        (SMALL.encode() + b"N,4,1,1,1\n", "t, row 5: there are 5 cells, fewer than the 7 headings"),
        (SMALL.encode() + b"N,4,1,1,1,0,0,8\n", "t, row 5: there are 8 cells, more than the 7 headings"),
        (SMALL.replace("Blaise", "Ada").encode(), "t, row 1, column 7: 'Ada' is there twice"),
        (b'region,station,valid,Ada,Blaise\n"N,1,2,1,1\n', "t, row 2: unexpected end of data"),
        (b"region,station,valid,Ada,Blaise\nN,1,,,\n", "t, row 1: no columns look like candidates"),
        (lzma.compress(SMALL.encode())[:-20], "t: is cut off"),
        (lzma.compress(SMALL.encode()) + b"x", "t: has something after its end"),
        (zipped(a=b"1", b=b"2"), "t: there is not one table in it but a, b"),
        (b"PK\x03\x04 no zip", "t: cannot be unpacked"),
        (zipped(**{"[Content_Types].xml": b""}), "t: is no workbook that can be read"),
        (b"a,b\0,c\n1,2,3\n", "t: is no text"),
        (b"station,valid,Ada,Blaise\nSource: x\n", "t: there is no row under the headings"),
    ],
)  # fmt: skip
def test_bad_tables_are_named_with_their_place(content: bytes, why: str) -> None:
    with pytest.raises(ClaimsError) as caught:
        load("t", content)
    assert why in str(caught.value)


@pytest.mark.parametrize(
    ("name", "rows", "left_out", "candidates"),
    [
        ("russia_2011_precincts", 95225, 0, 7),
        ("russia_2020_precincts", 96765, 0, 2),
        ("russia_2021_precincts", 96325, 0, 14),
        ("russia_2024_precincts", 91946, 94214 - 91946, 4),
        ("russia_2024_evoting_by_region", 29, 0, 4),
        ("uganda_2016_stations", 28010, 0, 8),
        ("uganda_2021_stations", 34767, 0, 11),
        ("mexico_2012_casillas", 143132, 0, 5),
        ("albania_2013_precincts", 5506, 2, 66),
    ],
)
def test_real_tables(name: str, rows: int, left_out: int, candidates: int) -> None:
    """Rows as in the README of the data (2024: 94,214, 91,946 with data; two precincts of Albania have an empty cell);
    candidates as many as columns that its headings name as such."""
    table = load(f"{name}.csv.xz", real(f"{name}.csv.xz"))
    assert (len(table.row), len(table.left_out), len(table.candidates)) == (rows, left_out, candidates)
    assert Role.REGISTERED in table.totals
    if Role.VALID in table.totals and not name.startswith("uganda"):
        assert (table.valid == table.totals[Role.VALID]).mean() > 0.99


def test_command_shows_the_guess(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "s.csv").write_text(SMALL + "S,4,50,,1,9,40\n")
    assert app.run(["claim", "load", "s.csv", "--out", "out.csv"]) == 0
    out = capsys.readouterr().out
    assert "  candidate  adds up        Ada\n" in out
    assert "1 rows were left out.\n  row 5, column 'ballots cast': is empty\n" in out
    assert (here / "out.csv").read_text().splitlines()[1] == "2,N,100,60,2,30,28"
    assert app.run(["claim", "load", "s.csv", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["stations"], data["candidates"]) == (3, {"Ada": 89, "Blaise": 108})
    assert data["left_out"] == [{"row": 5, "column": "ballots cast", "why": "is empty"}]


def test_command_says_where_an_error_is(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "s.csv").write_text(SMALL)
    (here / "m.toml").write_text("station = 'nowhere'")
    assert app.run(["claim", "load", "s.csv", "--mapping", "m.toml"]) == 2
    assert "s.csv, row 1: there is no column 'nowhere'" in capsys.readouterr().err
