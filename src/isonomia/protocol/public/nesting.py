# SPDX-License-Identifier: Apache-2.0
"""Nested lists: choices, factors and counts are nested as their questions ask."""

from typing import Any


def mapped(nested: Any, function: Any) -> Any:
    """The same nesting of lists with a function applied to what is in them."""
    if isinstance(nested, list):
        return [mapped(part, function) for part in nested]
    return function(nested)


def zipped(first: Any, second: Any, function: Any) -> Any:
    """Two like nestings of lists put together by a function of two."""
    if isinstance(first, list):
        return [zipped(a, b, function) for a, b in zip(first, second, strict=True)]
    return function(first, second)


def flat(nested: Any) -> list[Any]:
    """What is in nested lists, in order."""
    if isinstance(nested, list):
        return [leaf for part in nested for leaf in flat(part)]
    return [nested]
