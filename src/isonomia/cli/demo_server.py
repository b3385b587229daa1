# SPDX-License-Identifier: Apache-2.0
"""The end of ``make demo``: a server on this machine, with an election to look at and one to vote in."""

import os
import secrets
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Event, Thread
from typing import Final
from urllib.error import URLError
from urllib.request import urlopen

import msgspec
from rich.console import Console

import isonomia.server
from isonomia.cli.demo_mail import mail_page
from isonomia.cli.failure import CliError
from isonomia.cli.keys import seal_private_key
from isonomia.cli.simulation import PARTIES, QUESTION, THRESHOLD, TITLE, TOLD, Simulation
from isonomia.groups import group
from isonomia.protocol.messages import encode

GROUP: Final = "BELENIOS-2048"
"""Every release of Belenios' own tool can check it."""
VOTERS: Final = 50
_PATIENCE: Final = 60.0
_PAGES = Path(isonomia.server.__file__).parent / "static" / "booth"


def serve_demo(out: Path, seed: int, port: int, console: Console) -> None:
    """Run the demo's server: until Ctrl-C, or, if nobody watches, until it answers. Raises CliError."""
    if not (_PAGES / "vote.js").exists():
        console.print(
            "\nNo server this time: its pages are not built, for that takes Node.js 18 or newer with npm.\n"
            "  On Debian or Ubuntu: apt-get install nodejs npm; then run `make demo` again.",
            highlight=False,
        )
        return
    simulation = _held(Simulation(group(GROUP), VOTERS, seed, out))
    port = _free(port)
    origin = f"http://127.0.0.1:{port}"
    data = simulation.folder / "server"
    ours = [name for name in os.environ if name.startswith("ISONOMIA_")]
    for name in (*ours, "DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
        os.environ.pop(name, None)  # the demo is on its own, whatever else runs here
    try:
        from isonomia.server import boot, process
    except ImportError as error:
        from isonomia.cli.serve import missing_extra

        raise missing_extra(error) from None
    boot.configure(data, origin)
    boot.prepare()
    with mail_page(data / "mail") as mails:
        _fill(simulation, origin, mails, console)
        watched = sys.stdout.isatty() and os.environ.get("DEMO_SERVE") != "0"
        checked = _Check([f"{origin}/", f"{origin}/elections/{simulation.uuid}", mails])
        if watched:
            console.print("\nIt runs until Ctrl-C.")
        else:
            checked.start()
        try:
            process.serve(data, "127.0.0.1", port, workers=1)
        except process.CannotRun as error:
            raise CliError("cannot-serve", str(error), "give another port: --port") from None
        finally:
            checked.over.set()
    if not watched:
        if checked.trouble:
            raise CliError("cannot-serve", f"the demo's server does not answer: {checked.trouble}", "look above")
        console.print("\nIt answers; and as nobody is at a terminal, it has stopped again.", soft_wrap=True)


def _held(simulation: Simulation) -> Simulation:
    """The finished election, without the story."""
    simulation.draft()
    simulation.key_ceremony()
    simulation.issue_credentials()
    simulation.open()
    for _ in simulation.vote():
        pass
    simulation.close_and_tally()
    for owner in (1, 3):
        simulation.decrypt(owner)
    simulation.publish()
    return simulation


def _fill(simulation: Simulation, origin: str, mails: str, console: Console) -> None:
    """Put both elections on the server, and say where they are."""
    from isonomia.cli import demo_elections as demo  # Django is set up now
    from isonomia.server import drafts

    draft = drafts.Draft(
        name=TITLE, description=TOLD, questions=[msgspec.Raw(encode(QUESTION))], law=simulation.named_law
    )
    finished = demo.Finished(
        simulation.uuid, GROUP, simulation.record, simulation.terms.read_bytes(), draft, simulation.voted, PARTIES,
        THRESHOLD,
    )  # fmt: skip
    password, phrase = secrets.token_urlsafe(12), secrets.token_urlsafe(12)
    administrator = demo.account(password)
    demo.show_finished(finished, administrator)
    own = demo.open_one(administrator)
    key_file = simulation.folder / "demo-trustee.key.json"
    seal_private_key(key_file, group(demo.GROUP), own.key.private, str(own.key.public.public_key), phrase)
    elections = f"{origin}/elections"
    say = _writer(console)
    console.print("\n[bold]In the browser[/], on a server of your own:\n")
    say("Vote in an open election", f"{elections}/{own.uuid}/vote")
    say("  your login", demo.NEWCOMER)
    say("  your credential", own.credential)
    say("  your code comes by mail", mails)
    say("Look at a finished election", f"{elections}/{simulation.uuid}")
    say("  Belenios' own tool agrees", f"belenios-tool election verify --dir {simulation.folder}")
    say("Close the open one", f"{elections}/{own.uuid}/manage")
    say("  as", f"{demo.ADMINISTRATOR}, password {password}, at {origin}/")
    say("Then decrypt it as its trustee", own.trustee_link)
    say("  with the key file", str(key_file))
    say("  and its passphrase", phrase)


def _writer(console: Console) -> Callable[[str, str], None]:
    def say(what: str, value: str) -> None:
        console.print(f"  {what:<31} {value}", markup=False, soft_wrap=True)

    return say


def _free(preferred: int) -> int:
    """The port, or another one if it is taken."""
    for port in (preferred, 0):
        with closing(socket.socket()) as attempt:
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                attempt.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(attempt.getsockname()[1])
    raise CliError("cannot-serve", "no port of 127.0.0.1 is free", "end another server")


class _Check(Thread):
    """Ends this process's server as Ctrl-C would, once all pages answer, or after a minute."""

    def __init__(self, addresses: list[str]) -> None:
        super().__init__(daemon=True)
        self.over = Event()
        self.trouble = "it was not asked"
        self._addresses = addresses

    def run(self) -> None:
        tries = int(_PATIENCE / 0.2)
        for _ in range(tries):
            if self.over.wait(0.2):
                return
            try:
                for address in self._addresses:
                    urlopen(address, timeout=10).close()  # noqa: S310 (our own)
            except (URLError, OSError) as error:
                self.trouble = str(error)
            else:
                self.trouble = ""
                break
        os.kill(os.getpid(), signal.SIGTERM)
