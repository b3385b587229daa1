# SPDX-License-Identifier: Apache-2.0
"""What commands print: one JSON object with ``--json``, else lines; asides go to stderr."""

import json
import sys
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.text import Text

F = TypeVar("F", bound=Callable[..., Any])

_JSON = "isonomia.json"


def _remember(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        ctx.meta[_JSON] = True


def json_option(function: F) -> F:
    """Adds ``--json``."""
    return click.option(
        "--json",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_remember,
        help="Print exactly one JSON object.",
    )(function)


def wants_json() -> bool:
    """Whether ``--json`` was given."""
    return bool(click.get_current_context().meta.get(_JSON))


def width() -> int | None:
    """Columns of the terminal; None if stdout is none."""
    return Console().width if sys.stdout.isatty() else None


def plain() -> bool:
    """Whether stdout cannot take block characters."""
    return not (sys.stdout.encoding or "").lower().startswith("utf")


def emit(data: dict[str, Any], lines: Iterable[Text | str]) -> None:
    """The outcome of a command."""
    if wants_json():
        click.echo(json.dumps(data, ensure_ascii=False))
        return
    console = Console(highlight=False, markup=False, soft_wrap=True, emoji=False)
    for line in lines:
        console.print(line)


def say(line: str) -> None:
    """An aside, on stderr: what to compare, what goes on."""
    click.echo(line, err=True)
