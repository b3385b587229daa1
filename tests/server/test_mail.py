# SPDX-License-Identifier: Apache-2.0
"""Mails through a real mail server: what is in their headers, and what happens if it refuses, is gone, or we are."""

from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from django.test import override_settings
from django.utils import timezone

from isonomia.server import jobs, mail
from isonomia.server.models import Job, Voter
from support.server.site import Site
from support.server.smtp import Mailbox
from support.server.walk import QUESTION, Walk


class MailedSite(Site):
    """Its mails are those that a mail server was given."""

    mailbox: Mailbox

    def mails(self, address: str) -> list["Mailed"]:
        self.work()
        return [Mailed(message) for to, message in self.mailbox.received if to == [address]]


class Mailed:
    """A mail as it came."""

    def __init__(self, message: EmailMessage) -> None:
        self.message = message
        self.body = str(message.get_content())


@pytest.fixture
def mailed(site: Site) -> Iterator[MailedSite]:
    own = MailedSite(site.data)
    own.mailbox = Mailbox()
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    with override_settings(EMAIL_BACKEND=smtp, EMAIL_HOST="127.0.0.1", EMAIL_PORT=own.mailbox.port, EMAIL_TIMEOUT=10):
        yield own
    own.mailbox.stop()


def named(site: Site, name: str) -> Walk:
    """An election of that name, opened."""
    walk = Walk(site)
    walk.admin.do("PUT", walk.address + "/draft", {"name": name, "description": "", "questions": [QUESTION]})
    return walk.open()


def undelivered(walk: Walk) -> int:
    return int(walk.admin.do("GET", walk.address + "/management")["undelivered"])


def is_time() -> None:
    """Whatever waits for another try is due."""
    Job.objects.update(due=timezone.now())


def ask(walk: Walk, *logins: str) -> None:
    for login in logins:
        walk.site.browser().do("POST", walk.address + "/codes", {"login": login})


# What is in a mail


def test_a_name_adds_no_header(mailed: MailedSite) -> None:
    walk = named(mailed, "Meeting\r\nBcc: eve@example.org\r\n\r\nYour code is 00000000")
    ask(walk, "ann")
    found = mailed.mails(walk.person("ann"))[-1].message
    assert found["Bcc"] is None
    assert found["Subject"] == "Your code for Meeting Bcc: eve@example.org Your code is 00000000"
    assert not any("eve@example.org" in to for to, _ in mailed.mailbox.received)


ADDRESSES = (
    "eve@example.org\nBcc: mallory@example.org",
    'eve@example.org\n"2",mallory@example.org',
    "eve@example.org,mallory@example.org",
    "Eve <eve@example.org>",
    "eve@example.org\n",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_is_one_address(mailed: MailedSite, address: str) -> None:
    walk = Walk(mailed)
    person = {"name": "Eve", "email": address}
    assert walk.admin.call("PUT", walk.address + "/authority", person).code == "malformed"
    assert walk.admin.call("PUT", walk.address + "/trustees", {"trustees": [person]}).code == "malformed"
    mailed.work()
    assert mailed.mailbox.received == []


NAMES = ("Выбары ў Менску 🗳", "Élection « générale »", "Сход " * 39)


@pytest.mark.parametrize("name", NAMES)
def test_subjects_in_all_letters_arrive(mailed: MailedSite, name: str) -> None:
    walk = named(mailed, name)
    ask(walk, "bob")
    found = mailed.mails(walk.person("bob"))[-1].message
    told = str(found["Subject"]).lstrip()  # a header that is folded at once begins with the space of the fold
    assert told == f"Your code for {' '.join(name.split())}"
    lines = found.as_bytes().splitlines()
    assert max(map(len, lines)) <= 998  # RFC 5322, section 2.1.1


# The mail server is not always there


def test_a_refused_recipient_holds_nobody_else_up(mailed: MailedSite) -> None:
    walk = Walk(mailed).open()
    mailed.mailbox.refused.add(walk.person("ann"))
    ask(walk, "ann", "bob")
    assert mailed.mails(walk.person("ann")) == []
    assert len(mailed.mails(walk.person("bob"))) == 1
    assert Job.objects.get(kind="code").trouble == "SMTPRecipientsRefused"  # and no address of a voter
    assert undelivered(walk) == 1
    mailed.mailbox.refused.clear()
    assert mailed.mails(walk.person("ann")) == []  # not yet: it waits a while
    is_time()
    assert len(mailed.mails(walk.person("ann"))) == 1
    assert undelivered(walk) == 0


def test_a_mail_server_that_is_gone_loses_nothing(mailed: MailedSite) -> None:
    """The ballot is accepted and in the record; the receipt comes later, with the very tracker."""
    walk = Walk(mailed).open()
    made, browser = walk.ballot("cleo", [1, 0]), walk.log_in("cleo")
    mailed.mailbox.stop()
    assert browser.call("POST", walk.address + "/ballots", made.content).status == 200
    mailed.work()
    assert made.content in walk.download()
    job = Job.objects.get(kind="receipt")
    assert (job.attempts, job.trouble) == (1, "ConnectionRefusedError")
    assert undelivered(walk) == 1
    mailed.mailbox.start()
    is_time()
    assert made.tracker in mailed.mails(walk.person("cleo"))[-1].body
    assert undelivered(walk) == 0


@pytest.mark.parametrize("sent", [False, True])
def test_a_worker_that_is_killed_while_it_mails_does_it_again(
    mailed: MailedSite, monkeypatch: pytest.MonkeyPatch, sent: bool
) -> None:
    """Before the mail has left, or after; the code that comes last is the one that works."""
    walk = Walk(mailed).open()
    ask(walk, "ann")

    def killed(to: str, subject: str, body: str) -> None:
        if sent:
            honest(to, subject, body)
        raise KeyboardInterrupt

    honest = mail.send
    with monkeypatch.context() as patched:
        patched.setattr(mail, "send", killed)
        with pytest.raises(KeyboardInterrupt):
            mailed.work()
    assert len(mailed.mails(walk.person("ann"))) == int(sent)  # another worker leaves it alone
    jobs.resume()
    assert len(mailed.mails(walk.person("ann"))) == 1 + int(sent)
    code = mailed.code(walk.person("ann"))
    mailed.browser().do("POST", walk.address + "/voter", {"login": "ann", "code": code})


def test_a_failed_step_is_told_to_the_administrator(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    walk = Walk(site).open()
    walk.vote("ann", [1, 0])

    def failing(job: Job) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setitem(jobs.HANDLERS, "tally", failing)
        walk.close()
    told = walk.admin.do("GET", walk.address + "/management")
    assert (told["unfinished"], told["undelivered"], told["state"]) == (["tally"], 0, "closed")
    is_time()
    site.work()
    told = walk.admin.do("GET", walk.address + "/management")
    assert (told["unfinished"], told["state"]) == ([], "decrypting")


def test_receipt_that_was_put_down_before_they_were_sealed_is_sent(site: Site) -> None:
    """After an upgrade it would fail, and lie for hours beside the name of its voter."""
    walk = Walk(site).open()
    voter = Voter.objects.get(election=walk.uuid, login="ann")
    jobs.enqueue("receipt", voter.election, {"voter": str(voter.pk), "tracker": "a" * 43})
    assert "a" * 43 in site.mails(walk.person("ann"))[-1].body
    assert not Job.objects.filter(kind="receipt").exists()
