# SPDX-License-Identifier: Apache-2.0
"""A walk whose trustees make the key together: each with her own browser and her own seed."""

import os
from io import BytesIO
from typing import Any

from isonomia.groups import SecretScalar
from isonomia.parties import ceremony, trustee
from isonomia.parties.ceremony_public import Certified, Terms, check_certificates
from isonomia.protocol.messages import Polynomial, SignedMsg, Voutput, encode
from isonomia.record import strict
from isonomia.verify import examine
from support.server.site import Answer, Site
from support.server.walk import Walk


class Member:
    """One trustee on her own machine; what the others say reaches her through the server alone."""

    def __init__(self, walk: "ThresholdWalk", index: int) -> None:
        self.walk, self.index = walk, index
        self.browser = walk.site.browser()
        token = walk.site.token(walk.person(f"trustee{index}"))
        self.browser.do("POST", "/api/invitations", {"token": token})
        self.seed = ceremony.new_seed(os.urandom)
        self.private: SecretScalar | None = None

    def post(self, kind: str, message: Any) -> Answer:
        """Hand a message in, whoever has made it."""
        return self.browser.call("POST", f"{self.walk.address}/{kind}", encode(message))

    def said(self) -> dict[str, Any]:
        """All that was said so far."""
        found: dict[str, Any] = self.browser.do("GET", self.walk.address + "/ceremony")
        return found

    def certified(self) -> Certified:
        """All certificates, checked on her machine."""
        texts = self.said()["certificates"]
        certs = [strict.decode(text.encode(), SignedMsg, "certificate") for text in texts]
        return check_certificates(self.walk.terms, certs)

    def certificate(self) -> SignedMsg:
        return ceremony.make_certificate(self.walk.terms, self.index, self.seed, os.urandom)

    def polynomial(self) -> Polynomial:
        return ceremony.make_polynomial(self.certified(), self.index, self.seed, os.urandom)

    def voutput(self) -> Voutput:
        texts = self.said()["polynomials"]
        polynomials = [strict.decode(text.encode(), Polynomial, "polynomial") for text in texts]
        made, self.private = ceremony.make_voutput(self.certified(), polynomials, self.index, self.seed, os.urandom)
        return made

    def shuffle(self) -> Answer:
        made = trustee.shuffle(examine(BytesIO(self.walk.download())), self.index, os.urandom)
        return self.post("shuffle", made)

    def decrypt(self) -> Answer:
        assert self.private is not None  # the ceremony is over
        _, made = trustee.decrypt(examine(BytesIO(self.walk.download())), self.private, os.urandom)
        return self.post("decryption", made)


class ThresholdWalk(Walk):
    """Two of three trustees suffice."""

    size, threshold = 3, 2

    def __init__(self, site: Site, group_name: str = "Ed25519", **more: Any) -> None:
        super().__init__(site, group_name, **more)
        self.terms = Terms(self.group, self.size, self.threshold)
        self.members: list[Member] = []

    def invite(self) -> None:
        super().invite()
        self.invite_trustees()

    def invite_trustees(self) -> None:
        """All of them, again if they were before; their links are opened, each in her own browser."""
        people = [{"name": f"Trustee {i}", "email": self.person(f"trustee{i}")} for i in range(1, self.size + 1)]
        losing = [member.index for member in self.members]
        body = {"trustees": people, "threshold": self.threshold, "losing": losing}
        self.admin.do("PUT", self.address + "/trustees", body)
        self.members = [Member(self, i) for i in range(1, self.size + 1)]

    def make_key(self) -> None:
        """The whole ceremony."""
        for kind in ("certificate", "polynomial", "voutput"):
            for member in self.members:
                answer = member.post(kind, getattr(member, kind)())
                assert answer.status == 200, answer.content

    def until(self, kind: str) -> "ThresholdWalk":
        """A ceremony in which everybody has handed in what comes before ``kind``."""
        self.invite()
        for before in ("certificate", "polynomial", "voutput"):
            if before == kind:
                break
            for member in self.members:
                assert member.post(before, getattr(member, before)()).status == 200
        return self
