# SPDX-License-Identifier: Apache-2.0
"""The entry point: every exception ends here, as one line or one JSON object, never as a traceback."""

import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

import click

from isonomia import __version__
from isonomia.cli.errors import explain
from isonomia.cli.output import json_option, wants_json

EPILOG = """\b
Check an election somebody else held:   isonomia verify RECORD.bel
Is my ballot in it?                     isonomia tracker RECORD.bel TRACKER
Hold one on this machine, to see how:   isonomia demo
"""

_PARTS = {
    "Anybody": ("verify", "show", "tracker", "ballot", "demo"),
    "Voters": ("vote",),
    "Trustees": ("trustee",),
    "Credential authority": ("credentials",),
    "Election commission": ("election",),
}


class Root(click.Group):
    """Lists commands by who uses them."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        names = set(self.list_commands(ctx))
        for part, members in _PARTS.items():
            self._section(ctx, formatter, part, [m for m in members if m in names])
        listed = {name for members in _PARTS.values() for name in members}
        self._section(ctx, formatter, "Shell", sorted(names - listed))

    def _section(self, ctx: click.Context, formatter: click.HelpFormatter, title: str, names: list[str]) -> None:
        rows = []
        for name in names:
            command = self.get_command(ctx, name)
            if command is not None and not command.hidden:
                rows.append((name, command.get_short_help_str(formatter.width - 18)))
        if rows:
            with formatter.section(title):
                formatter.write_dl(rows, col_max=14)


def _version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        click.echo(json.dumps({"version": __version__}) if wants_json() else f"isonomia {__version__}")
        ctx.exit()


SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(cls=Root, epilog=EPILOG, context_settings=SETTINGS)
@json_option
@click.option("--version", is_flag=True, expose_value=False, callback=_version, help="Print the version.")
def root() -> None:
    """Hold an election, and verify any Belenios record.

    An election's public record (a .bel file) proves its result: who checks it need trust nobody. Every
    party's step is a command here; secrets stay in the files of the person who makes them.
    """


def _add_commands() -> None:
    from isonomia.cli.ballot import ballot
    from isonomia.cli.completion import completion
    from isonomia.cli.credentials import credentials
    from isonomia.cli.election import election
    from isonomia.cli.show import show
    from isonomia.cli.tracker import tracker
    from isonomia.cli.trustee import trustee
    from isonomia.cli.verify import verify
    from isonomia.cli.vote import vote

    for command in (verify, show, tracker, ballot, vote, trustee, credentials, election, completion):
        root.add_command(command)
    with suppress(ImportError):
        from isonomia.cli.demo import demo

        root.add_command(demo)


_add_commands()


def run(args: Sequence[str]) -> int:
    """Run a command line; gives the exit code."""
    as_json = "--json" in args
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = root.main(list(args), prog_name="isonomia", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except BrokenPipeError:  # who reads has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    except (Exception, KeyboardInterrupt) as error:
        if not as_json and type(error).__name__ == "NoArgsIsHelpError":
            click.echo(str(error), err=True)
            return 2
        if isinstance(error, click.Abort | KeyboardInterrupt) and sys.stderr.isatty():
            click.echo(err=True)  # behind the prompt
        explained = explain(error)
        if as_json:
            click.echo(json.dumps(explained.as_json(), ensure_ascii=False))
        else:
            click.echo(explained.line(), err=True)
        return 2


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run ``sys.argv``, and exit: 0 done or right, 1 found to be wrong, 2 an error."""
    sys.exit(run(sys.argv[1:] if args is None else args))
