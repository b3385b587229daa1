# SPDX-License-Identifier: Apache-2.0
"""The tables of the server. What is published is in :mod:`isonomia.board`; secrets of an election are nowhere."""

from isonomia.server.models.accounts import Account
from isonomia.server.models.ceremony import CeremonyMessage
from isonomia.server.models.elections import AdministratorInvitation, Election, LogEntry, Party
from isonomia.server.models.jobs import Job, Throttle
from isonomia.server.models.second_factor import AccountEvent, Authenticator, RecoveryCode
from isonomia.server.models.turnout import TurnoutHour
from isonomia.server.models.voters import LoginCode, PublicCredential, Voter

__all__ = [
    "Account",
    "AccountEvent",
    "AdministratorInvitation",
    "Authenticator",
    "CeremonyMessage",
    "Election",
    "Job",
    "LogEntry",
    "LoginCode",
    "Party",
    "PublicCredential",
    "RecoveryCode",
    "Throttle",
    "TurnoutHour",
    "Voter",
]
