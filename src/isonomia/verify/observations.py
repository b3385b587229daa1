# SPDX-License-Identifier: Apache-2.0
"""An observer's file checked: every line, the chain of their hashes, every signature (docs/claims/observers.md).

That entries at the end were taken away, a file alone cannot tell: who knows the hash of a later line can.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from isonomia.claims.observers.observation import Chain, History, Observation
from isonomia.record import observations as lines
from isonomia.record.errors import Problem, RecordError, TailProblem
from isonomia.record.observations import Entry, Header, read_entry, read_header, signed_part


@dataclass(frozen=True, slots=True)
class Checked:
    """``chain``: None if the header cannot be read, or not the whole file was; worth nothing if there are ``problems``
    beside a torn tail."""

    sha256: str
    chain: Chain | None
    problems: tuple[Problem, ...]
    torn: TailProblem | None

    @property
    def whole(self) -> Chain | None:
        """The chain, if nothing is wrong with its whole lines."""
        return None if self.problems else self.chain


def check_observations(name: str, content: bytes, head: str | None = None) -> Checked:
    """The failures of a file, each with its place; the last one says so if they are not all (``observer.limit``).

    ``head``: the hash of a line that somebody noted.
    """
    digest = sha256(content).hexdigest()
    if (number := content.count(b"\n")) > lines.MOST_LINES:
        why = f"the file has {number} lines, over {lines.MOST_LINES}: it was not read"
        return Checked(digest, None, (Problem(lines.LIMIT, name, why),), None)
    *whole, tail = content.split(b"\n")
    torn = None
    if tail or not whole:
        place = f"{name}, after entry {len(whole) - 1}" if whole else f"{name}, the header"
        why = f"the last line is torn: {len(tail)} bytes without a line feed" if content else "the file is empty"
        torn = TailProblem(lines.TAIL, place, why, len(content) - len(tail))
    if not whole:
        return Checked(digest, None, (), torn)
    problems: list[Problem] = []
    header = _header(name, whole[0], problems)
    if header is None and problems[0].check == lines.LINE and not any(map(_is_entry, whole[1:])):
        why = f"{problems[0].why}; nor is another line an entry: is it an observer's file?"
        return Checked(digest, None, (Problem(lines.LINE, problems[0].where, why),), torn)
    links = [sha256(whole[0]).hexdigest()]
    history = History()
    for number, line in enumerate(whole[1:], 1):
        where = f"{name}, entry {number}"
        problems += _entry(where, number, line, links[-1], header, history)
        if len(problems) > lines.MOST_PROBLEMS:
            del problems[lines.MOST_PROBLEMS - 1 :]
            problems.append(Problem(lines.LIMIT, where, "more is wrong up to here; what comes after was not read"))
            return Checked(digest, None, tuple(problems), torn)
        links.append(sha256(line).hexdigest())
    if head is not None and head not in links:
        why = f"no line has the hash {head}: entries were taken away at the end, or the file was rewritten"
        problems.append(Problem(lines.HEAD, name, why))
    if header is None:
        return Checked(digest, None, tuple(problems), torn)
    chain = Chain(name, digest, header.election, header.public_key, tuple(links), tuple(history.entries.values()))
    return Checked(digest, chain, tuple(problems), torn)


def _header(name: str, line: bytes, problems: list[Problem]) -> Header | None:
    where = f"{name}, the header"
    try:
        header = read_header(line, where)
    except RecordError as error:
        problems.append(error.problem)
        return None
    if not _signed(header.public_key, header.signature, signed_part(line, "header")):
        problems.append(Problem(lines.SIGNATURE, where, "the signature is not of the public key"))
    return header


def _is_entry(line: bytes) -> bool:
    try:
        read_entry(line, "")
    except RecordError:
        return False
    return True


def _entry(
    where: str, number: int, line: bytes, previous: str, header: Header | None, history: History
) -> Iterator[Problem]:
    try:
        entry = read_entry(line, where)
    except RecordError as error:
        yield error.problem
        return
    if entry.number != number:
        yield Problem(lines.NUMBER, where, f"it says that it is entry {entry.number}")
    if entry.previous != previous:
        yield Problem(lines.PREVIOUS, where, "the line before is not the one that it was written behind")
    if header is not None and not _signed(header.public_key, entry.signature, signed_part(line, "entry")):
        yield Problem(lines.SIGNATURE, where, "the signature is not of the observer whose file it is")
    own = observation(entry)
    if (why := history.objection(own)) is not None:
        yield Problem(lines.MEANING, where, why)
    history.add(own)


def observation(entry: Entry) -> Observation:
    """What an entry says."""
    told = (entry.number, entry.day, entry.kind, entry.station, entry.replaces, entry.figures, tuple(entry.photos))
    return Observation(*told)


def _signed(public_key: str, signature: str, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True
