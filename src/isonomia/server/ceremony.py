# SPDX-License-Identifier: Apache-2.0
"""The key ceremony of threshold trustees as it stands: the messages that are there, and what they give."""

from typing import TypeVar

from isonomia.groups import group
from isonomia.parties import ceremony_public
from isonomia.parties.ceremony_public import Certified, Terms
from isonomia.parties.errors import PartyError
from isonomia.protocol.messages import Message, Polynomial, SignedMsg, Voutput
from isonomia.protocol.public.trustees import Pedersen
from isonomia.record import strict
from isonomia.server.models import CeremonyMessage, Election, Party

CERTIFICATE, POLYNOMIAL, VOUTPUT = CeremonyMessage.KINDS

M = TypeVar("M", bound=Message)


class TrusteesChanged(PartyError):
    """Who the trustees are, or how they make the key, is another thing by now."""

    code = "trustees-changed"


class NotYourTurn(PartyError):
    """Messages of others are awaited."""

    code = "not-your-turn"


def terms_of(election: Election) -> Terms:
    """Group, number of trustees, threshold. Raises TrusteesChanged if each has a key of her own."""
    if election.threshold is None:
        raise TrusteesChanged("there is no ceremony in this election: every trustee makes a key of her own")
    size = election.parties.filter(role=Party.TRUSTEE).count()
    return Terms(group(election.group), size, election.threshold)


def texts(election: Election, kind: str) -> list[str | None]:
    """The messages of a kind as they were sent, a place for each trustee; None where it is awaited."""
    found = CeremonyMessage.objects.filter(party__election=election, kind=kind)
    known = dict(found.values_list("party__number", "content"))
    numbers = election.parties.filter(role=Party.TRUSTEE).order_by("number").values_list("number", flat=True)
    return [known.get(number) for number in numbers]


def every(election: Election, kind: str, type_: type[M]) -> list[M]:
    """All messages of a kind. Raises NotYourTurn while one is awaited."""
    found = texts(election, kind)
    if None in found:
        awaited = ", ".join(str(i) for i, text in enumerate(found, 1) if text is None)
        raise NotYourTurn(f"the {kind} of trustee {awaited} is not there yet", "wait for it")
    return [strict.decode((text or "").encode(), type_, f"{kind} {i}") for i, text in enumerate(found, 1)]


def certified(election: Election) -> Certified:
    """All certificates. Raises PartyError while one is awaited."""
    return ceremony_public.check_certificates(terms_of(election), every(election, CERTIFICATE, SignedMsg))


def parameters(election: Election) -> Pedersen:
    """What the record will say of the trustees. Raises PartyError while a message is awaited, and CheckFailed."""
    polynomials, voutputs = every(election, POLYNOMIAL, Polynomial), every(election, VOUTPUT, Voutput)
    return ceremony_public.threshold_parameters(certified(election), polynomials, voutputs)
