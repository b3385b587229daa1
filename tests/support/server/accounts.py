# SPDX-License-Identifier: Apache-2.0
"""Accounts with a second factor, and a clock that tests set."""

import pytest
from pyotp import TOTP

from isonomia.server import second_factor
from support.server.site import Answer, Browser
from support.server.walk import PASSWORD

OWN = "/api/account"
ADDRESS = "adam@example.org"


class Clock:
    """The time that codes are checked at."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, now: float = 1_800_000_000.0) -> None:
        self.now = now
        monkeypatch.setattr(second_factor, "time", lambda: self.now)

    def code(self, secret: str, steps: int = 0) -> str:
        """The code of now, or of some steps later."""
        return TOTP(secret).generate_otp(int(self.now) // second_factor.STEP + steps)

    def tick(self, steps: int = 1) -> None:
        self.now += steps * second_factor.STEP


def signed_up(address: str = ADDRESS) -> Browser:
    """A new account's browser."""
    browser = Browser()
    browser.do("POST", "/api/accounts", {"email": address, "name": "A", "password": PASSWORD})
    return browser


def protected(clock: Clock, address: str = ADDRESS) -> tuple[Browser, str, list[str]]:
    """A new account with a second factor: its browser, secret and recovery codes."""
    browser = signed_up(address)
    secret = browser.do("POST", f"{OWN}/authenticator", {"password": PASSWORD})["secret"]
    codes = browser.do("PUT", f"{OWN}/authenticator", {"code": clock.code(secret)})["codes"]
    clock.tick()
    return browser, secret, codes


def with_password(address: str = ADDRESS, password: str = PASSWORD) -> Browser:
    """A browser in which the first of two steps is done."""
    browser = Browser()
    browser.do("POST", "/api/session", {"email": address, "password": password})
    return browser


def with_code(browser: Browser, code: str) -> Answer:
    """The second step."""
    return browser.call("POST", "/api/session/code", {"code": code})
