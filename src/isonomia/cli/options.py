# SPDX-License-Identifier: Apache-2.0
"""Options and arguments that several commands share."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from isonomia.groups import NAMES, Group, group

if TYPE_CHECKING:
    from isonomia.parties.record_file import OpenGroup

F = TypeVar("F", bound=Callable[..., Any])

FILE = click.Path(path_type=Path)


class Events(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.4 on
    """``I:J``: the events from I up to and without J."""

    name = "I:J"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, range):
            return value
        start, colon, end = str(value).partition(":")
        if not colon or not all(text.isascii() and text.isdigit() and len(text) < 16 for text in (start, end)):
            self.fail("is not I:J, two numbers of events", param, ctx)
        if int(start) >= int(end):
            self.fail("has no events: the second number is the first that is not checked", param, ctx)
        return range(int(start), int(end))


def record_argument(function: F) -> F:
    """``RECORD``."""
    return click.argument("record", type=FILE)(function)


def reference_option(function: F) -> F:
    """``--reference``."""
    return click.option(
        "--reference", is_flag=True, help="Use the groups in plain Python instead of the compiled kernel (slow)."
    )(function)


def group_option(required: bool = False) -> Callable[[F], F]:
    """``--group``."""
    return click.option(
        "--group",
        "group_name",
        type=click.Choice(NAMES),
        default=None if required else NAMES[0],
        required=required,
        show_default=not required,
        help="The group that the election is in.",
    )


def backend(reference: bool) -> str:
    """The name of the backend."""
    return "reference" if reference else "kernel"


def opener(reference: bool, *, secrets: bool = False) -> "OpenGroup":
    """Opens groups by name. ``secrets``: the reference may use them, though it is not constant time."""
    return partial(group, backend=backend(reference), allow_secrets=reference and secrets)


def open_group(name: str, reference: bool, *, secrets: bool = False) -> Group:
    """A group by name."""
    return opener(reference, secrets=secrets)(name)
