# SPDX-License-Identifier: Apache-2.0
"""Words of pages and mails: nothing untranslated, nothing unused, the same places; and readers do get them."""

import re
import runpy
from functools import cache
from pathlib import Path

import polib
import pytest
from django.core import mail

from support.server.site import Browser, Site
from support.server.walk import QUESTION, Walk

ROOT = Path(__file__).parents[2]
LOCALES = ROOT / "src" / "isonomia" / "server" / "locale"
TEMPLATES = ROOT / "src" / "isonomia" / "server" / "templates" / "server"
LANGUAGES = ("be", "ru", "fr")
PLACES = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
LETTERS = {"be": re.compile("[ёа-зй-шы-яіў’А-ЗІЙ-ШЫ-ЯЎЁ]+"), "ru": re.compile("[а-яёА-ЯЁ]+")}
WORD = re.compile(r"[^\W\d_’]+(?:’[^\W\d_]+)*")


@cache
def extracted() -> frozenset[tuple[str | None, str]]:
    """What `make messages` finds, with Django's own reading of templates."""
    found = runpy.run_path(str(ROOT / "tools" / "messages.py"))["messages"]("django")
    assert len(found) > 200  # or nothing was walked
    return frozenset(found)


def entries(language: str) -> list[polib.POEntry]:
    return list(polib.pofile(str(LOCALES / language / "LC_MESSAGES" / "django.po")))


def said(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_the_messages_of_the_code_and_no_others(language: str) -> None:
    """`make messages` brings it up to date."""
    assert {(entry.msgctxt, entry.msgid) for entry in entries(language)} == extracted()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated_with_the_same_places(language: str) -> None:
    for entry in entries(language):
        assert not entry.fuzzy, entry.msgid
        assert len(said(entry)) == ((2 if language == "fr" else 3) if entry.msgid_plural else 1), entry.msgid
        for text in said(entry):
            assert text.strip(), entry.msgid
            assert sorted(PLACES.findall(text)) == sorted(PLACES.findall(entry.msgid)), entry.msgid
            assert text.count("\n") == entry.msgid.count("\n"), entry.msgid


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_end_as_they_do_in_english(language: str) -> None:
    for entry in entries(language):
        for text in said(entry):
            ends = [one.strip()[-1] if one.strip()[-1] in ".:?…" else None for one in (entry.msgid, text)]
            assert ends[0] == ends[1], text


@pytest.mark.parametrize("language", ["be", "ru"])
def test_letters_are_those_of_the_language(language: str) -> None:
    """A Latin i or c in a Cyrillic word looks right and is not; Belarusian has no и, щ, ъ, Russian no і, ў."""
    for entry in entries(language):
        for text in said(entry):
            for word in WORD.findall(PLACES.sub(" ", text)):
                name = word == "QR" or (
                    len(word) > 1 and word in WORD.findall(entry.msgid)
                )  # of a thing, the same in every language
                assert name or LETTERS[language].fullmatch(word), (word, text)


def test_french_spaces_do_not_break() -> None:
    for entry in entries("fr"):
        for text in said(entry):
            assert not re.search(r" [:;?!»]|« |'", text), text


def test_no_word_of_a_page_stands_outside_of_the_catalogues() -> None:
    """A text between tags, a title or a label that no tag marks would stay English for everybody."""
    allowed = {"isonomia", "XXXXX-XXXXXX-XXXXX-XXXXXX"}
    for path in TEMPLATES.glob("*.html"):
        text = re.sub(r"{%\s*blocktranslate.*?endblocktranslate\s*%}", "", path.read_text(), flags=re.DOTALL)
        text = re.sub(r"<code\b.*?</code>|{% block busy %}.*?{% endblock %}", "", text, flags=re.DOTALL)
        bare = re.sub(r"{%.*?%}|{{.*?}}", "\0", text, flags=re.DOTALL)
        attributes = re.findall(r'\b(?:alt|title|aria-label|placeholder)="([^"]*)"', bare)
        for found in [*re.sub(r"<[^>]*>", "\0", bare).split("\0"), *attributes]:
            words = found.strip(" \n\0·:,[]()×.—")
            assert not re.search("[A-Za-z]{2}", words) or words in allowed, (
                path,
                words,
            )


@pytest.mark.parametrize(
    ("language", "heading"), [("be", "Дзе мой бюлетэнь?"), ("ru", "Где мой бюллетень?"), ("fr", "Où est mon bulletin")]
)
def test_pages_are_in_the_language_that_the_reader_chooses(site: Site, language: str, heading: str) -> None:
    walk = Walk(site).open()
    reader = Browser()
    reader.client.cookies["django_language"] = language
    shown = reader.get(f"/elections/{walk.uuid}").content.decode()
    assert f'<html lang="{language}">' in shown
    assert heading in shown


def test_mails_are_in_the_voters_language(site: Site) -> None:
    """Languages of the roll; the election's name in that language, too."""
    walk = Walk(site)
    texts = {"name": "Малыя выбары", "questions": [["Ці быць таму?", "Так", "Не"]]}
    draft = {"name": "A small election", "questions": [QUESTION], "texts": {"be": texts}}
    walk.admin.do("PUT", walk.address + "/draft", draft)
    walk.invite()
    roll = "".join(f"{name},{walk.person(name)},1,{code}\n" for name, code in zip(walk.logins, LANGUAGES, strict=True))
    walk.admin.do("PUT", walk.address + "/voters", roll.encode())
    walk.make_credentials()
    walk.make_key()
    walk.admin.do("POST", walk.address + "/open")
    for login in walk.logins:
        walk.vote(login, [1, 0])
    site.work()
    about = {own.to[0].partition("@")[0]: (own.subject, own.body) for own in mail.outbox}
    assert about["ann"][0] == "Ваш бюлетэнь на выбарах «Малыя выбары» прыняты"
    assert "Ваш бюллетень принят." in about["bob"][1]
    assert "Votre bulletin a été accepté." in about["cleo"][1]
