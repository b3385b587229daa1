# SPDX-License-Identifier: Apache-2.0
"""The mail of the demo's server as a page on loopback, the newest first: nobody has an address at example.org."""

import email
import email.policy
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import cast

_BETWEEN = b"-" * 79 + b"\n"
"""What Django's file backend writes behind each mail."""
_MOST = 50
_HEAD = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="3"><title>Mail of the demo</title><h1>Mail of the demo</h1>
<p>Everything that the demo's server has sent, the newest first. This page looks for more every 3 seconds.</p>
"""


def messages(folder: Path) -> list[EmailMessage]:
    """All mails in a folder of Django's file backend, the newest first; one that is being written is left out."""
    files = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    found = []
    for path in files:
        parts = path.read_bytes().split(_BETWEEN)[:-1]
        found += [email.message_from_bytes(part, policy=email.policy.default) for part in reversed(parts)]
    return found


def page(folder: Path) -> str:
    """The page; whatever stands in a mail is text."""
    shown = [_HEAD]
    for message in messages(folder)[:_MOST]:
        body = message.get_body(("plain",))
        text = body.get_content() if body else ""
        shown.append(f"<hr><p>To: {escape(str(message['To']))}<br><b>{escape(str(message['Subject']))}</b></p>")
        shown.append(f"<pre>{escape(text)}</pre>")
    return "\n".join(shown)


@contextmanager
def mail_page(folder: Path) -> Iterator[str]:
    """Serve the page on a free port of this machine alone; gives its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host, port = cast(tuple[str, int], server.server_address)
            if self.headers["Host"] not in (f"{host}:{port}", f"localhost:{port}"):  # a name that was bound to us
                self.send_error(403)
                return
            content = page(folder).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """The terminal is for the demo."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
