# SPDX-License-Identifier: Apache-2.0
"""What all targets share: running under atheris, a bound on memory, mutation of JSON."""

import json
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import atheris

ROOT = Path(__file__).parent
sys.path[:0] = [str(ROOT.parent / "src"), str(ROOT.parent / "tests")]

EVERY = 64
"""Every so many executions memory is measured too: that is slow."""

FIXED = 4 << 20
"""Bytes that anything may take, however small the input is."""

Mutator = Callable[[bytes, int, Random], bytes]


class Bound:
    """Measures what a target takes: at most FIXED and ``multiple`` bytes for each byte of input."""

    def __init__(self, multiple: int) -> None:
        self._multiple = multiple
        self._runs = 0

    def run(self, target: Callable[[bytes], object], data: bytes) -> None:
        self._runs += 1
        if self._runs % EVERY:
            target(data)
            return
        tracemalloc.start()
        try:
            target(data)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        if peak > FIXED + self._multiple * len(data):
            raise AssertionError(f"{peak} bytes of memory for {len(data)} of input")


def fuzz(target: Callable[[bytes], object], *, multiple: int, mutator: Mutator | None = None) -> None:
    """Run a target until libFuzzer's options say stop."""
    bound = Bound(multiple)

    def custom(data: bytes, size: int, seed: int) -> bytes:
        random = Random(seed)  # noqa: S311 (a fuzzer's choices)
        if mutator is None or random.random() < 0.4:
            return bytes(atheris.Mutate(data, size))
        try:
            return mutator(data, size, random)[:size]
        except (ValueError, IndexError, KeyError, TypeError, RecursionError):
            return bytes(atheris.Mutate(data, size))

    atheris.Setup(sys.argv, lambda data: bound.run(target, data), custom_mutator=custom)
    atheris.Fuzz()


# --- JSON --------------------------------------------------------------------------------------

ODD: list[Any] = [
    None, True, False, 0, -1, 1, 2**31, 2**53, 2**64, -(2**63), 10**40, 1.5, float("inf"), "", "0", "-1", "\ud800",
    "\u0000", "00", "1" * 700, "0" * 64, "f" * 64, [], {}, [[]], {"": {}}, "Ed25519", "Homomorphic", "NonHomomorphic",
    "Lists", "Single", "Pedersen",
]  # fmt: skip


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where something stands in JSON."""
    yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inside:
        yield from paths(part, (*path, key))


def at(value: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        value = value[key]
    return value


def mutate_json(content: bytes, random: Random) -> bytes:
    """One thing in place of another, doubled, taken out or moved. Raises ValueError if it is no JSON."""
    value = json.loads(content)
    places = list(paths(value))
    path = random.choice(places)
    if not path:
        return compact(random.choice(ODD))
    parent, key = at(value, path[:-1]), path[-1]
    match random.randrange(6):
        case 0:
            del parent[key]
        case 1 if isinstance(parent, list):
            parent.insert(random.randrange(len(parent) + 1), parent[key])
        case 2 if isinstance(parent, dict):
            parent[random.choice(["", "x", "extra", "version", "answers"])] = parent[key]
        case 3:
            parent[key] = at(json.loads(content), random.choice(places))
        case 4 if isinstance(parent[key], str):
            parent[key] = changed_text(parent[key], random)
        case _:
            parent[key] = random.choice(ODD)
    return compact(value)


def changed_text(text: str, random: Random) -> str:
    """A digit more, less or other."""
    place = random.randrange(len(text) + 1)
    return text[:place] + random.choice(["", "0", "1", "f", "\u00e9"]) + text[place + random.randrange(2) :]


def compact(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
