# SPDX-License-Identifier: Apache-2.0
"""A mail server on loopback: it keeps what it is sent, and refuses whom it is told to refuse."""

import email
import email.policy
import socket
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


class Mailbox:
    """An SMTP server in a thread; ``refused`` are addresses for which it takes no mail."""

    def __init__(self) -> None:
        self.refused: set[str] = set()
        self.received: list[tuple[list[str], EmailMessage]] = []
        """Recipients of the envelope, and the message, in the order of their coming."""
        self._texts: list[tuple[str, str]] = []
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.start()

    @property
    def url(self) -> str:
        """For ISONOMIA_MAIL."""
        return f"smtp://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self) -> None:
        self._controller.stop()

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        """As aiosmtpd names it."""
        if address in self.refused:
            return "550 There is no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """As aiosmtpd names it."""
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.received.append((list(envelope.rcpt_tos), message))
        self._texts += [(to, message.get_content()) for to in envelope.rcpt_tos]
        return "250 OK"

    def mails(self) -> list[tuple[str, str]]:
        """Recipient and text of each, the oldest first."""
        return list(self._texts)
