# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501 (a sentence of the manifest stands on one line, beside what makes it true)
"""Ballots with something missing, or too much."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from isonomia.protocol.messages import UNSET, encode
from isonomia.protocol.secret import homomorphic
from support.forge import altered
from support.holding import sign
from vectors.make.cases import Built, case
from vectors.make.dealer import voted

B, R, E = "BELENIOS-2048", "RFC-3526-2048", "Ed25519"
INDIVIDUAL, OVERALL, BLANK = "ballot.individual-proof", "ballot.overall-proof", "ballot.blank-proof"
LIST, NONZERO, ENCRYPTION = "ballot.list-proof", "ballot.nonzero-proof", "ballot.encryption-proof"

SHAPE = "ballot.shape"


def shaped(kind: str, change: Callable[[Any], Any], **options: Any):
    def build(seed: int) -> Built:
        dealer = voted(seed, kind, **options).resigned(0, lambda ballot: change(ballot["answers"][0]))
        return dealer

    return build


def wide(seed: int) -> Built:
    """Both answers where one is asked, rightly proved to be 0, 1 or 2: a branch too many."""
    dealer = voted(seed, "one")
    g, question = dealer.group, dealer.election.questions[0]
    more = replace(question, min=0, max=2)
    answer = homomorphic.make_answer(g, dealer.election.y, more, [1, 1], dealer.context(0), dealer.random)
    return dealer.answered(0, answer).tallied()  # the one ballot that cannot be read, and all that follows it


def without_blank(seed: int) -> Built:
    dealer = voted(seed, "blank")
    question: Any = replace(dealer.election.questions[0], blank=UNSET)
    answer = homomorphic.make_answer(
        dealer.group, dealer.election.y, question, [1, 0, 0], dealer.context(0), dealer.random
    )
    return dealer.answered(0, answer)


case(
    "shape-overall-too-wide",
    "A voter chose both answers where one is asked, and proves truly that her choices are 0, 1 or 2.",
    SHAPE,
    wide,
)
case(
    "shape-no-blank-proof",
    "An answer has no blank proof, and a ciphertext too few, where blank votes are allowed: peers accept it, and then nobody can tally.",
    SHAPE,
    without_blank,
)
case(
    "shape-blank-proof-empty",
    "An answer has an empty blank proof where blank votes are not allowed.",
    SHAPE,
    shaped("plain", lambda a: a.update(blank_proof=[])),
    strict=True,
)
case(
    "shape-blank-proof-too-many",
    "An answer has a blank proof where blank votes are not allowed: unread room in a ballot.",
    SHAPE,
    shaped("plain", lambda a: a.update(blank_proof=[a["overall_proof"][0]] * 2)),
    strict=True,
)
case(
    "shape-individual-proof-missing",
    "A choice has no 0/1 proof.",
    SHAPE,
    shaped("plain", lambda a: a["individual_proofs"].pop()),
)
case(
    "shape-individual-branch-missing",
    "The last 0/1 proof has one branch.",
    SHAPE,
    shaped("one", lambda a: a["individual_proofs"][1].pop()),
)
case(
    "shape-choice-too-many",
    "An answer has a choice too many, with its proof: it is counted for nobody, or for the next question.",
    SHAPE,
    shaped(
        "plain",
        lambda a: (a["choices"].append(a["choices"][0]), a["individual_proofs"].append(a["individual_proofs"][0])),
    ),
)
case(
    "shape-choice-missing",
    "An answer has a choice too few.",
    SHAPE,
    shaped("one", lambda a: (a["choices"].pop(), a["individual_proofs"].pop())),
)
case(
    "shape-no-choices",
    "An answer has nothing in it.",
    SHAPE,
    shaped("plain", lambda a: a.update(choices=[], individual_proofs=[], overall_proof=[])),
)
case(
    "shape-overall-missing",
    "An answer has no proof of the number of choices.",
    SHAPE,
    shaped("plain", lambda a: a.update(overall_proof=[])),
)
case(
    "shape-list-proof-too-many",
    "A list has a third proof, which peers do not look at: unread room in a ballot.",
    SHAPE,
    shaped("lists", lambda a: a["list_proofs"][0].append(a["list_proofs"][0][0])),
    strict=True,
)
case(
    "shape-list-proofs-missing", "The last list has no proof.", SHAPE, shaped("lists", lambda a: a["list_proofs"].pop())
)
case(
    "shape-list-candidate-moved",
    "A candidate stands in the other list's row.",
    SHAPE,
    shaped(
        "lists",
        lambda a: (
            a["choices"][1].append(a["choices"][0].pop()),
            a["individual_proofs"][1].append(a["individual_proofs"][0].pop()),
        ),
    ),
)
case(
    "shape-nonzero-response-missing",
    "The proof that a candidate is chosen has one response.",
    SHAPE,
    shaped("lists", lambda a: a["nonzero_proof"]["response"].pop()),
)
case("shape-question-missing", "A ballot answers one of two questions.", "json.syntax", lambda seed: _removed(seed))


def _removed(seed: int) -> Built:
    dealer = voted(seed, "plain", "any")
    event = dealer.record.of("Ballot")[0]
    ballot = dealer.read(event)
    event.content = encode(
        sign(
            dealer.group,
            replace(ballot, answers=ballot.answers[:1]),
            dealer.exponent(dealer.credentials[0]),
            dealer.random,
        )
    )
    return dealer


case(
    "shape-choice-without-proof",
    "An answer has a choice too many, without a proof.",
    SHAPE,
    shaped("plain", lambda a: a["choices"].append(a["choices"][0])),
)
case(
    "shape-proof-without-choice",
    "An answer has 0/1 proofs for a choice that is not there: unread room in a ballot.",
    SHAPE,
    shaped("plain", lambda a: a["individual_proofs"].append(a["individual_proofs"][0])),
)
case(
    "shape-list-proof-without-choice",
    "A list has 0/1 proofs for a candidate that is not there.",
    SHAPE,
    shaped("lists", lambda a: a["individual_proofs"][1].append(a["individual_proofs"][1][0])),
)


def of_another_kind(seed: int) -> Built:
    dealer = voted(seed, "ranking", "plain")
    event = dealer.record.of("Ballot")[0]
    event.content = altered(event.content, lambda ballot: ballot["answers"].reverse())
    return dealer.resigned_bytes(0, lambda own: own)


case(
    "shape-answers-change-places",
    "The answers to a ranking and to another question changed places.",
    "json.syntax",
    of_another_kind,
)
case(
    "shape-answer-too-many",
    "A ballot answers a question that is not asked.",
    "json.syntax",
    lambda seed: _one_more_answer(seed),
)


def _one_more_answer(seed: int) -> Built:
    dealer = voted(seed)
    event = dealer.record.of("Ballot")[0]
    event.content = altered(event.content, lambda ballot: ballot["answers"].append(ballot["answers"][0]))
    return dealer.resigned_bytes(0, lambda own: own)


case(
    "shape-blank-proof-short",
    "The proof that a blank vote chooses nothing has one branch.",
    SHAPE,
    shaped("blank", lambda a: a["blank_proof"].pop()),
)
case(
    "shape-list-choice-missing",
    "A candidate has a 0/1 proof and no choice that it is of.",
    SHAPE,
    shaped("lists", lambda a: a["choices"][1].pop()),
)
case(
    "shape-list-branch-missing",
    "The last candidate's 0/1 proof has one branch.",
    SHAPE,
    shaped("lists", lambda a: a["individual_proofs"][1][1].pop()),
)
