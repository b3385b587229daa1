# SPDX-License-Identifier: Apache-2.0
"""The account's page in a browser: the second factor from setting up to turning off, and a forgotten password."""

import os
import re
import time
from pathlib import Path

import pytest
from pyotp import TOTP
from test_browser_access import AXE, looked_at, voter_page

from support.server.pages import People, chromium, saved, server, sign_up
from support.server.running import Server

__all__ = ["chromium", "server"]  # fixtures

PASSWORD = "correct horse battery staple"  # noqa: S105
ANOTHER = "another horse, another staple"


def code(secret: str, used: set[str]) -> str:
    """One that was not used yet: waits for the next step of time."""
    while (now := TOTP(secret).now()) in used:
        time.sleep(0.5)
    used.add(now)
    return now


def sign_in(page, password: str) -> None:  # type: ignore[no-untyped-def]
    page.goto("/")
    page.fill("#in-email", "adam@example.org")
    page.fill("#in-password", password)
    page.locator("#sign-in button").click()
    page.locator("#in-code").wait_for()


def test_second_factor_and_forgotten_password(chromium, server: Server, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    if not AXE.exists():
        (pytest.fail if os.environ.get("ISONOMIA_REQUIRE_PEERS") == "1" else pytest.skip)("axe-core is not installed")
    people, used = People(chromium, server), set[str]()
    adam = voter_page(people)
    sign_up(adam, "Adam")
    adam.get_by_role("link", name="Your account").click()
    looked_at(adam, "account-off")
    adam.fill("#begin-password", PASSWORD)
    adam.get_by_role("button", name="Set up the second factor").click()
    adam.locator("#step-new").wait_for()
    adam.locator("#picture").evaluate("picture => picture.decode()")  # an error if it is none
    looked_at(adam, "account-new")
    secret = "".join(adam.inner_text("#step-new .tracker").split())
    adam.fill("#first-code", code(secret, used))
    adam.get_by_role("button", name="Turn the second factor on").click()
    adam.locator("#step-codes").wait_for()
    looked_at(adam, "account-codes")
    recovery = adam.locator("#codes li").all_inner_texts()
    kept = saved(adam, "Save the recovery codes", tmp_path).read_text()
    assert len(recovery) == 10
    assert all(each in kept for each in recovery)
    adam.get_by_role("button", name="I have kept them").click()
    adam.get_by_text("10 recovery codes are left").wait_for()
    looked_at(adam, "account-on")
    adam.get_by_role("button", name="Sign out").click()
    adam.locator("#sign-in").wait_for()

    sign_in(adam, PASSWORD)
    looked_at(adam, "account-code")
    adam.fill("#in-code", recovery[0])
    adam.get_by_role("button", name="Sign in").click()
    adam.locator("#new-name").wait_for()
    adam.goto("/account")
    adam.get_by_text("9 recovery codes are left").wait_for()
    adam.get_by_role("cell", name="A recovery code was used").wait_for()
    adam.get_by_role("button", name="Sign out").click()

    adam.locator("#sign-in").wait_for()
    adam.get_by_role("link", name="Forgot your password?").click()
    adam.fill("#email", "adam@example.org")
    looked_at(adam, "reset-ask")
    adam.get_by_role("button", name="Send me a link").click()
    adam.locator("#step-asked").wait_for()
    link = server.mail("adam@example.org", r"(/reset#\S+)")
    adam.goto(link)
    adam.goto("about:blank")
    adam.goto(link)  # from the mail, and not a step on the page that is open
    adam.locator("#step-set").wait_for()
    assert re.fullmatch(r".*/reset", adam.url)
    looked_at(adam, "reset-set")
    adam.fill("#new", ANOTHER)
    adam.get_by_role("button", name="Change the password").click()
    adam.locator("#step-done").wait_for()

    sign_in(adam, ANOTHER)
    adam.fill("#in-code", code(secret, used))
    adam.get_by_role("button", name="Sign in").click()
    adam.locator("#new-name").wait_for()
    adam.goto("/account")
    adam.fill("#second-password", ANOTHER)
    adam.fill("#second-code", recovery[1])
    adam.get_by_role("button", name="Turn the second factor off").click()
    adam.locator("#begin").wait_for()
    assert people.complaints == []
    assert people.foreign == []
