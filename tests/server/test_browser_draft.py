# SPDX-License-Identifier: Apache-2.0
"""The administrator's form of a draft: lists, translations that move with their answers, the preview, nothing lost."""

from typing import Any

from test_browser_access import looked_at, voter_page

from support.server.pages import People, begin_draft, chromium, server, sign_up
from support.server.running import Server

__all__ = ["chromium", "server"]  # fixtures


def stored(page: Any) -> dict[str, Any]:
    """The draft as the API has it."""
    uuid = page.url.split("/")[-2]
    answer = page.evaluate(f"fetch('/api/elections/{uuid}/management').then((answer) => answer.json())")
    return dict(answer["draft"])


def save(page: Any) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator("#saved").wait_for()


def press(page: Any, name: str) -> None:
    """By the keyboard: the button has the focus afterwards, too."""
    button = page.get_by_role("button", name=name, exact=True)
    button.focus()
    page.keyboard.press("Enter")


def add(box: Any, lines: str, what: str = "answers") -> None:
    box.locator(f"[data-part={what}]").fill(lines)
    box.get_by_role("button", name=f"Add these {what}").click()


def lists_question(page: Any) -> Any:
    """A second question: two lists, the second of which is moved up."""
    page.get_by_role("button", name="Another question").click()
    box = page.locator("fieldset.question").nth(1)
    box.locator("[data-part=kind]").select_option("lists")
    box.locator("[data-part=text]").fill("Which list?")
    for number, (title, candidates) in enumerate((("Blues", "Cleo"), ("Reds", "Ada\nBen"))):
        own = box.locator("fieldset.list").nth(number)
        own.locator("[data-part=list-title]").fill(title)
        add(own, candidates, "candidates")
    press(page, "Move up: List 2")
    assert page.evaluate("document.activeElement.textContent") == "Move up: List 1"  # it went along
    return box


def translate(page: Any) -> None:
    """Belarusian beside English: what is typed stands at the answer, wherever that goes."""
    page.locator("#language-choice").get_by_label("Беларуская").check()
    page.fill("#name-be", "Выбары")
    first = page.locator("fieldset.question").first
    first.locator("[data-part=text-be]").fill("Хто?")
    for number, text in enumerate(("Ада", "Бэн", "Супраць усіх")):
        first.locator("[data-part=row-be]").nth(number).fill(text)


def test_lists_translations_law_and_reordering(chromium, server: Server) -> None:  # type: ignore[no-untyped-def]
    people = People(chromium, server)
    admin = voter_page(people)
    sign_up(admin, "adam")
    begin_draft(admin, "A council")
    first = admin.locator("fieldset.question").first
    first.locator("[data-part=text]").fill("Who?")
    add(first, "Ada\nBen\nAgainst all")
    first.locator("[data-part=row]").first.press("Enter")  # an empty row below, which has the focus
    admin.keyboard.type("Too many")
    press(admin, "Remove: Answer 2")
    assert admin.evaluate("document.activeElement.value") == "Ben"
    admin.select_option("#law", label="President of Belarus (by-president.toml)")
    admin.select_option("#against-all", label="3: Against all")
    looked_at(admin, "draft-plain")
    lists_question(admin)
    translate(admin)
    # one text is missing yet, and is found at its field
    save(admin)
    assert "Беларуская: question 2 lacks 6 of 6 texts" in admin.inner_text("[data-trouble=languages]")
    assert admin.locator("[aria-invalid=true]").count() == 6
    looked_at(admin, "draft-lists-incomplete")
    second = admin.locator("fieldset.question").nth(1)
    second.locator("[data-part=text-be]").fill("Які спіс?")
    for number, text in enumerate(("Чырвоныя", "Сінія")):
        second.locator("[data-part=list-title-be]").nth(number).fill(text)
    for number, text in enumerate(("Ада", "Бэн", "Клеа")):
        second.locator("[data-part=row-be]").nth(number).fill(text)
    # "against all" first, Ben before Ada, and the lists before the law's question
    press(admin, "Move up: Answer 3")
    press(admin, "Move up: Answer 2")
    press(admin, "Move down: Answer 2")
    press(admin, "Move up: question 2")
    save(admin)
    draft = stored(admin)
    assert draft["questions"][0] == {
        "type": "Lists",
        "value": {"question": "Which list?", "answers": [["Reds", "Ada", "Ben"], ["Blues", "Cleo"]]},
    }
    assert draft["questions"][1]["answers"] == ["Against all", "Ben", "Ada"]
    assert draft["texts"]["be"] == {
        "name": "Выбары",
        "questions": [
            ["Які спіс?", "Чырвоныя", "Ада", "Бэн", "Сінія", "Клеа"],
            ["Хто?", "Супраць усіх", "Бэн", "Ада"],
        ],
    }
    assert (draft["law"]["question"], draft["law"]["against_all"]) == (1, 0)
    assert not admin.locator("#draft [data-trouble]:visible").count()
    admin.reload()
    admin.locator("fieldset.question").nth(1).wait_for()
    assert admin.locator("#against-all option:checked").inner_text() == "1: Against all"
    looked_at(admin, "draft-lists")

    # another main language: the texts stay what they are
    admin.select_option("#main-language", "be")
    save(admin)
    turned = stored(admin)
    assert (turned["language"], turned["name"], turned["texts"]["en"]["name"]) == ("be", "Выбары", "A council")
    assert turned["questions"][1]["answers"] == ["Супраць усіх", "Бэн", "Ада"]
    assert turned["texts"]["en"]["questions"][1] == ["Who?", "Against all", "Ben", "Ada"]
    assert people.complaints == []
    assert people.foreign == []


def test_preview_shows_what_voters_will_see_and_sends_nothing(chromium, server: Server) -> None:  # type: ignore[no-untyped-def]
    people = People(chromium, server)
    admin = voter_page(people)
    sign_up(admin, "adam")
    begin_draft(admin, "A council")
    first = admin.locator("fieldset.question").first
    first.locator("[data-part=text]").fill("Shall it be?")
    first.locator("[data-part=answers]").fill("Yes\nNo")  # not added: Save takes them all the same
    first.locator("[data-part=blank]").check()
    lists_question(admin)
    admin.locator("#language-choice").get_by_label("Français").check()
    admin.fill("#name-fr", "Un conseil")
    second = admin.locator("fieldset.question").nth(1)
    second.locator("[data-part=text-fr]").fill("Quelle liste ?")
    save(admin)
    assert stored(admin)["questions"][0] == {
        "answers": ["Yes", "No"], "blank": True, "min": 1, "max": 1, "question": "Shall it be?",
    }  # fmt: skip
    sent: list[str] = []
    admin.get_by_role("button", name="Preview the booth").click()
    admin.wait_for_url("**/preview")
    admin.on("request", lambda request: sent.append(request.method))
    admin.locator("#step-question").wait_for()
    assert admin.title().startswith("PREVIEW")
    assert "PREVIEW" in admin.inner_text("#cast-state")
    assert admin.inner_text("#step-question h2") == "Shall it be?"
    looked_at(admin, "preview-question")
    admin.get_by_label("Blank vote").check()
    admin.locator("#question-form button").first.click()
    # a candidate takes her list with her, and no candidate of another list
    admin.get_by_label("Ada").check()
    assert admin.get_by_role("radio", name="Reds").is_checked()
    admin.get_by_label("Cleo").check()
    assert not admin.get_by_label("Ada").is_checked()
    assert admin.locator("#answers input:checked").count() == 2
    looked_at(admin, "preview-lists")
    admin.locator("#question-form button").first.click()
    shown = admin.inner_text("#choices")
    assert all(text in shown for text in ("Blank vote", "Blues", "Cleo"))
    assert "Ada" not in shown
    looked_at(admin, "preview-review")
    admin.get_by_role("link", name="Français").click()
    admin.locator("html[lang=fr] #step-question").wait_for()
    assert admin.inner_text("h1") == "Un conseil"
    assert set(sent) == {"GET"}
    assert not [cookie for cookie in admin.context.cookies() if cookie["name"] == "django_language"]
    admin.go_back()
    admin.get_by_role("link", name="Back to the draft").click()
    admin.wait_for_url("**/manage")
    assert people.complaints == []


def test_nothing_is_lost_by_leaving_or_by_another_administrator(chromium, server: Server) -> None:  # type: ignore[no-untyped-def]
    people = People(chromium, server)
    admin, other = voter_page(people), people.page()
    sign_up(admin, "adam")
    begin_draft(admin, "A council")
    admin.fill("#administrator-email", "bela@example.org")
    admin.get_by_role("button", name="Invite another administrator").click()
    sign_up(other, "bela")
    other.goto(server.mail("bela@example.org", r"(/join#\S+)"))
    other.wait_for_url("**/manage")
    other.locator("#name").fill("Hers")
    admin.fill("#name", "Mine")
    assert admin.locator("#unsaved").is_visible()

    asked: list[str] = []
    admin.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    admin.locator("a.name").click()  # to the first page: asked, and stays
    admin.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert admin.input_value("#name") == "Mine"

    save(other)
    admin.get_by_role("button", name="Save", exact=True).click()
    admin.get_by_text("Somebody else has saved this draft since").wait_for()
    assert "bela@example.org" in admin.inner_text("#trouble-place")
    assert admin.input_value("#name") == "Mine"
    looked_at(admin, "draft-moved")
    assert stored(admin)["name"] == "Hers"
    admin.once("dialog", lambda dialog: dialog.accept())
    admin.reload()
    admin.locator("fieldset.question").wait_for()
    assert admin.input_value("#name") == "Hers"
    admin.locator("a.name").click()  # nothing is unsaved: nobody asks
    admin.wait_for_url(server.origin + "/")
    assert [each for each in people.complaints if "412" not in each] == []


def test_imported_voters_are_summed_up_and_searched(chromium, server: Server, tmp_path) -> None:  # type: ignore[no-untyped-def]
    people = People(chromium, server)
    admin = voter_page(people)
    sign_up(admin, "adam")
    begin_draft(admin, "A council")
    roll = tmp_path / "roll.csv"
    lines = [
        f"v{number:03},v{number:03}@example.org,{1 + number % 2},{'be' if number < 5 else 'en'}"
        for number in range(120)
    ]
    roll.write_text("\n".join(lines))
    admin.set_input_files("#roll", roll)
    admin.get_by_role("button", name="Import").click()
    admin.locator("#voter-count", has_text="120 voters").wait_for()
    told = admin.inner_text("#voter-count")
    assert all(text in told for text in ("weight of all together: 180", "Беларуская: 5", "English: 115"))
    admin.get_by_text("Show the list of voters").click()
    admin.get_by_text("100 of 120 are shown.").wait_for()
    admin.fill("#voter-search", "V11")
    assert admin.locator("#voter-rows tr").count() == 10
    looked_at(admin, "draft-voters")
    # every bad line with its number, and nothing imported
    roll.write_text("ann,ann@example.org\nbob,no address\ncleo,cleo@example.org,0\n")
    admin.set_input_files("#roll", roll)
    admin.get_by_role("button", name="Import").click()
    admin.locator("#roll-wrong li").nth(1).wait_for()
    wrong = admin.locator("#roll-wrong").inner_text()
    assert "line 2" in wrong
    assert "line 3" in wrong
    assert "120 voters" in admin.inner_text("#voter-count")
    # the bytes come as they are: what is not UTF-8 is told, and not made other logins of
    for encoding, why in (("latin-1", "line 2: is not UTF-8"), ("utf-16", "the list: this is UTF-16")):
        roll.write_bytes("login;email\nMüller;m@example.org\n".encode(encoding))
        admin.set_input_files("#roll", roll)
        admin.get_by_role("button", name="Import").click()
        admin.locator("#roll-wrong", has_text=why).wait_for()
        assert admin.locator("#roll-wrong li").count() == 1
    looked_at(admin, "draft-roll-wrong")
    roll.write_bytes("\ufefflogin;email\r\nMüller;m@example.org\r\n".encode())
    admin.set_input_files("#roll", roll)
    admin.get_by_role("button", name="Import").click()
    admin.locator("#voter-count", has_text="1 voters").wait_for()
    assert not admin.locator("#roll-wrong").is_visible()
    admin.fill("#voter-search", "")
    admin.locator("#voter-list summary").click()
    admin.locator("#voter-list summary").click()
    admin.locator("#voter-rows th", has_text="Müller").wait_for()
    assert [each for each in people.complaints if "400" not in each] == []
