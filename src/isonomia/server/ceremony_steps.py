# SPDX-License-Identifier: Apache-2.0
"""The key ceremony of threshold trustees, as far as a server has a part in it: it keeps public messages in order.

It holds no secret, and shares pass through it encrypted. What it can check, it checks before it keeps a message, so
that whoever sends a wrong one is told at once; every trustee checks all of it again, and can compare the fingerprint
of all certificates with the others without the server (a server that exchanged them would be found by that alone).
"""

from typing import Final

from django.db import transaction

from isonomia.board.locks import hold
from isonomia.parties import ceremony_public
from isonomia.parties.errors import DoneAlready
from isonomia.protocol.messages import Message, Polynomial, SignedMsg, Voutput, encode
from isonomia.protocol.public.findings import Findings
from isonomia.server import ceremony, elections
from isonomia.server.ceremony import CERTIFICATE, POLYNOMIAL, VOUTPUT, NotYourTurn, TrusteesChanged
from isonomia.server.models import CeremonyMessage, Party

_BEFORE: Final = {POLYNOMIAL: CERTIFICATE, VOUTPUT: POLYNOMIAL}


def _keep(party: Party, actor: str, kind: str, message: Message) -> None:
    """Within the transaction that has checked it."""
    CeremonyMessage.objects.create(party=party, kind=kind, content=encode(message).decode())
    elections.log(party.election, actor, kind)


def _begin(party: Party, kind: str) -> None:
    """Nothing else of the election changes until the transaction ends. Raises PartyError out of turn, and twice."""
    hold(party.election_id)
    elections.require_draft(party.election)
    if not Party.objects.filter(pk=party.pk).exists():
        raise TrusteesChanged("the trustees were invited anew meanwhile", "use the newest link")
    if CeremonyMessage.objects.filter(party=party, kind=kind).exists():
        raise DoneAlready(f"your {kind} is here already", "the administrator can begin anew by inviting all trustees")
    if kind in _BEFORE and None in ceremony.texts(party.election, _BEFORE[kind]):
        raise NotYourTurn(f"a {kind} comes only after every trustee's {_BEFORE[kind]}", "wait for the others")


def keep_certificate(party: Party, cert: SignedMsg, actor: str) -> None:
    """Step 1. Raises CheckFailed, RecordError and PartyError."""
    with transaction.atomic():
        _begin(party, CERTIFICATE)
        findings = Findings()
        ceremony_public.check_place(ceremony.terms_of(party.election), cert, party.number, findings)
        findings.raise_if_failed()
        _keep(party, actor, CERTIFICATE, cert)
        if None not in ceremony.texts(party.election, CERTIFICATE):
            ceremony.certified(party.election)  # that two are of one trustee shows only here


def keep_polynomial(party: Party, polynomial: Polynomial, actor: str) -> None:
    """Step 2. Raises CheckFailed, RecordError and PartyError."""
    with transaction.atomic():
        _begin(party, POLYNOMIAL)
        findings = Findings()
        ceremony_public.check_polynomial(ceremony.certified(party.election), polynomial, party.number, findings)
        findings.raise_if_failed()
        _keep(party, actor, POLYNOMIAL, polynomial)


def keep_voutput(party: Party, voutput: Voutput, actor: str) -> None:
    """Step 3; with the last one, the whole is checked as verifiers will.

    Raises CheckFailed, RecordError and PartyError.
    """
    election = party.election
    with transaction.atomic():
        _begin(party, VOUTPUT)
        own = ceremony.certified(election)
        matrix = ceremony_public.check_polynomials(own, ceremony.every(election, POLYNOMIAL, Polynomial))
        ceremony_public.check_voutput(own, matrix, voutput, party.number)
        _keep(party, actor, VOUTPUT, voutput)
        party.public_key = encode(voutput.public_key).decode()
        party.save(update_fields=["public_key"])
        if None not in ceremony.texts(election, VOUTPUT):
            ceremony.parameters(election)
