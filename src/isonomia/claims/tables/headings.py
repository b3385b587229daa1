# SPDX-License-Identifier: Apache-2.0
"""What a column is by its heading: English, Russian, Belarusian, French, Spanish."""

import re
from enum import StrEnum
from functools import lru_cache


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

_WORDS: list[tuple[Role | None, tuple[str, ...]]] = [
    # Before all others: who did not vote, papers that are counted but are no ballots in a box, ballots nobody got.
    (Role.OTHER, (r"\babst", r"\bnon-?vot", r"\bnot vot", r"\bausent", r"\bне (про)?голосова", r"\bне прин(я|има)")),
    (Role.OTHER, (r"\bне (пра)?галасава", r"\bне прыня?[лм]", r"удостоверени", r"погашен", r"утра[чт]", r"не учтен")),
    (Role.OTHER, (r"бюллет.*получен", r"получен.*бюллет", r"испорч", r"пагашан", r"страчан", r"атрыман", r"сапсаван")),
    (Role.OTHER, (r"(ballot|paper).*\breceived", r"\breceived.*(ballot|paper)", r"\bunused", r"reçu", r"recibid")),
    (Role.OTHER, (r"sobrante", r"\bturnout", r"\bявка", r"\bяўка", r"\bparticipa(tion|ci[óo]n)")),
    # Votes for somebody have no role by their heading.
    (None, (r"голос.*\b(за|против)\b", r"галас.*\b(за|супраць)\b", r"\bvote[sd]? (for|against|received|obtained)\b")),
    (None, (r"\b(voix|votes|suffrages) (pour|contre|obtenu)", r"\bvotos (para|por|contra|obtenid|a favor)")),
    (Role.ISSUED, (r"бюллет.*выдан", r"выдан.*бюллет", r"получи(ли|вш).*бюллет", r"бюлет.*выдадз", r"выдадз.*бюлет")),
    (Role.ISSUED, (r"атрыма(лі|ўш).*бюлет", r"\bissued\b", r"bulletins (délivr|remis|distrib)")),
    (Role.ISSUED, (r"(papeletas|boletas) entregad",)),
    (
        Role.INVALID,
        (r"недейств", r"несапраўдн", r"\binv(alid)?\b", r"\binformal\b", r"rejected", r"\bspoil", r"\bvoid\b"),
    ),
    (Role.INVALID, (r"\bnull?\b", r"\bnul[oa]?s?\b", r"\binv[áa]lid[oa]s?\b", r"\banulad", r"\bimpugnad", r"\bannul")),
    (Role.BLANK, (r"\bblank\b", r"\bblanc[oah]?e?s?\b", r"\bпуст(ые|ых|ыя)\b")),
    (Role.VALID, (r"действит", r"сапраўдн", r"\bvalide?s?\b", r"\bvalable", r"^v\.? ?votes$", r"exprim")),
    (Role.VALID, (r"\bv[áa]lid[oa]s?\b", r"^(total )?(good|formal) (votes|ballots)$")),
    (
        Role.CAST,
        (
            r"приня.*участие",
            r"прынял.*[уў]дзел",
            r"прагаласава",
            r"проголосова",
            r"^voted\b",
            r"\bvoted$",
            r"\bvoting$",
        ),
    ),
    (Role.REGISTERED, (r"\bregistered\b", r"\benrolled\b", r"\breg\b.*(vot|elect)", r"\binscri(ts|tos|ptos)\b")),
    (Role.REGISTERED, (r"\beligible\b", r"\broll\b", r"\bcenso\b", r"\bpadr[óo]n\b", r"empadronad", r"lista nominal")),
    (Role.REGISTERED, (r"\bhabilitad", r"^ln$")),
    (
        Role.CAST,
        (r"\bящик", r"\bскрын[ьяюі]", r"(обнаруж|найден).*бюллет", r"бюллет.*(обнаруж|найден)", r"выяўлен.*бюлет"),
    ),
    (Role.CAST, (r"^(total )?ballots( papers)?( cast)?$", r"\b(votes|ballots|papers) (cast|polled)\b", r"\bemitid")),
    (Role.CAST, (r"\b(ballots|papers) .*in (the )?(ballot )?box", r"^t\.? ?votes$", r"^total (of )?votes$")),
    (Role.CAST, (r"^cast$", r"\bvotaron$", r"\bont vot[ée]$")),
    (Role.CAST, (r"\bvotants?\b", r"\bvotantes\b", r"^(total )?suffrages$", r"^bulletins .*(urne|trouv)")),
    (Role.CAST, (r"выяўлен.*бюлет",)),
    (Role.CAST, (r"\bsufragantes\b", r"^total (de |des )?(votos|bulletins|votes)$", r"^votos totales$")),
    (Role.CAST, (r"^всего (голосов|бюллетеней)$", r"^усяго (галасоў|бюлетэняў)$")),
    # "electoral" and "избирательный" say nothing: they go with places too.
    (Role.REGISTERED, (r"(включен|внесен).*спис", r"(уключан|унесен).*спіс", r"избирател(и|ей|ям)\b", r"\bвыбаршчык")),
    (
        Role.REGISTERED,
        (r"\b[ée]lect(eurs|eur inscrit)\b", r"\belect(ors|orate|ores)\b", r"^(total |number of )?voters$"),
    ),
    (Role.REGISTERED, (r"\bvoters (on|in)\b", r"^(total |number of )?voters$")),
    (Role.CAST, (r"^total( g[ée]n[ée]ral)?$",)),
    (Role.STRATUM, (r"\bstrat(um|e|a)?\b", r"\bestrato\b")),
    (
        Role.STATION,
        (r"\bуик\b", r"\buik\b", r"участ(ок|ка|ков)", r"[уў]част(ак|ка|ков)", r"\bstation\b", r"\bprecincts?\b"),
    ),
    (Role.STATION, (r"\bcasilla\b", r"\bmesa\b", r"\bbureau\b", r"\bb\. ?vote\b", r"\bpolling\b", r"\bsecci[óo]n\b")),
    (Role.STATION, (r"\bprecincts?\b", r"\b(centro|local) de votaci", r"\bward\b")),
    (Role.REGION, (r"регион", r"рэгіен", r"область", r"\bкрай\b", r"\bсубъект", r"вобласц", r"\boblast\b")),
    (Role.REGION, (r"\br[eé]gi[oó]n\b", r"\bdist name\b", r"\bprefectures?\b")),
    (Role.REGION, (r"\bd[ée]partem", r"\bdepartamento\b", r"\bprovinc(e|ia)\b", r"\bedo\b", r"\b(estado|state)\b")),
    (
        Role.DISTRICT,
        (r"\bтик\b", r"\btik\b", r"\boik\b", r"\b[оа]круг[аеу]?\b", r"\bраен", r"\bрайон", r"\bcommunes?\b"),
    ),
    (
        Role.DISTRICT,
        (r"\bcommunes?\b", r"\bmunicip", r"\bdistrit?o\b", r"\bdistrict\b", r"\bconst(ituency)?\b", r"\bsub cty\b"),
    ),
    (Role.DISTRICT, (r"\bpar name\b", r"\bparish\b", r"\bcounty\b", r"\bcircons", r"\bcircunscr")),
]
_COMPILED = [(role, re.compile(pattern)) for role, patterns in _WORDS for pattern in patterns]

_COMMON = re.compile(
    r"vot|ballot|paper|[ée]lect|number|nom$|nombre$|n[úu]mero|no$|n°|№|c[óo]d|name|id$|total|list|papeleta|boleta"
    r"|bulletin|suffrag|sufrag|cast$|box|roll|(wo)?men$|(fe)?male$|hombre|mujer|homme|femme|cent(er|re|ro)$|local$"
    r"|area|nominal|postal|early|unit|type|number|count|candidat|избират|числ|колич|бюлл|голос|спис|номер|код|назв|наимен"
    r"|выбар|колькасц|лік|бюлет|галас|спіс|нумар|комисси|камісі"
)
_PARTICLES = frozenset(
    ("de", "del", "la", "di", "du", "des", "van", "von", "der", "of", "en", "y", "et", "and", "и", "і", "на")
)


def plain(heading: str) -> str:
    """In small letters, with single spaces."""
    small = re.sub(r"[_\s]+", " ", heading.casefold()).replace("ё", "е")
    return small.replace("reg.", "reg ").replace("inv.", "inv ").strip()


@lru_cache(4096)
def role_of(heading: str) -> Role | None:
    """What a heading says; None if nothing that is known."""
    text = plain(heading)
    return next((role for role, pattern in _COMPILED if pattern.search(text)), None)


def may_be_name(heading: str) -> bool:
    """Whether a heading that has a role can be a person instead, as *Carlos Mesa*: two to four words, all with a
    capital letter, all but one of which are of no election."""
    words = [word for word in heading.split() if word.casefold() not in _PARTICLES]
    if not 2 <= len(words) <= 4 or not all(word[0].isupper() and word.strip(".'’-").isalpha() for word in words):
        return False
    return sum(role_of(word) is not None or bool(_COMMON.search(plain(word).strip("."))) for word in words) == 1
