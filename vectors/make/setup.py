# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501 (a sentence of the manifest stands on one line, beside what makes it true)

"""The election object and the roll."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from isonomia.groups.parameters import RFC_3526_2048
from isonomia.protocol import challenges
from isonomia.protocol.messages import Ballot, Signature, encode
from isonomia.protocol.secret import homomorphic
from isonomia.protocol.secret.credentials import public_credential
from support.forge import Event
from support.holding import sign
from vectors.make.cases import UNREADABLE, Built, case
from vectors.make.dealer import PLAIN, ROLL, Dealer, opened
from vectors.make.torsion import even_schnorr, with_t

B, R, E = "BELENIOS-2048", "RFC-3526-2048", "Ed25519"

case(
    "unreadable-election-version",
    "The record is of version 1, its election of version 2: read by the wrong rules, it means something else.",
    UNREADABLE,
    lambda seed: opened(seed, "plain").said(version=2),
)


def same_uuid(uuid: str):
    return lambda seed: opened(seed, "plain", uuid=uuid)


UUID = "setup.uuid"
case(
    "setup-uuid-short",
    "The uuid has 13 characters: credentials are derived from it, and two elections may share it.",
    UUID,
    same_uuid("1" * 13),
)
case("setup-uuid-empty", "The uuid is empty.", UUID, same_uuid(""))
case(
    "setup-uuid-path",
    "The uuid is a path: a server or a tool that names files after it writes elsewhere.",
    UUID,
    same_uuid("../../11111111111111"),
)
case("setup-uuid-not-base58", "The uuid has characters that are none of Base58.", UUID, same_uuid("0OIl" * 4))

QUESTION = "setup.questions"


def asked(**question: Any):
    return lambda seed: opened(
        seed, "plain", questions=[{"answers": ["A", "B"], "min": 1, "max": 1, "question": "?"} | question]
    )


case(
    "setup-min-over-max",
    "At least two answers are to be chosen, and at most one: no valid ballot exists.",
    QUESTION,
    asked(min=2),
    strict=True,
)
case("setup-max-over-answers", "Three of two answers may be chosen.", QUESTION, asked(max=3), strict=True)
case("setup-min-negative", "At least -1 answers are to be chosen.", QUESTION, asked(min=-1), strict=True)
case("setup-no-answers", "A question has no answers.", QUESTION, asked(answers=[], min=0, max=0), strict=True)
case("setup-no-questions", "The election asks nothing.", QUESTION, lambda seed: opened(seed), strict=True)
case(
    "setup-list-without-candidates",
    "A list has a name and no candidate: whoever chooses it cannot vote.",
    QUESTION,
    lambda seed: opened(
        seed, questions=[{"type": "Lists", "value": {"answers": [["L", "a"], ["M"]], "question": "?"}}]
    ),
    strict=True,
)
case(
    "setup-ranking-without-embedding",
    "A ranking is asked in a group that cannot carry one.",
    QUESTION,
    lambda seed: opened(seed, "ranking", group_name=B),
    strict=True,
)
case(
    "setup-ranking-too-long",
    "A ranking has more answers than an element can carry.",
    QUESTION,
    lambda seed: opened(
        seed, questions=[{"type": "NonHomomorphic", "value": {"answers": ["A"] * 31, "question": "?"}}]
    ),
    strict=True,
)

KEY = "setup.public-key"
for group_name in (E, B):
    case(
        f"setup-key-of-one-trustee-{group_name.lower()}",
        "The ballots are encrypted for one of the two trustees alone: she reads every vote.",
        KEY,
        lambda seed, g=group_name: opened(
            seed, "plain", group_name=g, trustees=(1, 1), key=lambda _, made: made[0].product
        ),
    )
case(
    "setup-key-of-nobody-listed",
    "The ballots are encrypted for somebody who is no trustee.",
    KEY,
    lambda seed: opened(seed, "plain", key=lambda g, _: g.power(g.g, 7)),
)
case(
    "setup-key-identity",
    "The public key is the identity: every vote is in the clear.",
    KEY,
    lambda seed: opened(seed, "plain", key=lambda g, _: g.identity),
)
case(
    "setup-key-no-element",
    "The public key is the trustees' product times an element of order 2.",
    KEY,
    lambda seed: (d := opened(seed, "plain")).said(public_key=with_t(d.group, str(d.election.y))),
)
case(
    "setup-key-without-threshold-group",
    "The threshold group's part is left out of the public key: the single trustee reads every vote alone.",
    KEY,
    lambda seed: opened(seed, "plain", trustees=(1, (2, 3)), key=lambda _, made: made[0].product),
)

# --- the roll --------------------------------------------------------------------------------------

ELEMENTS = "roll.elements"


def anybody(seed: int, group_name: str) -> Built:
    """A ballot under the identity: its secret is 0, known to all."""
    dealer = opened(seed, "plain", group_name=group_name)
    g, one = dealer.group, str(dealer.group.identity)
    dealer.part(ROLL, lambda roll: roll.insert(0, one))
    dealer.roll = {one: 1} | dealer.roll
    context = challenges.ballot_context(dealer.election.fingerprint, one)
    answer = homomorphic.make_answer(g, dealer.election.y, dealer.election.questions[0], [1], context, dealer.random)
    ballot = Ballot(
        dealer.election.uuid, dealer.election.fingerprint, one, (answer,), Signature("", answer.overall_proof[0])
    )
    dealer.record.events.append(Event("Ballot", [encode(sign(g, ballot, g.secret(0), dealer.random))]))
    return dealer


case(
    "roll-identity",
    "The identity is on the roll, and somebody voted with it: anybody can sign for it.",
    ELEMENTS,
    lambda seed: anybody(seed, E),
    strict=True,
)


def listed(change: Callable[[Dealer, list[str]], Any], **options: Any):
    """The roll changed before anybody votes."""

    def build(seed: int) -> Built:
        dealer = opened(seed, "plain", **options)
        return dealer.part(ROLL, lambda roll: change(dealer, roll))

    return build


def ballot_with_t(seed: int, group_name: str) -> Built:
    """Her credential times T, with a signature that does not see it."""
    dealer = opened(seed, "plain", group_name=group_name)
    g, private = dealer.group, dealer.exponent(dealer.credentials[0])
    own = with_t(g, str(public_credential(g, private)))
    dealer.part(ROLL, lambda roll: roll.__setitem__(0, own))
    context = challenges.ballot_context(dealer.election.fingerprint, own)
    answer = homomorphic.make_answer(g, dealer.election.y, dealer.election.questions[0], [1], context, dealer.random)
    ballot: Any = Ballot(
        dealer.election.uuid, dealer.election.fingerprint, own, (answer,), Signature("", answer.overall_proof[0])
    )
    digest = challenges.fingerprint(encode(ballot.unsigned()))
    proof = even_schnorr(g, private, lambda texts: challenges.signature(digest, texts[0]), dealer.random)
    ballot = Ballot(ballot.election_uuid, ballot.election_hash, own, ballot.answers, Signature(digest, proof))
    dealer.record.events.append(Event("Ballot", [encode(ballot)]))
    return dealer


for group_name in (E, B):
    case(
        f"roll-order-2-{group_name.lower()}",
        "A public credential is outside the group, times an element of order 2; nobody has voted with it yet.",
        ELEMENTS,
        listed(lambda d, roll: roll.__setitem__(0, with_t(d.group, roll[0])), group_name=group_name),
    )
    case(
        f"roll-order-2-voted-{group_name.lower()}",
        "A public credential is times an element of order 2, and its voter has voted, with a signature drawn so that it holds.",
        ELEMENTS,
        lambda seed, g=group_name: ballot_with_t(seed, g),
        "ballot.elements",
    )
case(
    "roll-upper-case",
    "A public credential is written in capitals: its voter's own text is not on the roll.",
    ELEMENTS,
    listed(lambda _, roll: roll.__setitem__(0, roll[0].upper())),
)
case(
    "roll-leading-zero",
    "A public credential is written with a leading zero: its voter's own text is not on the roll.",
    ELEMENTS,
    listed(lambda _, roll: roll.__setitem__(0, "0" + roll[0]), group_name=B),
)
case("roll-zero", "Zero is on the roll.", ELEMENTS, listed(lambda _, roll: roll.__setitem__(0, "0"), group_name=R))

DISTINCT = "roll.distinct"
case(
    "roll-twice",
    "One credential stands twice: the roll looks longer than it is.",
    DISTINCT,
    listed(lambda _, roll: roll.append(roll[0])),
)
case(
    "roll-twice-with-two-weights",
    "One credential stands twice, with two weights: which one counts is the server's choice.",
    DISTINCT,
    listed(lambda _, roll: roll.append(roll[0].replace(",1", ",100")), weights=[1, 1]),
)

WEIGHTS = "roll.weights"


def weighing(text: str):
    return listed(lambda _, roll: roll.__setitem__(0, f"{roll[0].partition(',')[0]}{text}"), weights=[1, 1])


case(
    "roll-weight-hexadecimal",
    "A weight is written 0x10: for some readers it is 16, for others 0.",
    WEIGHTS,
    weighing(",0x10"),
    strict=True,
)
case(
    "roll-weight-leading-zero",
    "A weight is written 010: for some readers it is 10, for others 8.",
    WEIGHTS,
    weighing(",010"),
    strict=True,
)
case("roll-weight-negative", "A weight is negative: that voter's choice loses votes.", WEIGHTS, weighing(",-1"))
case("roll-weight-empty", "A comma stands behind a credential, and no weight.", WEIGHTS, weighing(","), strict=True)
case(
    "roll-weight-and-name",
    "Behind a weight stands the voter's name: it links her to her ballots.",
    WEIGHTS,
    weighing(",1,ann"),
    strict=True,
)
case("roll-weight-fraction", "A weight is 1.5.", WEIGHTS, weighing(",1.5"))
case("roll-weight-huge", "A weight has 19 digits: counters overflow.", WEIGHTS, weighing("," + "9" * 19), strict=True)
for group_name in (E, R):
    case(
        f"roll-weight-in-ranking-{group_name.lower()}",
        "A voter has weight 2 where rankings are published one by one: it is lost, or tells whose it is.",
        WEIGHTS,
        lambda seed, g=group_name: opened(seed, "ranking", group_name=g, weights=[1, 2]),
        strict=True,
    )


def certified(seed: int, **more: Any) -> Built:
    dealer = opened(seed, "plain")
    contents = dealer.record.events[0].contents
    certificate = {
        "uuid": dealer.election.uuid,
        "voter_list_length": 2,
        "public_creds_hash": sha256(contents[ROLL]).hexdigest(),
        "verification_key": str(dealer.group.g),
        "encryption_key": str(dealer.group.g),
    }
    contents.append(encode(certificate | more))
    return dealer


case(
    "roll-certificate",
    "The credential authority's certificate is of another roll: entries were added after she signed.",
    "roll.certificate",
    lambda seed: certified(seed, public_creds_hash=sha256(b"another").hexdigest()),
    strict=True,
)
case(
    "roll-certificate-unknown-key",
    "The credential authority's certificate has a member that nobody knows.",
    "json.keys",
    lambda seed: certified(seed, revoked=True),
    strict=True,
)
case(
    "setup-uuid-long",
    "The uuid has 300 characters: no file system can name a file after it.",
    UUID,
    same_uuid("1" * 300),
    strict=True,
)
case(
    "setup-grades-without-embedding",
    "A grade is asked in a group that cannot carry one.",
    QUESTION,
    lambda seed: opened(
        seed, group_name=B, questions=[{"type": "NonHomomorphic", "value": {"answers": ["A"], "question": "?"}}]
    ),
    strict=True,
)
case(
    "roll-weight-in-mixed",
    "A voter has weight 2 where one of two questions is a ranking.",
    WEIGHTS,
    lambda seed: opened(seed, "plain", "ranking", weights=[1, 2]),
    strict=True,
)
case(
    "roll-certificate-missing",
    "The set-up refers to a credential authority's certificate that is not in the record.",
    "chain.payload",
    lambda seed: _without_certificate(seed),
    strict=True,
)


def _without_certificate(seed: int) -> Built:
    built = certified(seed)
    assert isinstance(built, Dealer)
    blocks = built.record.blocks()
    del blocks[4]
    return built, b"".join(blocks)


# --- texts of numbers that are none ---------------------------------------------------------------------

case(
    "roll-negative",
    "A credential is a negative number: a careless conversion brings a verifier down.",
    ELEMENTS,
    listed(lambda _, roll: roll.__setitem__(0, "-" + roll[0]), group_name=B),
)
case(
    "roll-too-long",
    "A credential has three times as many digits as any element: a careless conversion brings a verifier down.",
    ELEMENTS,
    listed(lambda _, roll: roll.__setitem__(0, roll[0] * 3), group_name=R),
)
case("roll-empty-text", "An empty text stands on the roll.", ELEMENTS, listed(lambda _, roll: roll.append("")))
case(
    "roll-certificate-uuid",
    "The credential authority's certificate is of another election.",
    "roll.certificate",
    lambda seed: certified(seed, uuid="1" * 14),
    strict=True,
)
case(
    "roll-certificate-length",
    "The credential authority's certificate counts a voter less than the roll has.",
    "roll.certificate",
    lambda seed: certified(seed, voter_list_length=1),
    strict=True,
)
case(
    "setup-key-upper-case",
    "The public key is written in capitals: one election with two hashes.",
    KEY,
    lambda seed: (d := opened(seed, "plain")).said(public_key=str(d.election.y).upper()),
    strict=True,
)
case(
    "setup-key-plus-p",
    "The public key is not reduced: p more than it should be.",
    KEY,
    lambda seed: (d := opened(seed, "plain", group_name=R)).said(
        public_key=str(int(str(d.election.y)) + RFC_3526_2048.p)
    ),
)
case(
    "setup-key-no-element-2048",
    "In a 2048-bit group, the public key is the negative of the trustees' product.",
    KEY,
    lambda seed: (d := opened(seed, "plain", group_name=B)).said(public_key=with_t(d.group, str(d.election.y))),
)
case(
    "setup-no-lists",
    "A question of lists has no list.",
    QUESTION,
    lambda seed: opened(seed, questions=[{"type": "Lists", "value": {"answers": [], "question": "?"}}]),
    strict=True,
)
case(
    "setup-second-question",
    "The first question can be answered, the second cannot.",
    QUESTION,
    lambda seed: opened(seed, questions=[PLAIN, PLAIN | {"min": 2, "max": 2}]),
    strict=True,
)
