# SPDX-License-Identifier: Apache-2.0
"""The report of a table of stations: verdicts beside their controls, figures, inputs, methods, and how to repeat it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from isonomia.present import claim_page as common
from isonomia.present.catalogue import Words
from isonomia.present.claim_page import Again, Input, listed, paragraphs, section
from isonomia.present.forensic_curves import Curve, curve_figure, z_figure
from isonomia.present.forensic_figures import Comb, comb_figure, fingerprint_figure
from isonomia.present.forensic_verdicts import verdicts
from isonomia.present.hypertext import Html, table, tag
from isonomia.present.numbers import number, rounded
from isonomia.present.plot import Picture, Told

if TYPE_CHECKING:
    from isonomia.claims.forensics.anomalous import Anomalous
    from isonomia.claims.forensics.assess import Assessment
    from isonomia.claims.tables.table import Table

MOST_REGIONS = 40
"""Regions that are listed, those of the largest z first."""


@dataclass(frozen=True, slots=True)
class Examined:
    """All that the report is about. ``took_part``: "issued" or "cast". ``large``: units of so many voters are apart,
    and ``with_large`` is the curve with them; None if there are none."""

    files: tuple[Input, ...]
    table: "Table"
    mapping: str
    leader: str
    leader_votes: int
    took_part: str
    own: "Assessment"
    fingerprint: Any
    turnout: Comb
    share: Comb
    large: int | None
    with_large: "Sequence[Anomalous] | None"
    seed: int
    again: Again


def pictures(own: Examined, words: Words) -> list[Picture]:
    """The figures in their order. Raises FiguresMissing."""
    from isonomia.claims.forensics.anomalous import CONTROL
    from isonomia.claims.forensics.assess import CONTROL as REAL
    from isonomia.claims.forensics.assess import UNSEEN

    file = own.files[0]
    source = words.gettext(
        "Data: {file} (SHA-256 {sha256}). Figure: isonomia.\nAn anomaly is not a proof.",
        file=file.name,
        sha256=f"{file.sha256[:16]}…",
    )
    told = Told(source, own.leader, words)
    apart = len(own.own.large.row)
    curves = [Curve(words.gettext("all stations"), own.own.curve)]
    if own.with_large is not None and own.large is not None:
        size = number(own.large, words)
        label = words.ngettext(
            "without {n} unit of {size} voters or more (electronic voting?)",
            "without {n} units of {size} voters or more (electronic voting?)",
            apart,
            n=number(apart, words),
            size=size,
        )
        curves = [Curve(label, own.own.curve), Curve(words.gettext("with them"), own.with_large)]
    clean, unseen = words.gettext("Mexico 2012, clean"), words.gettext("Uganda 2021")
    return [
        fingerprint_figure(own.fingerprint, told),
        comb_figure(own.turnout, own.share, told),
        z_figure(own.own, (clean, float(REAL["integer_z"])), (unseen, float(UNSEEN["integer_z"])), told),
        curve_figure(curves, CONTROL, own.leader_votes, told),
    ]


def report(own: Examined, drawn: Sequence[Picture], words: Words) -> str:
    """The HTML document; ``drawn``: of :func:`pictures`."""
    figures = {picture.name: common.shown(picture, words) for picture in drawn}
    title = words.gettext("Forensics of {file}", file=own.files[0].name)
    lead = (
        tag("p", words.gettext("Do the numbers of all stations look like those of an election?")),
        tag("p", _subject(own, words)),
        tag("p", tag("strong", words.gettext("An anomaly is not a proof.")), " ", _proof(words), class_="words"),
    )
    sections = [
        section("verdicts", words.gettext("Verdicts, beside their controls"), *verdicts(own.own, words)),
        section("fingerprint", words.gettext("The fingerprint"), figures["fingerprint"], *_fingerprint(words)),
        section(
            "integers",
            words.gettext("Whole percentages"),
            *_integers(own, words),
            *(figures["comb"], figures["z"]),
            _regions(own, words),
        ),
        section("anomalous", words.gettext("Anomalous votes"), figures["curve"], *_curve(own, words)),
        section("red", words.gettext("Stations to look at"), *_red(own, words)),
        section("examined", words.gettext("What was examined"), *_examined(own, words)),
        section("methods", words.gettext("Methods and their sources"), _methods(own.seed, words)),
        common.again(own.again, words),
    ]
    return common.whole_page(title, lead, sections, words)


def _subject(own: Examined, words: Words) -> str:
    count = own.own.stations
    return words.ngettext(
        "{n} station; the leader is {leader}, with {votes} votes.",
        "{n} stations; the leader is {leader}, with {votes} votes.",
        count,
        n=number(count, words),
        leader=own.leader,
        votes=number(own.leader_votes, words),
    )


def _proof(words: Words) -> str:
    return words.gettext(
        "It says where to look, not who did what; and where there is no anomaly, fraud may still be. Contradictions "
        "between documents are proofs: look for those first."
    )


def _fingerprint(words: Words) -> Iterator[Html]:
    yield paragraphs(
        words.gettext(
            "It shows where stations lie, and tests nothing. A picture like that of a clean election proves no "
            "honesty, and one that is unlike it has other reasons too: regions that vote otherwise, hospitals, ships, "
            "barracks."
        )
    )


def _integers(own: Examined, words: Words) -> Iterator[Html]:
    test = own.own.integers
    yield paragraphs(
        words.gettext(
            "Who makes numbers up likes whole percentages. In {n} stations (100 voters or more, turnout and share at "
            "most 99 %) {observed} have a turnout or a leader's share within 0.05 points of a whole percentage; "
            "{expected} are expected from each station's own size, turnout and share. The excess is {excess}, with a "
            "standard deviation of {deviation}.",
            n=number(test.stations, words),
            observed=number(test.observed, words),
            expected=rounded(test.expected, words, 1),
            excess=rounded(test.excess, words),
            deviation=rounded(test.deviation, words),
        ),
        words.gettext(
            "It can show that more stations have whole percentages than chance makes. It cannot show who wrote them, "
            "and nothing of fraud after which votes are counted: stuffed boxes, pressure on voters, a false roll. A "
            "table that was rounded or typed in has such percentages too."
        ),
    )


def _regions(own: Examined, words: Words) -> Html:
    rows = [
        (name or words.gettext("(no region)"), number(one.stations, words), number(one.observed, words),
         rounded(one.expected, words, 1), rounded(one.excess, words, 1), rounded(one.z, words))
        for name, one in list(own.own.regions.items())[:MOST_REGIONS]
    ]  # fmt: skip
    head = (
        *(words.gettext("Region"), words.gettext("Stations"), words.gettext("Whole percentages")),
        *(words.gettext("Expected"), words.gettext("Excess"), "z"),
    )
    caption = words.gettext(
        "Regions by z: {shown} of {n}", shown=number(len(rows), words), n=number(len(own.own.regions), words)
    )
    return table(caption, head, rows, numbers=range(1, 6))


def _curve(own: Examined, words: Words) -> Iterator[Html]:
    large = own.own.large
    if len(large.row):
        yield tag(
            "p",
            words.ngettext(
                "Apart: {n} very large unit (electronic voting?), with {votes} votes for the leader; row {rows}.",
                "Apart: {n} very large units (electronic voting?), with {votes} votes for the leader; rows {rows}.",
                len(large.row),
                n=number(len(large.row), words),
                votes=number(int(large.leader.sum()), words),
                rows=common.first_of(large.row.tolist(), words),
            ),
            id="large",
        )
    else:
        yield tag("p", words.gettext("There are no very large units, or none was to be set apart."), id="large")
    yield paragraphs(
        words.gettext(
            "It can show how many votes the leader has beyond what low turnout foretells. It cannot show that they are "
            "false: it takes for granted that turnout and preference are independent. Simulated clean elections keep "
            "each station's turnout and share, so it is the same there, and the curve has no rate of false alarms."
        )
    )


def _red(own: Examined, words: Words) -> Iterator[Html]:
    from isonomia.claims.forensics.assess import CONTROL

    reasons = {
        "took-part-above-registered": words.gettext("more took part than are registered"),
        "cast-above-took-part": words.gettext("more ballots were cast than voters took part"),
        "leader-above-cast": words.gettext("more votes for the leader than ballots"),
        "turnout-100": words.gettext("turnout is 100 %"),
        "share-100": words.gettext("nobody else has a vote"),
    }
    rows = [
        (reasons[red.reason], number(len(red.rows), words), number(red.large, words), number(red.leader, words),
         common.first_of(red.rows.tolist(), words) or "–")
        for red in own.own.red
    ]  # fmt: skip
    head = (
        *(words.gettext("Reason"), words.gettext("Stations"), words.gettext("of 100 voters or more")),
        *(words.gettext("Votes for the leader"), words.gettext("Rows of the file")),
    )
    yield table(words.gettext("Red list"), head, rows, numbers=(1, 2, 3))
    yield paragraphs(
        words.gettext(
            "A list of places to look at, by arithmetic alone. Small stations with a turnout of 100 % are common: "
            "ships, hospitals. More voters than are registered can be a slip of the pen: clean Mexico 2012 has {n} "
            "such stations. All rows are there with --json.",
            n=number(int(CONTROL["took_part_above_registered"]), words),
        )
    )


def _examined(own: Examined, words: Words) -> Iterator[Html]:
    yield common.inputs(own.files, words)
    meaning = {
        "issued": words.gettext("“Took part” are the ballots issued to voters."),
        "cast": words.gettext("“Took part” are the ballots cast."),
    }
    yield tag("p", meaning[own.took_part])
    yield common.left_out(own.table.left_out, words)
    if own.own.not_possible:
        yield tag(
            "p",
            words.ngettext(
                "{n} station without ballots, or with more of them than voters, is in the red list alone.",
                "{n} stations without ballots, or with more of them than voters, are in the red list alone.",
                own.own.not_possible,
                n=number(own.own.not_possible, words),
            ),
        )
    yield from common.columns(own.table, words)
    if own.mapping:
        yield tag("h3", words.gettext("The mapping file"))
        yield tag("pre", tag("code", own.mapping))


def _methods(seed: int, words: Words) -> Html:
    return listed(
        (
            words.gettext(
                "Whole percentages: {source}; here with each station's exact binomial probability in place of a Monte "
                "Carlo.",
                source="D. Kobak, S. Shpilkin, M. Pshenichnikov, Integer percentages as electoral falsification "
                "fingerprints, Annals of Applied Statistics 10 (2016) 54–73",
            ),
            words.gettext("Anomalous votes: {source}.", source="S. Shpilkin, Troitskii variant 40 (2009)"),
            words.gettext(
                "Fingerprint: {source}.",
                source="P. Klimek, Y. Yegorov, R. Hanel, S. Thurner, Statistical detection of systematic election "
                "irregularities, PNAS 109 (2012) 16469–16473",
            ),
            words.gettext(
                "Digits: {source}. Only beside simulated elections: clean ones do not follow the book.",
                source="W. Mebane, K. Kalinin, Election Forensics Toolkit",
            ),
            words.gettext(
                "Simulated clean elections: every voter of a station takes part with the station's own turnout, every "
                "ballot is the leader's with the station's own share, each by itself. The seed is {seed}.",
                seed=str(seed),
            ),
        )
    )
