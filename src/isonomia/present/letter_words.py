# SPDX-License-Identifier: Apache-2.0
"""What stands in a letter with a credential: the words, for the page of the credential authority and the command."""

from datetime import datetime

from isonomia.present.catalogue import Words


def letter_words(words: Words) -> dict[str, str]:
    """The sentences of a letter in one language, by name."""
    return {
        "for": words.gettext("You can vote in this election."),
        "login": words.gettext("Your login"),
        "credential": words.gettext("Your credential"),
        "address": words.gettext("Where you vote"),
        "opens": words.gettext("Voting opens"),
        "closes": words.gettext("Voting ends"),
        "scan": words.gettext("With a phone: this code opens the page with your credential filled in."),
        "step-open": words.gettext("Open the address in your browser, or scan the code."),
        "step-type": words.gettext(
            "Type the credential exactly as it is printed: capital and small letters differ. It stays on your device."
        ),
        "step-cast": words.gettext(
            "Choose; your device encrypts your vote. Then log in, cast it, and keep the tracker: with it you find your"
            " ballot in the public list."
        ),
        "secret": words.gettext("Show this letter to nobody: whoever has the credential could try to vote for you."),
        "again": words.gettext(
            "Keep it until the voting has ended: you may vote again, and only your last ballot counts."
        ),
        "ask": words.gettext("Whom to ask"),
        "code": words.gettext("QR code of the address with your credential"),
    }


def written_time(moment: datetime) -> str:
    """A time that every reader understands alike: 2026-11-22 18:00 (UTC+03:00)."""
    offset = moment.strftime("%z")
    zone = f"UTC{offset[:3]}:{offset[3:5]}" if offset.strip("+-0") else "UTC"
    return f"{moment:%Y-%m-%d %H:%M} ({zone})"
