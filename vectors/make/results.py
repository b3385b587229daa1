# SPDX-License-Identifier: Apache-2.0


"""Results that are not what the decryptions give, or that too few give."""

from collections.abc import Callable
from typing import Any

from vectors.make.cases import Built, case
from vectors.make.dealer import opened, voted

B, R, E = "BELENIOS-2048", "RFC-3526-2048", "Ed25519"
MISSING = "result.decryptions"


def undecrypted(structure: Any, *owners: int):
    """A right result that fewer decryptions are published for than it needs."""

    def build(seed: int) -> Built:
        dealer = voted(seed, trustees=structure).tallied()
        dealer.record.events = [
            event
            for event in dealer.record.events
            if event.type != "PartialDecryption" or event.envelope["owner"] in owners
        ]
        return dealer

    return build


case("result-no-decryption", "The result is published without any decryption.", MISSING, undecrypted((1,)))
case("result-single-missing", "One of two single trustees has not decrypted.", MISSING, undecrypted((1, 1), 1))
case(
    "result-threshold-missing",
    "One of three threshold trustees decrypted, two are needed.",
    MISSING,
    undecrypted(((2, 3),), 3),
)
case(
    "result-mixed-single-missing",
    "All of the threshold group decrypted, the single trustee did not.",
    MISSING,
    undecrypted((1, (1, 2)), 2, 3),
)
case(
    "result-mixed-threshold-missing",
    "The single trustee and one of the threshold group decrypted, two of these are needed.",
    MISSING,
    undecrypted((1, (2, 3)), 1, 4),
)

VALUE, RSHAPE = "result.value", "result.shape"


def announced(change: Callable[[list[Any]], Any], *kinds: str, **options: Any):
    return lambda seed: (
        voted(seed, *(kinds or ("plain",)), **options).tallied().change("Result", lambda value: change(value["result"]))
    )


case(
    "result-one-more-ed25519",
    "The winner is announced with a vote more than she has.",
    VALUE,
    announced(lambda r: r[0].__setitem__(0, 2)),
)
case(
    "result-one-more-belenios-2048",
    "In a 2048-bit group: nobody voted, and a vote is announced.",
    VALUE,
    announced(lambda r: r[0].__setitem__(0, 1), cast=0, group_name=B),
)
case(
    "result-change-places",
    "Two answers' counts changed places.",
    VALUE,
    announced(lambda r: r[0].reverse(), "one"),
)
case("result-negative", "A count is said to be -1.", VALUE, announced(lambda r: r[0].__setitem__(0, -1), cast=0))
case(
    "result-blank",
    "Blank votes are announced as an answer's.",
    VALUE,
    announced(lambda r: r[0].insert(1, r[0].pop(0)), "blank"),
)
case(
    "result-without-weights",
    "Ballots are announced for votes: the weights are left out.",
    VALUE,
    announced(lambda r: r.__setitem__(0, [1]), weights=[3, 5]),
)
case(
    "result-threshold",
    "A threshold group's result is announced with a vote more.",
    VALUE,
    announced(lambda r: r[0].__setitem__(0, 2), trustees=((2, 2),)),
)
case(
    "result-large",
    "A count is announced as a large number in a string.",
    VALUE,
    announced(lambda r: r[0].__setitem__(0, "1" + "0" * 29), cast=0),
)
case(
    "result-lists",
    "A list's candidates are announced with each other's votes.",
    VALUE,
    announced(lambda r: r[0][0].insert(0, r[0][0].pop()), "lists"),
)
case("result-ranking", "A ranking is announced in reverse.", VALUE, announced(lambda r: r[0][0].reverse(), "ranking"))
case(
    "result-ranking-order",
    "Rankings are announced in another order than that of the last shuffle.",
    VALUE,
    announced(lambda r: r[0].reverse(), "ranking", cast=2),
    strict=True,
)
case(
    "result-second-question",
    "The second question's result is the first one's.",
    VALUE,
    announced(lambda r: r.__setitem__(1, r[0]), "one", "any"),
)


def over_the_top(seed: int) -> Built:
    """-1 votes: the count modulo q is a right logarithm and no number of votes."""
    dealer = voted(seed).tallied()
    return dealer.change("Result", lambda value: value["result"][0].__setitem__(0, -(dealer.group.q - 1)))


case("result-minus-q", "A count is announced as q - 1 less: right modulo q.", VALUE, over_the_top)
case(
    "result-plus-q",
    "A count is announced as q more: right modulo q, as releases before 2.3 accept.",
    "json.syntax",
    lambda seed: (d := opened(seed, "plain").tallied()).change(
        "Result", lambda v: v["result"][0].__setitem__(0, str(d.group.q))
    ),
)
case("result-count-missing", "The last answer has no count.", RSHAPE, announced(lambda r: r[0].pop(), cast=0))
case(
    "result-count-too-many",
    "There is a count for an answer that there is not.",
    RSHAPE,
    announced(lambda r: r[0].append(0), cast=0),
)
case(
    "result-blank-missing",
    "Blank votes are not announced.",
    RSHAPE,
    announced(lambda r: r[0].pop(0), "blank", cast=0),
)
case(
    "result-ranking-missing", "A ranking is left out of the result.", RSHAPE, announced(lambda r: r[0].pop(), "ranking")
)
case(
    "result-lists-row",
    "A candidate's count stands in the other list's row.",
    RSHAPE,
    announced(lambda r: r[0][1].append(r[0][0].pop()), "lists", cast=0),
)
case(
    "result-question-missing",
    "The second question has no result.",
    "json.syntax",
    announced(lambda r: r.pop(), "plain", "any", cast=0),
)
case(
    "result-count-leading-zero",
    "A count is written as the text 00.",
    "json.syntax",
    announced(lambda r: r[0].__setitem__(0, "00"), cast=0),
    strict=True,
)
case(
    "result-ranking-number-missing",
    "A ranking is announced without its last place.",
    VALUE,
    announced(lambda r: r[0][0].pop(), "ranking"),
)
case(
    "result-one-more-rfc-3526-2048",
    "In the other 2048-bit group: nobody voted, and a vote is announced.",
    VALUE,
    announced(lambda r: r[0].__setitem__(0, 1), cast=0, group_name=R),
)
