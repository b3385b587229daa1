# SPDX-License-Identifier: Apache-2.0
"""Percentages and abstentions between the counts are left aside, with a word; they are never added up."""

import pytest

from isonomia.claims.errors import ClaimsError
from isonomia.claims.tables.headings import Role
from isonomia.claims.tables.table import Table, load

COUNTS = [(1500, 1200, 12, 700, 488), (1610, 1210, 0, 640, 570), (900, 333, 3, 110, 220), (1204, 801, 1, 500, 300)]
"""Registered, cast, invalid, and two candidates."""


def point(value: float, places: int, sign: str) -> str:
    return f"{value:.{places}f}".replace(".", sign)


def interleaved(headings: list[str], places: int = 2, sign: str = ",", scale: float = 100) -> Table:
    """Station; registered, abstentions, their share; cast, turnout; invalid; candidates, each with a share."""
    lines = [";".join(headings)]
    for number, (registered, cast, invalid, ada, blaise) in enumerate(COUNTS, 1):
        parts = (registered - cast) / registered, cast / registered, ada / (cast - invalid), blaise / (cast - invalid)
        absent, turnout, first, second = (point(scale * part, places, sign) for part in parts)
        row = number, registered, registered - cast, absent, cast, turnout, invalid, ada, first, blaise, second
        lines.append(";".join(map(str, row)))
    return load("p.csv", ("\n".join(lines) + "\n").encode())


def is_right(table: Table) -> bool:
    columns = [table.totals[role].tolist() for role in (Role.REGISTERED, Role.CAST, Role.INVALID)]
    columns += [counts.tolist() for counts in table.candidates.values()]
    return columns == [list(column) for column in zip(*COUNTS, strict=True)] and not table.left_out


@pytest.mark.parametrize(
    "headings",
    [
        "Bureau;Inscrits;Abstentions;% Abs/Ins;Votants;% Vot/Ins;Nuls;LE GRAND;% Voix/Exp;PETIT;% Voix/Exp PETIT",
        "Station;Registered;Did not vote;pct;Ballots cast;Turnout;Invalid;Ada;Ada percent;Blaise;Blaise percent",
        "УИК;Избирателей;Не голосовали;Доля;Проголосовало;Явка;Недействительных;Ада;Ада, %;Блез;Блез, %",
        "Участак;Выбаршчыкаў;Не галасавалі;Доля;Прагаласавала;Яўка;Несапраўдных;Ада;Працэнт Ады;Блез;Працэнт Блеза",
        "Mesa;Inscritos;Ausentes;Porcentaje;Votantes;Participación;Nulos;Ada;Porcentaje Ada;Blas;Porcentaje Blas",
    ],
)
def test_percentages_by_heading_are_left_aside(headings: str) -> None:
    table = interleaved(headings.split(";"))
    assert is_right(table)
    [note] = [note for note in table.notes if "percentages" in note]
    assert note.count("'") == 8


@pytest.mark.parametrize(("places", "sign", "scale"), [(2, ",", 100), (3, ",", 100), (1, ".", 100), (4, ".", 1)])
def test_percentages_by_arithmetic_need_no_heading(places: int, sign: str, scale: float) -> None:
    """58,333 is no 58 thousand where it is 100 times one count over another; shares of 1 are found too."""
    headings = ["station", "registered", "absent", "a", "ballots cast", "b", "invalid", "Ada", "c", "Blaise", "d"]
    table = interleaved(headings, places, sign, scale)
    assert is_right(table)
    assert "columns left aside, percentages and other decimals: 'a', 'b', 'c', 'd'" in table.notes
    assert "columns left aside, who did not vote: 'absent'" in table.notes


def test_counts_with_points_are_no_percentages() -> None:
    rows = "1;1.500;1.200;0.0;1.150;50\n2;1.600;1.300;0.0;1.200;100\n3;1.700;1.250;0.0;1.050;200\n"
    table = load("g.csv", f"station;registered;ballots cast;C001;C002;C003\n{rows}".encode())
    assert list(table.candidates) == ["C001", "C002", "C003"]
    assert table.candidates["C002"].tolist() == [1150, 1200, 1050]
    assert not [note for note in table.notes if "percentages" in note]


def test_error_shows_what_was_guessed() -> None:
    content = b"Station,Registered voters,Turnout %,Ada\n1,500,80.0,390\n2,600,75.0,440\n"
    with pytest.raises(ClaimsError) as caught:
        load("t.csv", content)
    assert str(caught.value) == (
        "t.csv, row 1: no columns look like candidates (guessed so far: station: 'Station'; registered: "
        "'Registered voters'; percentage: 'Turnout %'; nothing: 'Ada')"
    )
    assert 'write candidate = ["…", "…"]' in caught.value.hint
