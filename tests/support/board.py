# SPDX-License-Identifier: Apache-2.0
"""A public board on 127.0.0.1 that serves one record, well or badly."""

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Board:
    """What is served, and how; ``asked`` are the ranges of all requests."""

    def __init__(self) -> None:
        self.content = b""
        self.manner = "ranges"
        self.stop = 0
        """After how many bytes it stops, where the manner says so."""
        self.asked: list[str | None] = []
        self.url = ""

    def served(self, start: int) -> bytes:
        content = self.content[start:]
        return bytes(len(content)) if self.manner == "other bytes" and start else content


class _Handler(BaseHTTPRequestHandler):
    board: Board

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        board = self.board
        asked = self.headers.get("Range")
        board.asked.append(asked)
        match = re.fullmatch(r"bytes=(\d+)-", asked or "")
        with suppress(OSError):
            self._answer(board, int(match[1]) if match else 0)

    def _answer(self, board: Board, start: int) -> None:
        manner, total = board.manner, len(board.content)
        if manner.isdigit():
            self.send_error(int(manner))
        elif manner == "portal":
            self._send(200, b"<html>Welcome to the hotel</html>")
        elif manner == "compresses":
            self._send(200, board.content, {"Content-Encoding": "gzip"})
        elif manner == "no length":
            self.send_response(200)
            self.end_headers()
            self.wfile.write(board.content[: board.stop or None])
        elif manner == "silence":
            time.sleep(1)
        elif manner == "drips":
            self._head(200, {"Content-Length": str(total)})
            for at in range(0, total, 600):
                self.wfile.write(board.content[at : at + 600])
                self.wfile.flush()
                time.sleep(0.03)
        elif not start or manner == "no ranges":
            self._send(200, board.served(0), cut=board.stop if manner == "breaks" else None)
        elif start >= total or manner == "refuses":
            self._send(416, b"", {"Content-Range": f"bytes */{total}"})
        elif manner == "another range":
            self._send(206, board.content, {"Content-Range": f"bytes 0-{total - 1}/{total}"})
        elif manner == "no range named":
            self._send(206, board.served(start))
        elif manner == "pieces":
            part = board.content[start : start + board.stop]
            self._send(206, part, {"Content-Range": f"bytes {start}-{start + len(part) - 1}/{total}"})
        else:
            named = {"Content-Range": f"bytes {start}-{total - 1}/{total}", "ETag": '"always the same"'}
            self._send(206, board.served(start), named, cut=board.stop if manner == "breaks" else None)

    def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None, cut: int | None = None) -> None:
        self._head(status, {"Content-Length": str(len(body)), **(headers or {})})
        self.wfile.write(body[:cut])

    def _head(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()


@contextmanager
def serving() -> Iterator[Board]:
    board = Board()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"board": board}))
    board.url = f"http://127.0.0.1:{server.server_port}/election.bel"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield board
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
