# SPDX-License-Identifier: Apache-2.0
"""``isonomia booth``: a booth of one's own, and the code of a server's compared with it."""

import sys
import tempfile
from pathlib import Path

import click

from isonomia.cli import booth_hash
from isonomia.cli.failure import CliError
from isonomia.cli.output import emit, json_option, say
from isonomia.cli.progress import Working
from isonomia.server import scripts
from isonomia.server.local.upstream import BadAddress, Upstream, upstream_of

_TRACKER = 43


@click.group()
def booth() -> None:
    """Vote by a booth of your own; compare a server's with it."""


@booth.command("hash")
@click.option("--server", metavar="ADDRESS", help="The page of an election: compare what that server sends.")
@json_option
@click.pass_context
def hash_(ctx: click.Context, server: str | None) -> None:
    """The SHA-256 of each script that voters' browsers run, and one fingerprint over all.

    Whoever builds the scripts from the same source gets the same ones. The fingerprint is what
    `sha256sum *.js | LC_ALL=C sort | sha256sum` prints in the folder of the scripts.

    With --server, the page where one votes is downloaded with everything that it loads, and compared with this
    copy. It shows what that server sends now, to you. Exit code: 0 the same; 1 something differs.

    \b
    Examples:
      isonomia booth hash
      isonomia booth hash --server https://vote.example.org/elections/4fW7cbzUxTqCJB/vote
    """
    own = _scripts()
    data = booth_hash.as_json(own)
    lines = [f"{scripts.digest(content)}  {name}  {scripts.integrity(content)}" for name, content in own.items()]
    lines += ["", f"Fingerprint of all: {data['fingerprint']}"]
    if server is None:
        return emit(data, lines)
    upstream = _upstream(server)
    with Working("Downloading what the server sends"):
        found = booth_hash.compare(upstream, own)
    told = [f"DIFFERS: {own.where}: {own.why}" for own in found.differences]
    verdict = f"THE SAME: {upstream.origin} sends what this copy has ({len(found.same)} files)"
    if told:
        verdict = (
            f"NOT THE SAME: do not vote with what {upstream.origin} sends; `isonomia booth serve` needs none of it"
        )
    data["server"] = {
        "origin": upstream.origin,
        "same": found.same,
        "differences": [difference._asdict() for difference in found.differences],
    }
    emit(data, [*lines, "", *told, verdict])
    if told:
        ctx.exit(1)


@booth.command()
@click.argument("address")
@click.option("--port", type=click.IntRange(0, 65535), default=8900, show_default=True, help="0: any free one.")
@click.option("--election", metavar="FINGERPRINT", default="", help="Refuse every election but the one with this.")
@json_option
def serve(address: str, port: int, election: str) -> None:
    """Vote with code that does not come from the server that holds the election.

    ADDRESS is the page of the election, or the one where you vote. Until Ctrl-C, this machine shows the booth from
    its own copy at an address of its own, and forwards to that server what a voter must send: login, code,
    tracker, ballot. The credential and the choices stay in your browser.

    \b
    Examples:
      isonomia booth serve https://vote.example.org/elections/4fW7cbzUxTqCJB/vote
      isonomia booth serve https://vote.example.org/elections/4fW7cbzUxTqCJB --port 0
    """
    own = _scripts()
    upstream = _upstream(address)
    election = election.rstrip("=")
    if election and len(election) != _TRACKER:
        raise CliError("usage", "--election: a fingerprint has 43 characters", "copy it whole, from the trustees")
    try:
        from isonomia.server.local import running
    except ImportError as error:
        raise _missing(error) from None
    with tempfile.TemporaryDirectory(prefix="isonomia-booth-") as scratch:
        try:
            server = running.listen(upstream, Path(scratch), port, election)
        except ImportError as error:
            raise _missing(error) from None
        except running.CannotListen as error:
            raise CliError("cannot-serve", str(error), "choose another --port, or 0 for any free one") from None
        here = f"http://{running.HOST}:{server.server_port}"
        vote, check = f"{here}/elections/{upstream.uuid}/vote", f"{here}/check"
        code = scripts.fingerprint(own)
        data = {"vote": vote, "check": check, "server": upstream.origin, "code": code}
        lines = [
            f"Vote here:                     {vote}",
            f"Check an opened ballot here:   {check}",
            f"The election is held by:       {upstream.origin}",
            f"Fingerprint of this code:      {code}",
            "End with Ctrl-C.",
        ]
        emit(data, lines)
        sys.stdout.flush()
        running.run(server)


def _scripts() -> dict[str, bytes]:
    try:
        return scripts.scripts()
    except scripts.NotBuilt as error:
        hint = "in a source tree, build them: make pages; a wheel has them"
        raise CliError("no-pages", str(error), hint) from None


def _upstream(address: str) -> Upstream:
    if "#" in address:
        say("What stands behind # is your credential. It is not needed here, and is not used; your shell may keep it.")
    try:
        return upstream_of(address)
    except BadAddress as error:
        hint = "give the page of the election: https://…/elections/…/vote"
        raise CliError("usage", f"not the address of an election: {error}", hint) from None


def _missing(error: ImportError) -> CliError:
    why = f"the pages' libraries are not installed ({error.name})"
    return CliError("no-server", why, "install them: pip install 'isonomia[server]'")
