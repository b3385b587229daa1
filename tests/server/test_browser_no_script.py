# SPDX-License-Identifier: Apache-2.0
"""JavaScript is off: every page that needs it says so in the reader's language, and what to do instead."""

import re
from pathlib import Path
from typing import Any

from isonomia.server import settings
from support.server.booths import opened, until_state
from support.server.pages import People, chromium, server
from support.server.running import Server

__all__ = ["chromium", "server"]  # fixtures
TEMPLATES = Path(settings.HERE) / "templates" / "server"


def test_pages_say_that_they_need_scripts(chromium: Any, server: Server) -> None:
    walk, people = opened(server), People(chromium, server)
    reader = people.page(java_script_enabled=False)
    vote = f"/elections/{walk.uuid}/vote"
    hints = {vote: "isonomia vote", "/check": "isonomia ballot verify", "/join": "", "/reset": "", "/": ""}
    for address, hint in hints.items():
        reader.goto(address)
        said = reader.inner_text("main")
        assert "This page needs JavaScript. Allow scripts for it, or open it in another browser." in said
        assert hint in said
        assert "One moment" not in said
    reader.context.add_cookies([{"name": "django_language", "value": "be", "url": server.origin}])
    reader.goto(vote)
    assert "Гэтай старонцы патрэбны JavaScript" in reader.inner_text("main")
    reader.context.clear_cookies()
    walk.close()
    until_state(walk, "decrypting")
    reader.goto(vote)
    assert "Nobody can vote now" in reader.inner_text("main")
    assert people.complaints == []


def test_pages_with_scripts_do_not_show_it(chromium: Any, server: Server) -> None:
    reader = People(chromium, server).page()
    reader.goto("/check")
    reader.locator("#step-file").wait_for()
    assert "needs JavaScript" not in reader.inner_text("main")


def test_every_template_with_a_script_has_words_for_who_has_none() -> None:
    english = {"base.html", "manage.html"}  # the first has none of its own; the second is the administrator's
    for path in TEMPLATES.glob("*.html"):
        text = path.read_text()
        if re.search(r"{% script ", text) and path.name not in english:
            assert "server/noscript.html" in text, path.name
