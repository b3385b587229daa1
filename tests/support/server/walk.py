# SPDX-License-Identifier: Apache-2.0
"""The thinnest walk: everybody's steps, each with that person's own secrets and browser."""

import os
from io import BytesIO
from typing import Any

from isonomia.groups import group
from isonomia.parties import credential_authority, trustee, voter
from isonomia.parties.credential_authority import Voter
from isonomia.protocol.messages import encode
from isonomia.verify import examine
from isonomia.verify.setup import Setup
from support.server.site import Answer, Browser, Site

QUESTION = {"question": "Shall it be so?", "answers": ["Yes", "No"], "min": 1, "max": 1}
LOGINS = ("ann", "bob", "cleo")
PASSWORD = "correct horse battery staple"  # noqa: S105


class Walk:
    """An election on a server, with the secrets that its parties keep for themselves."""

    def __init__(
        self,
        site: Site,
        group_name: str = "Ed25519",
        questions: tuple[Any, ...] = (QUESTION,),
        logins: tuple[str, ...] = LOGINS,
        admin: str = "admin@example.org",
    ) -> None:
        self.site = site
        self.group = group(group_name)
        self.logins = logins
        self.admin, self.authority, self.trustee = site.browser(), site.browser(), site.browser()
        self.private: dict[str, str] = {}
        made = self.admin.call("POST", "/api/accounts", {"email": admin, "name": "Admin", "password": PASSWORD})
        assert made.status == 200, made.content
        draft = {"name": "A small election", "description": "For tests", "questions": list(questions)}
        created = self.admin.do("POST", "/api/elections", {"draft": draft, "group": group_name})
        self.uuid: str = created["uuid"]
        self.address = f"/api/elections/{self.uuid}"

    def person(self, name: str) -> str:
        """Somebody's address, in this election alone."""
        return f"{name}@{self.uuid.lower()}.example.org"

    def invite(self) -> None:
        roll = "".join(f"{login},{self.person(login)}\n" for login in self.logins)
        self.admin.do("PUT", self.address + "/voters", roll.encode())
        self.admin.do("PUT", self.address + "/authority", {"name": "Authority", "email": self.person("authority")})
        trustees = [{"name": "Tina", "email": self.person("tina")}]
        self.admin.do("PUT", self.address + "/trustees", {"trustees": trustees})

    def make_credentials(self) -> None:
        """The authority opens her link, and makes credentials on her own machine."""
        self.authority.do("POST", "/api/invitations", {"token": self.site.token(self.person("authority"))})
        lines = self.authority.do("GET", self.address + "/voters")
        voters = [Voter(line["email"], line["login"], line["weight"]) for line in lines]
        issued = credential_authority.issue(self.group, self.uuid, voters, os.urandom)
        self.private = issued.private
        self.issued = issued.public
        public = {login: self.public(credential) for login, credential in issued.private.items()}
        self.roll = self.authority.do("POST", self.address + "/credentials", {"credentials": public})

    def public(self, credential: str) -> str:
        """The public credential of a private one."""
        from isonomia.protocol.secret.credentials import public_credential, secret_exponent

        return str(public_credential(self.group, secret_exponent(self.group, self.uuid, credential)))

    def make_key(self) -> None:
        """The trustee opens her link, and makes a key on her own machine."""
        self.trustee.do("POST", "/api/invitations", {"token": self.site.token(self.person("tina"))})
        self.key = trustee.new_key(self.group, os.urandom)
        self.trustee.call("POST", self.address + "/key", encode(self.key.public))

    def open(self) -> "Walk":
        """Everything up to the opening."""
        self.invite()
        self.make_credentials()
        self.make_key()
        self.admin.do("POST", self.address + "/open")
        return self

    def setup(self) -> Setup:
        """The election as the public record tells it."""
        examined = examine(BytesIO(self.download()))
        assert examined.setup is not None
        return examined.setup

    def ballot(self, login: str, *votes: list[int]) -> voter.Cast:
        """A ballot, made on the voter's own device from the public record."""
        return voter.vote(self.setup(), self.private[login], list(votes), os.urandom)

    def log_in(self, login: str) -> Browser:
        """A voter's browser, logged in with the code from her mail."""
        browser = self.site.browser()
        browser.do("POST", self.address + "/codes", {"login": login})
        code = self.site.code(self.person(login))
        browser.do("POST", self.address + "/voter", {"login": login, "code": code})
        return browser

    def cast(self, login: str, content: bytes) -> Answer:
        """Log in and cast."""
        return self.log_in(login).call("POST", self.address + "/ballots", content)

    def vote(self, login: str, *votes: list[int]) -> str:
        """Vote; gives the tracker."""
        made = self.ballot(login, *votes)
        answer = self.cast(login, made.content)
        assert answer.status == 200, answer.content
        assert answer.json["tracker"] == made.tracker
        return made.tracker

    def close(self) -> None:
        self.admin.do("POST", self.address + "/close")
        self.site.work()

    def shuffle(self) -> None:
        """The trustee shuffles what she has checked, and the administrator ends the shuffles."""
        made = trustee.shuffle(examine(BytesIO(self.download())), 1, os.urandom)
        self.trustee.do("POST", self.address + "/shuffle", encode(made))
        self.admin.do("POST", self.address + "/end-shuffles")

    def decrypt(self) -> None:
        """The trustee decrypts what she has checked; the worker then publishes the result."""
        _, made = trustee.decrypt(examine(BytesIO(self.download())), self.key.private, os.urandom)
        self.trustee.do("POST", self.address + "/decryption", encode(made))
        self.site.work()

    def download(self) -> bytes:
        """The public record."""
        answer = self.site.browser().get(f"/elections/{self.uuid}/record.bel")
        assert answer.status == 200, answer.content
        return answer.content
