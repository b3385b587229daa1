# SPDX-License-Identifier: Apache-2.0
"""``isonomia serve``: an election server on this machine."""

import sys
from pathlib import Path
from urllib.parse import urlsplit

import click

from isonomia.cli.failure import CliError
from isonomia.cli.options import FILE
from isonomia.cli.output import emit, json_option
from isonomia.cli.progress import Working


@click.command()
@click.option("--data", type=FILE, required=True, metavar="DIR", help="Where everything is kept; made if not there.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="The port to listen on.")
@click.option("--bind", default="127.0.0.1", show_default=True, metavar="IP", help="The address to listen on.")
@click.option("--origin", metavar="URL", help="How browsers reach it, https://vote.example.org for instance.")
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Processes for requests.")
@json_option
def serve(data: Path, port: int, bind: str, origin: str | None, workers: int) -> None:
    """Hold elections in the browser: run a server until Ctrl-C.

    Without anything else it listens on this machine alone, keeps all in DIR (SQLite), and writes mails as
    files to DIR/mail. Behind a reverse proxy with TLS give --origin. All else is read from the environment
    (docs/guide/operator.md): DATABASE_URL (PostgreSQL), ISONOMIA_MAIL (smtp://...), ISONOMIA_TRUSTED_PROXIES
    and others. It is trusted with no secret of an election.

    \b
    Examples:
      isonomia serve --data server
      isonomia serve --data /srv/isonomia --port 8000 --origin https://vote.example.org
    """
    origin = origin or f"http://{bind if bind not in ('0.0.0.0', '::') else '127.0.0.1'}:{port}"  # noqa: S104
    parts = urlsplit(origin)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
        raise CliError("usage", f"--origin {origin}: not an address", "give http(s)://host, or http(s)://host:port")
    try:
        from isonomia.server import boot, process
        from isonomia.server.boot import SettingError
    except ImportError as error:
        raise missing_extra(error) from None
    try:
        boot.configure(data, origin.rstrip("/"))
        with Working("Bringing the database up to date"):
            troubles = boot.prepare()
    except SettingError as error:
        raise CliError("setting", str(error), "set it in the environment, or unset it") from None
    lines = [f"Serving {origin} from {data}; end with Ctrl-C."]
    lines += [f"Not mended: {own}; run `isonomia board fsck --data {data}`" for own in troubles]
    warnings = boot.warnings()
    lines += [f"Warning: {own}" for own in warnings]
    emit({"origin": origin, "data": str(data), "troubles": troubles, "warnings": warnings}, lines)
    sys.stdout.flush()
    try:
        process.serve(data, bind, port, workers)
    except process.CannotRun as error:
        raise CliError("cannot-serve", str(error), "choose another --port, or end what runs there") from None


def missing_extra(error: ImportError) -> CliError:
    """What to do if the server's libraries are not installed."""
    why = f"the server's libraries are not installed ({error.name})"
    return CliError("no-server", why, "install them: pip install 'isonomia[server]'")
