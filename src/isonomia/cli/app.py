# SPDX-License-Identifier: Apache-2.0
"""The entry point: every exception ends here, as one line or one JSON object, never as a traceback."""

import json
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

import click

from isonomia import __version__
from isonomia.cli.output import json_option, wants_json

EPILOG = """\b
Check an election somebody else held:   isonomia verify RECORD.bel
Is my ballot in it?                     isonomia tracker RECORD.bel TRACKER
Hold one on this machine, to see how:   isonomia demo
"""

_COMMANDS: dict[str, dict[str, str]] = {
    "Anybody": {
        "verify": "Check a whole record: set-up, ballots, tally, result.",
        "diff": "Does a record go on from an older one? What was added?",
        "monitor": "Watch a record as it grows; alarm when its history changes.",
        "show": "A readable summary of a record, with bars of the result.",
        "tracker": "Is my ballot in a record, and is it the one that counts?",
        "claim": "Test a result that somebody else announced.",
        "quickcount": "A sample of stations: how many, which, and what it says.",
        "law": "Apply an election's law to its counts: who is elected, and why.",
        "ballot": "Check a single ballot, or hand it in.",
        "demo": "Hold a presidential election with simulated voters.",
        "bench": "Make large records, to measure verifiers with.",
    },
    "Voters": {"vote": "Encrypt a vote and cast it."},
    "Observers": {"observe": "Record a station's protocol under a pseudonym; merge what many recorded."},
    "Trustees": {"trustee": "Make a key, alone or in a ceremony; shuffle; decrypt."},
    "Credential authority": {"credentials": "Make the voters' credentials and the roll; check the roll."},
    "Election commission": {"election": "Draft, open, close and tally an election."},
    "Operators of a server": {
        "serve": "Hold elections in the browser: run a server.",
        "board": "Compare a server's records with its database.",
    },
    "Shell": {"completion": "Print the script that completes commands in your shell."},
}
"""Who uses which command, and what it does. A command's module has its name, and is imported when it is used."""


class Root(click.Group):
    """Lists commands by who uses them; starting stays quick, for only the command that runs is imported."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for commands in _COMMANDS.values() for name in commands]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = getattr(import_module(f"isonomia.cli.{cmd_name}"), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for part, commands in _COMMANDS.items():
            with formatter.section(part):
                formatter.write_dl(list(commands.items()), col_max=14)


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
        from isonomia.cli.errors import explain  # it knows every kind of error, and so imports everything

        explained = explain(error)
        if as_json:
            click.echo(json.dumps(explained.as_json(), ensure_ascii=False))
        else:
            click.echo(explained.line(), err=True)
        return 2


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run ``sys.argv``, and exit: 0 done or right, 1 found to be wrong, 2 an error."""
    sys.exit(run(sys.argv[1:] if args is None else args))
