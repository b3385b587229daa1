# SPDX-License-Identifier: Apache-2.0
"""The generator writes the corpus byte for byte."""

import random
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))  # ``vectors.make`` stands beside the sources

from vectors.make.corpus import CASES, PAGE, made, manifest, page  # noqa: E402

from support.corpus import FOLDER, corpus  # noqa: E402


def test_nothing_is_there_that_it_does_not_make() -> None:
    assert [vector.name for vector in corpus()] == sorted(CASES)


def test_records_are_made_again_as_they_are() -> None:
    """A few of each module, others with each change of the corpus; ``python -m vectors.make --check`` compares all."""
    chosen = random.Random(len(CASES)).sample(sorted(CASES), 40)
    for name in chosen:
        for file, content in made(name).files.items():
            assert content == (FOLDER / file).read_bytes(), f"{file}: run python -m vectors.make"


def test_the_manifest_too() -> None:
    assert manifest() == (FOLDER / "manifest.json").read_bytes()


def test_the_list_of_records_for_each_check() -> None:
    assert PAGE.read_bytes() == page(), "run python -m vectors.make"


def test_each_record_is_told_in_one_sentence_of_its_own() -> None:
    for own in CASES.values():
        assert own.what.endswith((".", "?")), own.name
        assert len(own.what) < 260, own.name
