# SPDX-License-Identifier: Apache-2.0
"""What a column is by its heading: English, Russian, Belarusian, French, Spanish."""

import re
from enum import StrEnum


class Role(StrEnum):
    """What a column tells of a station. ISSUED and CAST may be the sum of several columns."""

    REGION = "region"
    DISTRICT = "district"
    STATION = "station"
    STRATUM = "stratum"
    REGISTERED = "registered"
    ISSUED = "issued"
    CAST = "cast"
    VALID = "valid"
    BLANK = "blank"
    INVALID = "invalid"
    CANDIDATE = "candidate"
    OTHER = "other"


PLACES = (Role.REGION, Role.DISTRICT, Role.STATION, Role.STRATUM)
TOTALS = (Role.REGISTERED, Role.ISSUED, Role.CAST, Role.VALID, Role.BLANK, Role.INVALID)

_WORDS: list[tuple[Role, tuple[str, ...]]] = [
    # Before all others: papers that are counted but are no ballots in a box, and ballots nobody got.
    (Role.OTHER, (r"удостоверени", r"погашен", r"утрач", r"не учтен", r"полученн.*комисси")),
    (Role.OTHER, (r"пагашан", r"страчан", r"атрыман", r"received", r"unused", r"reçus", r"recibidas")),
    (Role.ISSUED, (r"бюллетеней, выданн", r"бюлетэн.*выдадзен", r"\bissued\b", r"bulletins (délivr|remis)")),
    (Role.ISSUED, (r"(papeletas|boletas) entregad",)),
    (Role.INVALID, (r"недействительн", r"несапраўдн", r"\binv(alid)?\b", r"rejected", r"spoil", r"\bnul[oa]?s?\b")),
    (Role.BLANK, (r"\bblank\b", r"\bblanc[oa]?s?\b", r"\bпуст")),
    (Role.VALID, (r"действительн", r"сапраўдн", r"\bvalid\b", r"^v\.? ?votes$", r"exprim", r"\bv[áa]lid[oa]s\b")),
    (Role.CAST, (r"ящик", r"скрын", r"прынял.*[уў]дзел", r"приня.*участие", r"^ballots( cast)?$", r"\bvotes cast\b")),
    (Role.CAST, (r"^t\.? ?votes$", r"^total", r"\bvotants?\b", r"\bvotantes\b", r"emitid")),
    (Role.REGISTERED, (r"включенн.*спис", r"внесенн.*спис", r"избирател.*спис", r"уключан.*спіс", r"выбаршчык.*спіс")),
    (
        Role.REGISTERED,
        (r"\breg(istered)?\b", r"\binscri(ts|tos|ptos)\b", r"\belector(s|ate|es|al)?\b", r"\beligible\b"),
    ),
    (Role.REGISTERED, (r"empadronad", r"nominal", r"^ln$")),
    (Role.STRATUM, (r"\bstrat(um|e|a)?\b", r"\bestrato\b")),
    (Role.STATION, (r"\bуик\b", r"\buik\b", r"участ(ок|ка)\b", r"участак", r"\bstation\b", r"\bprecincts?\b")),
    (Role.STATION, (r"\bcasilla\b", r"\bmesa\b", r"\bbureau\b", r"\bpolling\b", r"\bsecci[óo]n\b")),
    (Role.REGION, (r"регион", r"область", r"вобласц", r"\br[eé]gi[oó]n\b", r"\bdist name\b", r"\bprefectures?\b")),
    (
        Role.REGION,
        (r"\bd[ée]partem", r"\bdepartamento\b", r"\bprovinc(e|ia)\b", r"\bedo\b", r"\bestado\b", r"\bstate\b"),
    ),
    (Role.DISTRICT, (r"\bтик\b", r"\btik\b", r"\boik\b", r"\bокруг", r"\bраён", r"\bрайон", r"\bcommunes?\b")),
    (Role.DISTRICT, (r"\bmunicip", r"\bdistrit?o\b", r"\bdistrict\b", r"\bconst(ituency)?\b", r"\bsub cty\b")),
    (Role.DISTRICT, (r"\bpar name\b", r"\bparish\b", r"\bcounty\b", r"\bcircons")),
]
_COMPILED = [(role, re.compile(pattern)) for role, patterns in _WORDS for pattern in patterns]


def role_of(heading: str) -> Role | None:
    """What a heading says; None if nothing that is known."""
    plain = re.sub(r"[_\s]+", " ", heading.casefold()).replace("reg.", "reg ").replace("inv.", "inv ").strip()
    return next((role for role, pattern in _COMPILED if pattern.search(plain)), None)
