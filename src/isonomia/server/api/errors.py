# SPDX-License-Identifier: Apache-2.0
"""Errors of the API: codes that do not change, each with its status."""

from collections.abc import Sequence
from typing import Annotated, Final, NoReturn

import msgspec

from isonomia.board.ledger import NoRecord
from isonomia.parties.errors import PartyError
from isonomia.protocol.public import findings
from isonomia.protocol.public.findings import CheckFailed
from isonomia.record.errors import RecordError
from isonomia.server.casting import Refused
from isonomia.server.elections import DraftMoved, NotReady, RecordMoved

ERRORS: Final[dict[str, tuple[int, str]]] = {
    "malformed": (400, "The body is not the JSON that is asked for"),
    "check-failed": (400, "A check of the protocol failed; the failures say which"),
    "roll-wrong": (400, "Lines of the list of voters are wrong; nothing was imported"),
    "password-weak": (400, "The password is too easy to guess"),
    "tracker-malformed": (400, "The tracker is not 43 characters of Base64"),
    "ballot-malformed": (400, "The ballot cannot be read, or is not written as the specification says"),
    "ballot-other-election": (400, "The ballot is for another election"),
    "ballot-invalid": (400, "A proof or the signature of the ballot is wrong"),
    "login-required": (401, "Nobody is logged in, or the session has ended"),
    "login-failed": (401, "Name and password, or login and code, do not belong together"),
    "csrf": (403, "The CSRF token is missing or wrong: get one from /api/session, send it as X-CSRFToken"),
    "forbidden": (403, "This is for another role in this election"),
    "second-factor-required": (403, "The operator asks for a second factor: set it up on the account's page first"),
    "credential-unknown": (403, "The ballot's credential is not on the roll"),
    "credential-mismatch": (403, "The ballot's credential is not the one of the voter who is logged in"),
    "not-found": (404, "There is nothing at this address"),
    "link-unknown": (404, "This link is not known: a newer one was sent, or somebody else was invited"),
    "no-election": (404, "There is no such election, or it is a draft still, which is nobody else's business"),
    "method": (405, "The address is right, the method is not"),
    "account-exists": (409, "The address has an account"),
    "wrong-phase": (409, "The election is not in the phase in which this can be done"),
    "credentials-made": (409, "The credentials are made: an administrator can remove them"),
    "logins-differ": (409, "The logins are not those of the list of voters: it was changed meanwhile"),
    "key-made": (409, "Her key is here already; the administrator can invite her anew"),
    "trustees-changed": (409, "The trustees, or how they make the key, have changed meanwhile"),
    "not-your-turn": (409, "Messages of other trustees are awaited"),
    "done-already": (409, "She has done this already: nothing is left to do"),
    "record-wrong": (409, "The record on the server is not valid; nothing was accepted"),
    "tables-full": (409, "Too many tables are here already"),
    "keys-lost": (409, "What these trustees have made would be lost; nothing was changed"),
    "refused": (409, "The step cannot be done now; the message says why"),
    "not-ready": (409, "Something is missing before the voting can be opened"),
    "ballot-replayed": (409, "This very ballot was accepted before"),
    "ballot-spoiled": (409, "The ballot was challenged, and is refused for good"),
    "already-cast": (409, "The ballot was accepted already, and cannot be challenged"),
    "draft-moved": (412, "Somebody else has saved the draft since it was loaded; nothing was overwritten"),
    "other-login": (409, "Voters log in with the identity provider of this server, and not by codes"),
    "record-moved": (409, "The record has grown meanwhile: try again"),
    "length-required": (411, "The body comes in chunks: say its length beforehand, as Content-Length"),
    "too-large": (413, "The body is larger than anything honest can be"),
    "form": (415, "Forms are not read here: a body is JSON, or bytes as they are"),
    "too-often": (429, "Too many tries: wait a while"),
    "internal": (500, "A mistake of the server; nothing was half-done"),
}


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong."""

    check: str
    where: str
    why: str


class ErrorBody(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What stands under ``error``."""

    code: Annotated[str, msgspec.Meta(extra_json_schema={"enum": [*ERRORS]})]
    message: str
    hint: str = ""
    failures: list[Failure] = []


class ErrorAnswer(msgspec.Struct, frozen=True):
    """Every answer with a status from 400 on."""

    error: ErrorBody


class ApiError(Exception):
    """Ends a request; ``code`` is one of ERRORS."""

    def __init__(self, code: str, message: str = "", hint: str = "", failures: Sequence[Failure] = ()) -> None:
        super().__init__(code, message)
        self.status, meaning = ERRORS[code]
        self.body = ErrorBody(code=code, message=message or meaning, hint=hint, failures=list(failures))


def _told(failures: Sequence[findings.Failure]) -> list[Failure]:
    return [Failure(check=one.check, where=one.where, why=one.why) for one in failures[:20]]


def translated(error: Exception) -> ApiError | None:
    """What lower layers raise, as errors of the API; None for what is nobody's fault but ours."""
    match error:
        case ApiError():
            return error
        case RecordError():
            failure = Failure(check=error.check, where=error.where, why=error.why)
            return ApiError("malformed", f"{error.where}: {error.why}", failures=[failure])
        case CheckFailed():
            return ApiError("check-failed", failures=_told(error.failures))
        case PartyError():
            return ApiError(error.code, str(error), error.hint)
        case NoRecord():
            return ApiError("wrong-phase", str(error))
        case Refused():
            return ApiError(error.code, failures=_told(error.failures))
        case NotReady():
            return ApiError("not-ready", str(error))
        case DraftMoved():
            return ApiError("draft-moved", failures=[Failure(check="draft", where=error.who, why=error.when)])
        case RecordMoved():
            return ApiError("record-moved")
        case _:
            return None


def refuse(code: str, message: str = "", hint: str = "") -> NoReturn:
    """Raise an ApiError."""
    raise ApiError(code, message, hint)
