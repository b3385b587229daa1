# SPDX-License-Identifier: Apache-2.0
"""Headings as commissions write them; where they say too much or too little, the sums decide, or a person is asked."""

import pytest

from isonomia.claims.errors import ClaimsError
from isonomia.claims.tables.headings import Role, may_be_name, role_of
from isonomia.claims.tables.mapping import read_mapping
from isonomia.claims.tables.table import Table, load

HEADINGS = {
    Role.REGISTERED: (
        "Total registered voters; Number of voters; Total electors; Electorate; Voters on the roll; Eligible voters; "
        "Зарегистрировано избирателей; Избирателей; Внесено в списки избирателей; Колькасць выбаршчыкаў; "
        "Зарэгістравана выбаршчыкаў; Агульная колькасць выбаршчыкаў; Électeurs inscrits; Total inscrits; Électeurs; "
        "Total electores; Censo; Censo electoral; Padrón; Habilitados"
    ),
    Role.ISSUED: (
        "Ballot papers issued; Выдано бюллетеней; Число выданных избирательных бюллетеней; Число избирателей, "
        "получивших бюллетени; Выдадзена бюлетэняў; Выбаршчыкі, якія атрымалі бюлетэні; Bulletins délivrés; "
        "Papeletas entregadas"
    ),
    Role.CAST: (
        "Votes cast; Total votes; Ballots in the box; Voted; Voters who voted; Total ballots; Проголосовало; "
        "Число избирателей, принявших участие в голосовании; Бюллетеней в ящиках; Прагаласавала; "
        "Выбаршчыкі, якія прынялі ўдзел у галасаванні; Nombre de votants; Bulletins trouvés dans l'urne; Votantes; "
        "Total de votos; Sufragantes; Ciudadanos que votaron; Cast"
    ),
    Role.VALID: "Total valid votes; Действительные; Сапраўдныя; Suffrages exprimés; Bulletins valables; Votos válidos",
    Role.INVALID: "Total rejected ballots; Void; Informal votes; Недейств.; Несапраўдныя; Nuls; Inválidos; Anulados",
    Role.BLANK: "Blank votes; Bulletins blancs; Votos en blanco; En blanco",
    Role.STATION: (
        "Mesa electoral; Polling station; № участка; Избирательный участок; Выбарчы ўчастак; Участковая комиссия; "
        "N° bureau; Code du b.vote; Centro de votación; Ward"
    ),
    Role.DISTRICT: "Electoral district; Distrito electoral; Избирательный округ; Выбарчая акруга; Circunscripción",
    Role.REGION: "Code du département; Субъект РФ; Край; Рэгіён",
    Role.OTHER: (
        "Abstentions; Did not vote; Не голосовали; Не прынялі ўдзел; Ausentes; Получено бюллетеней; Испорченных; "
        "Ballot papers received; Turnout; Явка; Яўка; Participación"
    ),
}  # fmt: skip


@pytest.mark.parametrize(("role", "headings"), HEADINGS.items())
def test_headings_of_commissions(role: Role, headings: str) -> None:
    assert {one: role_of(one) for one in headings.split("; ")} == dict.fromkeys(headings.split("; "), role)


@pytest.mark.parametrize(
    "heading",
    ["Votes received: Ada", "Число голосов за Аду", "Галасоў за Аду", "Votos para Ada", "Reg. office", "Скрыннікаў"],
)
def test_votes_for_somebody_and_surnames_have_no_role(heading: str) -> None:
    assert role_of(heading) is None


def test_persons_are_told_from_columns_by_their_words() -> None:
    for name in ("Carlos Mesa", "LUIS BLANCO", "Jean Valide", "Jack State", "María de la Mesa"):
        assert may_be_name(name)
    for name in (
        "Registered Voters",
        "Votos en Blanco",
        "Mesa Electoral",
        "Total Valid Votes",
        "Carlos",
        "mesa de Carlos",
    ):
        assert not may_be_name(name)


def table(headings: str, *rows: str, mapping: str = "") -> Table:
    return load("t.csv", "\n".join([headings, *rows, ""]).encode(), read_mapping("m.toml", mapping))


def roles(found: Table) -> list[str]:
    return [own.role.value for own in found.guesses]


def test_sums_make_persons_candidates() -> None:
    """With the valid votes, with the ballots cast, and with nothing to add up to: a name stays a candidate."""
    people = "Ada,Carlos Mesa,Luis Blanco"
    rows = ["1,390,200,140,50", "2,440,210,150,80", "3,460,190,200,70"]
    assert roles(table(f"station,valid,{people}", *rows)) == ["station", "valid", *["candidate"] * 3]
    assert roles(table(f"station,votes cast,{people}", *rows)) == ["station", "cast", *["candidate"] * 3]
    assert roles(table(f"station,registered,{people}", *rows)) == ["station", "registered", *["candidate"] * 3]


def test_sums_make_names_columns_of_totals_and_places() -> None:
    rows = ["7,100,390,200,190", "8,110,440,210,230", "9,120,460,190,270"]
    found = table("Mesa Directiva,Registered Roma,valid,Ada,Blaise", *rows)
    assert roles(found) == ["station", "registered", "valid", "candidate", "candidate"]
    assert [note for note in found.notes if "valid is above registered" in note]
    found = table(
        "Mesa Directiva,registered,Registered Roma,valid,Ada,Blaise", *[f"1,{600 + len(row)}{row[1:]}" for row in rows]
    )
    assert roles(found)[1:3] == ["registered", "other"]
    assert [note for note in found.notes if "'Registered Roma' looks like it" in note]


VOTES = "1,{},390,10,250,140", "2,{},440,10,250,190", "3,{},460,10,260,200"


def parted(names: str, *cells: str, mapping: str = "") -> Table:
    rows = [row.format(cell) for row, cell in zip(VOTES, cells, strict=True)]
    return table(f"station,{names},valid,invalid,Ada,Blaise", *rows, mapping=mapping)


def test_boxes_are_added_up_where_the_sum_fits() -> None:
    found = parted("votes cast at noon,votes cast later", "100,300", "150,300", "170,300")
    assert found.totals[Role.CAST].tolist() == [400, 450, 470]
    assert not found.notes


def test_parts_of_two_totals_are_chosen_together() -> None:
    people = "registered men,registered women,voted men,voted women,invalid,Ada,Blaise"
    rows = ["1,400,420,300,310,10,400,200", "2,380,400,250,260,10,250,250", "3,380,400,220,190,10,250,150"]
    found = table(f"station,{people}", *rows)
    assert found.totals[Role.REGISTERED].tolist() == [820, 780, 780]
    assert found.totals[Role.CAST].tolist() == [610, 510, 410]


def test_total_beside_its_parts_is_not_added_to_them() -> None:
    found = parted("Voted: all voted,early voted,at home voted", "400,300,100", "450,300,150", "470,300,170")
    assert found.totals[Role.CAST].tolist() == [400, 450, 470]
    assert [note for note in found.notes if note.startswith("cast: the sums fit 'Voted: all voted'; left aside, ")]
    found = parted("registered,registered men,registered women", "900,500,400", "800,400,400", "700,300,400")
    assert found.totals[Role.REGISTERED].tolist() == [900, 800, 700]


def test_column_that_does_not_fit_is_left_aside() -> None:
    """Early voters are some of those who voted: the sum would be more than valid and invalid ballots."""
    found = parted("voted,early voted", "400,20", "450,30", "470,15")
    assert found.totals[Role.CAST].tolist() == [400, 450, 470]
    assert [note for note in found.notes if note.endswith("though the headings are alike: 'early voted'")]


def test_ballots_issued_are_those_that_were_cast() -> None:
    found = parted("ballots issued,ballots issued to women,votes cast", "400,390,400", "450,450,450", "470,460,470")
    assert found.totals[Role.ISSUED].tolist() == [400, 450, 470]


def test_where_sums_do_not_tell_a_person_is_asked() -> None:
    cells = "500,40", "600,50", "700,45"
    with pytest.raises(ClaimsError) as caught:
        parted("electors,electors abroad", *cells)
    assert str(caught.value).startswith(
        "t.csv, row 1: several columns look like registered: 'electors', 'electors abroad'"
    )
    line = 'registered = ["electors", "electors abroad"]'
    assert f'{line} or registered = "electors"' in caught.value.hint
    assert 'abroad" or' not in caught.value.hint.replace(line, "")  # fewer than votes: it cannot be that alone
    assert parted("electors,electors abroad", *cells, mapping=line).totals[Role.REGISTERED].tolist() == [540, 650, 745]
    alone = 'registered = "electors"'
    assert parted("electors,electors abroad", *cells, mapping=alone).totals[Role.REGISTERED].tolist() == [500, 600, 700]


def test_totals_without_a_heading_are_found_by_sums() -> None:
    rows = ["1,500,400,390,10,250,140", "2,600,450,440,10,250,190", "3,700,480,470,10,260,210"]
    found = table("station,registered,x,y,invalid,Ada,Blaise", *rows)
    assert roles(found) == ["station", "registered", "cast", "valid", "invalid", "candidate", "candidate"]
    assert [own.why for own in found.guesses][2:4] == ["arithmetic", "arithmetic"]
    found = table("station,registered,Ada,Blaise,invalid,x", *["1,500,250,140,10,400", "2,600,250,190,10,450"])
    assert roles(found) == ["station", "registered", "candidate", "candidate", "invalid", "cast"]
    assert {own.why for own in found.guesses[2:4]} == {"arithmetic"}
    found = table("station,registered,Turnout,y,invalid,Ada,Blaise", *rows)
    assert roles(found)[2] == "cast"


def test_votes_that_are_as_many_as_stayed_at_home_are_votes() -> None:
    assert roles(table("station,registered,votes cast,Ada,Blaise", "1,500,300,200,100"))[3] == "candidate"


def test_two_columns_that_are_the_same_sum_are_not_chosen_from() -> None:
    rows = ["1,390,390,250,140", "2,440,440,250,190", "3,470,470,260,210"]
    assert Role.VALID not in table("station,x,y,Ada,Blaise", *rows).totals
