# SPDX-License-Identifier: Apache-2.0
"""The endpoints of the trustees' key ceremony: all that is said in it, to each of them; her own messages, once each."""

import io
import zipfile

import msgspec
from django.http import HttpResponse

from isonomia.protocol.messages import Message, Polynomial, SignedMsg, Voutput
from isonomia.server import ceremony, ceremony_steps
from isonomia.server.api.access import Role
from isonomia.server.api.endpoint import Call, endpoint
from isonomia.server.models import CeremonyMessage, Party

ELECTION = "/api/elections/{uuid}"
ERRORS = ("wrong-phase", "trustees-changed", "not-your-turn", "done-already", "check-failed", "malformed")
MOST = 4 << 20


class Ceremony(Message, frozen=True, kw_only=True):
    """Texts are as their trustee has signed them, a place for each; null where one is awaited."""

    group: str
    size: int
    threshold: int
    names: list[str]
    certificates: list[str | None]
    polynomials: list[str | None]
    """With the shares, each encrypted for its recipient: everybody gets all, to check them again."""
    voutputs: list[str | None]


@endpoint("GET", ELECTION + "/ceremony", Role.TRUSTEE, answer=Ceremony, errors=("trustees-changed",))
def show(call: Call[None]) -> Ceremony:
    """How far the ceremony is."""
    own = call.election
    terms = ceremony.terms_of(own)
    certificates, polynomials, voutputs = (ceremony.texts(own, kind) for kind in CeremonyMessage.KINDS)
    return Ceremony(
        group=terms.group.name,
        size=terms.size,
        threshold=terms.threshold,
        names=list(own.parties.filter(role=Party.TRUSTEE).order_by("number").values_list("name", flat=True)),
        certificates=certificates,
        polynomials=polynomials,
        voutputs=voutputs,
    )


@endpoint(
    "GET", ELECTION + "/ceremony.zip", Role.TRUSTEE, answer=bytes, gives="application/zip", errors=("trustees-changed",)
)
def archive(call: Call[None]) -> HttpResponse:
    """The same as files: the directory of ``isonomia trustee join``."""
    terms, content = ceremony.terms_of(call.election), io.BytesIO()
    about = {"group": terms.group.name, "size": terms.size, "threshold": terms.threshold}
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as files:
        files.writestr("ceremony/ceremony.json", msgspec.json.encode(about) + b"\n")
        for kind in CeremonyMessage.KINDS:
            for index, text in enumerate(ceremony.texts(call.election, kind), 1):
                if text is not None:
                    files.writestr(f"ceremony/{kind}-{index}.json", text + "\n")
    headers = {"Cache-Control": "no-store", "Content-Disposition": 'attachment; filename="ceremony.zip"'}
    return HttpResponse(content.getvalue(), content_type="application/zip", headers=headers)


@endpoint("POST", ELECTION + "/certificate", Role.TRUSTEE, body=SignedMsg, most=MOST, errors=ERRORS)
def certificate(call: Call[SignedMsg]) -> None:
    """Step 1 of a trustee."""
    ceremony_steps.keep_certificate(call.party, call.body, call.actor)


@endpoint("POST", ELECTION + "/polynomial", Role.TRUSTEE, body=Polynomial, most=MOST, errors=ERRORS)
def polynomial(call: Call[Polynomial]) -> None:
    """Step 2, once all certificates are there."""
    ceremony_steps.keep_polynomial(call.party, call.body, call.actor)


@endpoint("POST", ELECTION + "/voutput", Role.TRUSTEE, body=Voutput, most=MOST, errors=ERRORS)
def voutput(call: Call[Voutput]) -> None:
    """Step 3, once all polynomials are there: then this trustee's key is made."""
    ceremony_steps.keep_voutput(call.party, call.body, call.actor)
