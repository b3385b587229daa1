# SPDX-License-Identifier: Apache-2.0
"""The public lot: recomputed by other programs, and the ways to steer it that are refused."""

import inspect
import itertools
import subprocess
from pathlib import Path

import pytest

from isonomia.law import lot
from isonomia.law.errors import CandidatesError, DrawError
from isonomia.law.lot import commitment, draw, seed_of, ticket

TEXTS = ["8d6f1c0a93b24e57a1c8e0d49b7f2365", "0123456789abcdef0123456789abcdef"]
NAMES = ["Zoë, 2nd", "Ганна", "B", "a name with  spaces"]


def commitments() -> list[str]:
    """By coreutils, not by us."""
    return [
        subprocess.run(["sha256sum"], input=text.encode(), capture_output=True, check=True).stdout.decode()[:64]
        for text in TEXTS
    ]


def test_the_shell_loop_of_the_docstring_gives_the_same_order(tmp_path: Path) -> None:
    doc = inspect.getdoc(lot)
    assert doc is not None
    (script,) = (part for part in doc.split("\n\n") if part.lstrip().startswith("while"))
    (tmp_path / "texts").write_text("\n".join(TEXTS) + "\n")
    (tmp_path / "names").write_text("\n".join(NAMES) + "\n")
    shell = subprocess.run(
        ["bash", "-euc", "seed=$(cat texts)\n" + script], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    tickets, names = zip(*(line.split(" ", 1) for line in shell.stdout.splitlines()), strict=True)
    seed = seed_of(commitments(), TEXTS)
    assert draw(seed, NAMES) == names
    assert tuple(ticket(seed, name) for name in names) == tickets


def test_commitments_are_plain_sha256() -> None:
    """FIPS 180-4 by coreutils; for the first, in capitals, too."""
    assert [commitment(text) for text in TEXTS] == commitments()
    assert seed_of([commitments()[0].upper(), commitments()[1]], TEXTS) == "\n".join(TEXTS)


def test_stark_hashes_seed_comma_number() -> None:
    """The form that goes into the hash is that of Stark's sampler: ../shared/REFERENCE-VALUES.md has its first draws
    for this seed among 876: sha256("seed,1") mod 876 + 1 is 740, then 180, 264."""
    seed = "3546311556112163624615351222"
    assert [int(ticket(seed, str(number)), 16) % 876 + 1 for number in (1, 2, 3)] == [740, 180, 264]


def test_the_order_does_not_depend_on_the_order_of_the_names_nor_on_the_others() -> None:
    seed = seed_of(commitments(), TEXTS)
    order = draw(seed, NAMES)
    for names in itertools.permutations(NAMES):
        assert draw(seed, names) == order
    assert draw(seed, order[1:]) == order[1:]


def test_each_order_comes_up_as_often() -> None:
    """Of three: 6 orders, 600 each of 3,600 seeds expected; five standard deviations are 112."""
    found = dict.fromkeys(itertools.permutations("ABC"), 0)
    for number in range(3600):
        found[draw(str(number), "ABC")] += 1
    assert all(abs(often - 600) < 112 for often in found.values())


def test_another_text_than_the_one_committed_to_is_refused() -> None:
    with pytest.raises(DrawError, match="text 2 is not the one"):
        seed_of(commitments(), [TEXTS[0], TEXTS[1].replace("f", "e")])
    with pytest.raises(DrawError, match="text 1 is not the one"):
        seed_of(commitments(), TEXTS[::-1])


def test_who_keeps_a_text_back_stops_the_lot() -> None:
    with pytest.raises(DrawError, match="2 commitments, and 1 text"):
        seed_of(commitments(), TEXTS[:1])


def test_a_copied_commitment_is_refused() -> None:
    """Who copies somebody's commitment would read out the same text after them."""
    first = commitments()[0]
    with pytest.raises(DrawError, match="twice"):
        seed_of([first, first.upper()], [TEXTS[0], TEXTS[0]])


def test_a_seed_without_commitment_is_refused() -> None:
    with pytest.raises(DrawError, match="no commitment"):
        seed_of([], [])


@pytest.mark.parametrize(
    "text", ["", "3141592653", "x" * 31, "x" * 40 + "\n", "x" * 20 + "\n" + "x" * 20, " " + "x" * 40]
)
def test_texts_that_could_be_guessed_or_read_in_two_ways_are_refused(text: str) -> None:
    with pytest.raises(DrawError):
        commitment(text)


def test_names_are_those_of_candidates() -> None:
    with pytest.raises(CandidatesError):
        draw("seed", ["A", "A"])
    with pytest.raises(CandidatesError):
        draw("seed", ["A", " "])
