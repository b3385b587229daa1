# SPDX-License-Identifier: Apache-2.0
"""Runs a booth of one's own on loopback, in this process, until it is told to end."""

import os
import signal
from pathlib import Path
from socketserver import ThreadingMixIn
from types import FrameType
from typing import Any, Final, NoReturn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from isonomia.server.local import target
from isonomia.server.local.upstream import Upstream

HOST: Final = "127.0.0.1"


class CannotListen(Exception):
    """The port is taken."""


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Handler(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: not even that somebody voted."""


def listen(upstream: Upstream, scratch: Path, port: int, fingerprint: str) -> WSGIServer:
    """A server that listens on loopback already; once a process. ``scratch`` is an empty folder for catalogues.

    Raises CannotListen.
    """
    for name in ("DATABASE_URL", "ISONOMIA_MAIL", "ISONOMIA_MAIL_FROM"):
        os.environ.pop(name, None)
    os.environ |= {
        "ISONOMIA_DATA": str(scratch),
        target.ORIGIN: upstream.origin,
        target.ELECTION: upstream.uuid,
        target.FINGERPRINT: fingerprint,
        "DJANGO_SETTINGS_MODULE": "isonomia.server.local.settings",
    }
    from django.core.wsgi import get_wsgi_application

    from isonomia.server import catalogues

    catalogues.compile_into(scratch / "locale")
    application = get_wsgi_application()
    try:
        return make_server(HOST, port, application, _Server, _Handler)
    except OSError as error:
        raise CannotListen(f"{HOST} port {port}: {error.strerror or error}") from None


def run(server: WSGIServer) -> None:
    """Until SIGTERM or SIGINT."""

    def end(_signal: int, _frame: FrameType | None) -> NoReturn:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        server.server_close()
        signal.signal(signal.SIGTERM, before)
