# SPDX-License-Identifier: Apache-2.0
"""Partial decryptions that are wrong, by the wrong trustee, or too few."""

from collections.abc import Callable
from typing import Any

import pytest

from support.forge import Record, altered
from support.founding import Structure

from .scene import tallied, voted

PROOF, MISSING = "decryption.proof", "result.decryptions"


def spoiled(record: Record, number: int) -> Record:
    """One factor of a partial decryption times g: one candidate would lose a vote, or win one."""
    event = record.of("PartialDecryption")[number]

    def change(value: Any) -> None:
        factors = value["decryption_factors"][0]
        factors[0], factors[1] = factors[1], factors[0]

    event.content = altered(event.content, change)
    return record


def decrypted(*owners: int, trustees: Structure, publish: bool = True) -> Record:
    """Decrypted by some of the trustees; the result is the right one all the same."""
    holding, _ = voted(trustees=trustees)
    holding.close()
    holding.tally()
    holding.decrypt(*holding.keys)
    if publish:
        holding.publish()
    record = holding.record
    record.events = [e for e in record.events if e.type != "PartialDecryption" or e.envelope["owner"] in owners]
    return record


@pytest.mark.parametrize("backend", ["kernel", "reference"])
def test_wrong_factors_of_a_single_trustee(backend: str) -> None:
    record = spoiled(decrypted(1, 2, trustees=(1, 1)), 1)
    assert record.failing(backend) == {PROOF, MISSING}


@pytest.mark.parametrize("backend", ["kernel", "reference"])
def test_wrong_factors_beside_enough_others(backend: str) -> None:
    """One dishonest threshold trustee cannot stop the count (release 3.3 sets her aside too), and is named."""
    record = spoiled(decrypted(1, 2, 3, trustees=((2, 3),)), 1)
    report = record.verify(backend)
    assert report.failures == []
    assert report.result == [[2, 1]]
    assert "partial decryption of trustee 2 is wrong" in " ".join(report.notes)
    assert report.counts["partial_decryptions"] == 2


def test_wrong_factors_among_just_enough() -> None:
    record = spoiled(decrypted(1, 3, trustees=((2, 3),)), 1)
    assert record.failing() == {PROOF, MISSING}


def test_wrong_factors_in_one_group_are_not_made_up_for_by_another() -> None:
    """Two of three in the first group are there; of the second, one of the two needed."""
    record = spoiled(decrypted(1, 2, 4, 5, trustees=((2, 3), (2, 2))), 3)
    assert record.failing() == {PROOF, MISSING}


@pytest.mark.parametrize(
    ("trustees", "owners"),
    [((1, 1), (1,)), (((2, 3),), (3,)), ((1, (2, 3)), (2, 3, 4)), ((1, (2, 3)), (1, 2)), (((3, 3),), (1, 2))],
)
def test_too_few(trustees: Structure, owners: tuple[int, ...]) -> None:
    assert decrypted(*owners, trustees=trustees).failing() == {MISSING}


@pytest.mark.parametrize("owners", [(1, 2), (1, 3), (2, 3), (1, 2, 3)])
def test_any_threshold_is_enough(owners: tuple[int, ...]) -> None:
    assert decrypted(*owners, trustees=((2, 3),)).failing() == set()


def test_one_trustees_factors_under_anothers_number() -> None:
    record = decrypted(1, 2, trustees=(1, 1), publish=False)
    for event in record.of("PartialDecryption"):
        event.envelope["owner"] = 3 - event.envelope["owner"]
    assert record.failing() == {PROOF}


@pytest.mark.parametrize("owner", [0, 3, -1])
def test_decryption_by_nobody(owner: int) -> None:
    record = decrypted(1, 2, trustees=(1, 1), publish=False)
    record.of("PartialDecryption")[0].envelope["owner"] = owner
    assert record.failing() == {"decryption.owner"}


def test_two_decryptions_by_one_trustee() -> None:
    """Peers take the last one: which, depends on who reads."""
    holding, _ = voted(trustees=(1, 1))
    holding.close()
    holding.tally()
    holding.decrypt(1, 1, 2)
    assert holding.record.failing() == {"decryption.owner"}


@pytest.mark.parametrize("backend", ["kernel", "reference"])
def test_factors_with_the_right_ratio(backend: str) -> None:
    """Both factors times g: the difference between the candidates stays."""
    holding, _ = voted(trustees=(1, 1))
    holding.close()
    holding.tally()
    holding.decrypt(1)
    event, g = holding.record.events[-1], holding.group

    def change(value: Any) -> None:
        factors = value["decryption_factors"][0]
        factors[:] = [str(g.element(text) * g.g) for text in factors]

    event.content = altered(event.content, change)
    assert holding.record.failing(backend) == {PROOF}


SHAPES: dict[str, tuple[Callable[[Any], Any], str]] = {
    "factor missing": (lambda value: value["decryption_factors"][0].pop(), "decryption.shape"),
    "factor too many": (lambda value: value["decryption_factors"][0].append("0"), "decryption.shape"),
    "proof missing": (lambda value: value["decryption_proofs"][0].pop(), "decryption.shape"),
    "question missing": (lambda value: value["decryption_factors"].pop(), "json.syntax"),
    "no element": (lambda value: value["decryption_factors"][0].__setitem__(0, "0" * 64), "decryption.elements"),
    "number not reduced": (
        lambda value: value["decryption_proofs"][0][0].update(response="9" * 76),
        "decryption.scalars",
    ),
    "unknown key": (lambda value: value.update(comment=""), "json.keys"),
}


@pytest.mark.parametrize("trustees", [(1,), ((1, 2),)], ids=["single", "threshold"])
@pytest.mark.parametrize("name", SHAPES)
def test_form(name: str, trustees: Structure) -> None:
    """What is no partial decryption at all is never set aside in silence, in threshold mode neither."""
    change, guilty = SHAPES[name]
    record = decrypted(1, 2, trustees=trustees, publish=False)
    event = record.of("PartialDecryption")[0]
    event.content = altered(event.content, change)
    assert record.failing() == {guilty}


def test_list_question_decrypted_in_one_row() -> None:
    """Factors are nested as the ciphertexts are."""
    record = tallied("lists").holding.record
    event = record.of("PartialDecryption")[0]
    event.content = altered(event.content, lambda value: value["decryption_factors"][0][0].pop())
    assert record.failing() == {"decryption.shape", MISSING}
