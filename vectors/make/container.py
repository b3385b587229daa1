# SPDX-License-Identifier: Apache-2.0


"""The file and its JSON: what two readers could see differently."""

import gzip
from collections.abc import Callable
from hashlib import sha256

from isonomia.protocol.messages import encode
from isonomia.record.writer import entry_bytes
from support.founding import TIMESTAMP
from vectors.make.cases import UNREADABLE, Built, case
from vectors.make.dealer import ELECTION, ROLL, TRUSTEES, Dealer, opened, voted

BLOCK = 512


def closed_at(seed: int) -> Dealer:
    """Nothing refers to its last event, EndBallots: what is wrong with it is wrong with nothing else."""
    return voted(seed).event("EndBallots")


def set_up(seed: int) -> Dealer:
    """Nobody has voted yet."""
    return opened(seed, "plain")


def whole(seed: int) -> Dealer:
    """Until a result, of no ballots: small."""
    return set_up(seed).tallied()


def checked(header: bytes) -> bytes:
    """The header with its checksum right again."""
    field = bytearray(header)
    field[148:156] = b" " * 8
    field[148:156] = b"%06o\0 " % sum(field)
    return bytes(field)


def at(start: int, value: bytes) -> Callable[[bytes], bytes]:
    """Writes into the header of an entry."""
    return lambda entry: checked(entry[:start] + value + entry[start + len(value) : BLOCK]) + entry[BLOCK:]


def entry(change: Callable[[bytes], bytes], number: int = -1, scene: Callable[[int], Dealer] = closed_at):
    """A record with one entry's bytes changed."""

    def build(seed: int) -> Built:
        dealer = scene(seed)
        blocks = dealer.record.blocks()
        blocks[number] = change(blocks[number])
        return dealer, b"".join(blocks)

    return build


def bytes_changed(change: Callable[[bytes], bytes], scene: Callable[[int], Dealer] = whole):
    def build(seed: int) -> Built:
        dealer = scene(seed)
        return dealer, change(dealer.record.write())

    return build


def added(name: bytes, content: bytes, number: int | None = None, scene: Callable[[int], Dealer] = set_up):
    """One more entry under any name."""

    def build(seed: int) -> Built:
        dealer = scene(seed)
        blocks = dealer.record.blocks()
        own = entry_bytes("data", content, TIMESTAMP)[1]
        own = checked(name.ljust(100, b"\0") + own[100:BLOCK]) + own[BLOCK:]
        blocks.insert(len(blocks) if number is None else number, own)
        return dealer, b"".join(blocks)

    return build


def header(content: bytes, mtime: int = TIMESTAMP):
    """Another first entry."""

    def change(_: bytes) -> bytes:
        own = entry_bytes("data", content, mtime)[1]
        return checked(b"BELENIOS".ljust(100, b"\0") + own[100:BLOCK]) + own[BLOCK:]

    return entry(change, 0, set_up)


TAR = "archive.tar"
case(
    "tar-time",
    "The last ballot's event carries its own time of arrival: whoever watched the network knows whose it is.",
    TAR,
    entry(at(136, b"%011o\0" % (TIMESTAMP + 3600)), -2, voted),
)
case(
    "tar-time-of-header",
    "The first entry's own time is not the timestamp that it tells.",
    TAR,
    entry(at(136, b"%011o\0" % (TIMESTAMP + 1)), 0, set_up),
)
case(
    "tar-mode",
    "An entry is executable: unpacked, the record leaves a program behind.",
    TAR,
    entry(at(100, b"0000755\0"), 3, set_up),
)
case(
    "tar-owner",
    "An entry says which user wrote it: room for a message that no verifier shows.",
    TAR,
    entry(at(108, b"0001750\0"), 3, set_up),
)
case(
    "tar-link-name", "Text hides in the unused field for the name of a link.", TAR, entry(at(157, b"a name"), 3, set_up)
)
case(
    "tar-prefix",
    "A newer tar's prefix makes the name another one for newer readers: they unpack it elsewhere.",
    TAR,
    entry(at(257, b"ustar\00000" + bytes(80) + b"elsewhere"), 3, set_up),
)
case(
    "tar-hard-link",
    "The last event is a hard link and no file: some readers take its content, others none.",
    TAR,
    entry(at(156, b"1")),
)
case(
    "tar-directory",
    "The last event is a directory: some readers take its content, others none.",
    TAR,
    entry(at(156, b"5")),
)
case(
    "tar-padding",
    "Text hides in the zeros behind an entry's content.",
    TAR,
    entry(lambda own: own[:-6] + b"hidden", -1, set_up),
)
case(
    "tar-checksum",
    "The checksum of the last header is wrong: a careful reader stops where a careless one goes on.",
    TAR,
    entry(lambda own: own[:148] + b"000000\0 " + own[156:]),
)
case(
    "tar-size-with-spaces",
    "The last size is written with spaces for zeros: readers of tar differ in what they take.",
    TAR,
    entry(lambda own: at(124, own[124:135].lstrip(b"0").rjust(11) + b"\0")(own)),
    strict=True,
)
case(
    "tar-size-in-base-256",
    "The last size is written in GNU's binary form: older readers see another number.",
    TAR,
    entry(lambda own: at(124, b"\x80" + int(own[124:135], 8).to_bytes(11, "big"))(own)),
    strict=True,
)


def huge(seed: int) -> Built:
    dealer = voted(seed)
    event = dealer.last("Ballot")
    event.content = event.content.replace(b'"credential":"', b'"credential":"' + b"0" * 6_000)
    return dealer


case(
    "tar-too-large",
    "A ballot is larger than any answer to these questions: many of them fill a verifier's memory.",
    TAR,
    huge,
    "chain.payload ballot.unique",
    strict=True,
)

NAMES = "archive.names"
case(
    "names-other-file",
    "A file of another name stands in the record: a claim that no verifier reads.",
    NAMES,
    added(b"README.txt", b"The result is provisional."),
)
case(
    "names-path",
    "A name leads out of the folder into which the record is unpacked.",
    NAMES,
    added(b"../../.profile", b"echo"),
)
case(
    "names-second-header",
    "A second BELENIOS entry begins another record in this one.",
    NAMES,
    added(b"BELENIOS", b'{"version":1,"timestamp":"1"}'),
)
case(
    "names-twice",
    "A ballot's data stands in the record twice, so that a later event can be given the second one.",
    NAMES,
    lambda seed: (d := voted(seed), b"".join([*(b := d.record.blocks())[:7], *b[6:]])),
)
case(
    "names-upper-case",
    "The last event's hash is in capitals: file systems differ in whether this is another name.",
    NAMES,
    entry(lambda own: at(0, own[:64].upper())(own)),
)
case("names-after-their-end", "Bytes hide behind the end of a name.", NAMES, entry(at(90, b"hidden")))

HASHES = "archive.hashes"
case(
    "hashes-event",
    "The last event's content was changed under its old name.",
    HASHES,
    entry(lambda own: own[:BLOCK] + own[BLOCK:].replace(b'"height":2', b'"height":3')),
)
case(
    "hashes-ballot",
    "A ballot was exchanged under the name that its voter has noted.",
    HASHES,
    entry(lambda own: own[: 2 * BLOCK] + own[2 * BLOCK :].replace(b"1", b"2", 1), -2, voted),
    "chain.payload ballot.unique",
)
case(
    "hashes-result",
    "The result was exchanged under the old name: pages that show the file show another winner.",
    HASHES,
    entry(lambda own: own.replace(b"[[0]]", b"[[1]]"), -2, whole),
    "chain.payload",
)

TAIL = "archive.tail"
case(
    "tail-torn",
    "The last byte is missing: a copy that a full disk cut off.",
    TAIL,
    bytes_changed(lambda own: own[:-1], closed_at),
)
case(
    "tail-torn-header",
    "Half of a header stands at the end.",
    TAIL,
    bytes_changed(lambda own: own + own[512:768], set_up),
)
case(
    "tail-zero-blocks",
    "Two blocks of zeros end the file, as other tars do: whatever is appended later, some do not see.",
    TAIL,
    bytes_changed(lambda own: own + bytes(2 * BLOCK), set_up),
)
case("tail-bytes", "Text stands behind the last entry.", TAIL, bytes_changed(lambda own: own + b"and more\n", set_up))


def behind_zeros(seed: int) -> Built:
    dealer = whole(seed)
    blocks = dealer.record.blocks()
    return dealer, b"".join([*blocks[:-2], bytes(2 * BLOCK), *blocks[-2:]])


case(
    "tail-hidden-result",
    "The result stands behind blocks of zeros, where ordinary readers of tar stop: for them there is none.",
    TAIL,
    behind_zeros,
)

HEADER = "archive.header"
case("header-time-in-words", "The timestamp is no number.", HEADER, header(b'{"version":1,"timestamp":"yesterday"}'))
case(
    "header-time-huge",
    "The timestamp does not fit the entries' own times.",
    HEADER,
    header(b'{"version":1,"timestamp":"99999999999999999"}'),
)
case("header-time-negative", "The timestamp is negative.", HEADER, header(b'{"version":1,"timestamp":"-1"}'))
case(
    "header-time-leading-zero",
    "The timestamp has a leading zero: the same election with another first entry.",
    HEADER,
    header(b'{"version":1,"timestamp":"0%d"}' % TIMESTAMP),
    strict=True,
)
case(
    "header-unknown-key",
    "The first entry says something that no verifier reads.",
    "json.keys",
    header(b'{"version":1,"timestamp":"%d","test":"yes"}' % TIMESTAMP),
)
case(
    "header-doubled-key",
    "The first entry tells two versions.",
    "json.keys",
    header(b'{"version":2,"version":1,"timestamp":"%d"}' % TIMESTAMP),
)
case(
    "header-spaces",
    "The first entry is not compact: one election with two beginnings.",
    "json.compact",
    header(b'{"version":1, "timestamp":"%d"}' % TIMESTAMP),
    strict=True,
)
case(
    "header-order",
    "The first entry's keys are in another order: one election with two beginnings.",
    "json.compact",
    header(b'{"timestamp":"%d","version":1}' % TIMESTAMP),
    strict=True,
)

case(
    "unreadable-version",
    "The record is of version 2: nothing in it may be read by the rules of version 1.",
    UNREADABLE,
    header(b'{"version":2,"timestamp":"%d"}' % TIMESTAMP),
)
case("unreadable-empty", "The file is empty.", UNREADABLE, bytes_changed(lambda _: b""))
case(
    "unreadable-no-header",
    "The first entry is missing: nothing tells that this is an election.",
    UNREADABLE,
    lambda seed: (d := set_up(seed), b"".join(d.record.blocks()[1:])),
)
case(
    "unreadable-group",
    "The group is one that nobody specified, perhaps a weak one.",
    UNREADABLE,
    lambda seed: opened(seed, "plain").said(group="BELENIOS-512"),
)

# --- JSON ------------------------------------------------------------------------------------------

SYNTAX, KEYS, COMPACT = "json.syntax", "json.keys", "json.compact"


def election(*replacements: bytes, then: Callable[[Dealer], Dealer] = lambda d: d):
    """The election object's bytes with one piece replaced; all that follows is made for it."""

    def build(seed: int) -> Built:
        dealer = opened(seed, "plain")
        old, new = replacements
        content = dealer.record.events[0].contents[ELECTION]
        assert old in content
        return then(dealer.rewritten(content.replace(old, new, 1)))

    return build


def setup(number: int, old: bytes, new: bytes, **options):
    def build(seed: int) -> Built:
        dealer = opened(seed, "plain", **options)
        contents = dealer.record.events[0].contents
        assert old in contents[number]
        contents[number] = contents[number].replace(old, new, 1)
        return dealer

    return build


def published(type_: str, old: bytes, new: bytes, scene: Callable[[int], Dealer] = whole, number: int = -1):
    """What an event publishes, with one piece replaced."""

    def build(seed: int) -> Built:
        dealer = scene(seed)
        event = dealer.record.of(type_)[number]
        assert old in event.content
        event.content = event.content.replace(old, new, 1)
        return dealer

    return build


def until_tally(seed: int) -> Dealer:
    return voted(seed).closed()


def until_decryption(seed: int) -> Dealer:
    return voted(seed).decrypted()


case(
    "json-doubled-key-election",
    "A question has two maxima: readers differ in which one they take.",
    KEYS,
    election(b'"max":1', b'"max":2,"max":1'),
)
case(
    "json-unknown-key-election",
    "The election has a member that nobody specified: what it is about could depend on it.",
    KEYS,
    election(b'"uuid":', b'"quorum":50,"uuid":'),
    strict=True,
)
case(
    "json-missing-key-election",
    "The election has no description.",
    KEYS,
    election(b'"description":"A record of the corpus of broken records",', b""),
)
case(
    "json-doubled-key-trustees",
    "A trustee has two public keys: readers differ in whose election this is.",
    KEYS,
    setup(TRUSTEES, b'"public_key":', b'"public_key":"0","public_key":'),
)
case(
    "json-unknown-key-trustees",
    "A trustee's key has a member that nobody specified.",
    KEYS,
    setup(TRUSTEES, b'"public_key":', b'"revoked":true,"public_key":'),
    strict=True,
)
case(
    "json-doubled-key-ballot",
    "A ballot has two responses to one challenge, one right and one wrong.",
    KEYS,
    lambda seed: _again(voted(seed), b'"response":"', b'"response":"0","response":"'),
)
case(
    "json-unknown-key-ballot",
    "A ballot has a member inside its answer, signed, that nobody specified: a message to who buys it.",
    KEYS,
    lambda seed: _resigned_bytes(voted(seed), b'"overall_proof"', b'"receipt":"A","overall_proof"'),
    strict=True,
)
case(
    "json-unknown-key-envelope",
    "The tally's envelope has a member that nobody specified.",
    KEYS,
    lambda seed: _envelope(voted(seed), provisional=True),
    "chain.unreferenced",
    strict=True,
)
case(
    "json-doubled-key-decryption",
    "A decryption has two lists of factors: readers differ in which one they decrypt with.",
    KEYS,
    published(
        "PartialDecryption",
        b'{"decryption_factors"',
        b'{"decryption_factors":[],"decryption_factors"',
        until_decryption,
    ),
)
case(
    "json-doubled-key-result",
    "The result is told twice: which one a page shows depends on its parser.",
    KEYS,
    published("Result", b'{"result":', b'{"result":[[1]],"result":'),
)
case(
    "json-minus-zero",
    "The least number of choices is written as -0: another text of the same number.",
    "json.syntax",
    election(b'"min":0', b'"min":-0'),
)
case(
    "json-doubled-key-escaped",
    "A question has two maxima, one under a key that is written with an escape.",
    KEYS,
    election(b'"max":1', b'"m\\u0061x":2,"max":1'),
)
case(
    "json-unknown-key-result",
    "The result has a member that nobody specified: the announced winner.",
    KEYS,
    published("Result", b"}", b',"winner":"No"}'),
    strict=True,
)
case(
    "json-unknown-key-event",
    "An event has a member that nobody specified: the time when it came.",
    KEYS,
    lambda seed: _event(closed_at(seed), lambda own: own[:-1] + b',"time":"10:42"}'),
)
case("json-fraction", "A question's minimum is written 0.0.", SYNTAX, election(b'"min":0', b'"min":0.0'), strict=True)
case("json-true", "A question's maximum is true.", SYNTAX, election(b'"max":1', b'"max":true'))
case("json-null", "The roll is null.", SYNTAX, lambda seed: _roll(opened(seed, "plain"), b"null"))
case(
    "json-not-a-number",
    "The roll has NaN in it, which some parsers read.",
    SYNTAX,
    lambda seed: _roll(opened(seed, "plain"), b"[NaN]"),
)
case(
    "json-comment",
    "The roll has a comment, which some parsers skip.",
    SYNTAX,
    setup(ROLL, b"[", b"[/*provisional*/"),
)
case(
    "json-byte-order-mark",
    "A byte order mark stands before the roll.",
    SYNTAX,
    setup(ROLL, b"[", b"\xef\xbb\xbf["),
)
case(
    "json-two-values",
    "Two results stand behind one another in one entry.",
    SYNTAX,
    published("Result", b"}", b'}{"result":[[1]]}'),
)
case(
    "json-not-utf-8",
    "The election's name is not UTF-8: what voters read depends on the reader.",
    SYNTAX,
    election(b'"Corpus"', b'"Corp\xfcs"'),
)
case(
    "json-half-surrogate",
    "The election's name has one half of a surrogate pair: it cannot be shown, and readers replace it differently.",
    SYNTAX,
    election(b'"Corpus"', b'"Corpus\\ud800"'),
)
case(
    "json-deep",
    "The first question carries lists nested a thousand deep: a careless parser falls.",
    SYNTAX,
    lambda seed: opened(
        seed, "lists", questions=[{"type": "Lists", "value": {"answers": [["L", "a"]], "question": ""}, "extra": 0}]
    ).rewritten_piece(b'"extra":0', b'"extra":' + b"[" * 1000 + b"]" * 1000),
)
case(
    "json-unknown-question",
    "A question is of a kind that nobody specified.",
    SYNTAX,
    lambda seed: opened(seed, "plain").said(questions=[{"type": "Approval", "value": {}}]),
)
case(
    "json-spaces-election",
    "The election is not compact: one election with two hashes.",
    COMPACT,
    election(b'"name":', b'"name": ', then=lambda d: d.vote(1)),
    strict=True,
)
case(
    "json-spaces-roll",
    "The roll is not compact: its fingerprint is not the one that voters compare.",
    COMPACT,
    setup(ROLL, b",", b", "),
    strict=True,
)
case("json-spaces-result", "The result ends with a newline.", COMPACT, published("Result", b"}", b"}\n"), strict=True)
case(
    "json-spaces-event",
    "An event is not compact: one event with two hashes.",
    COMPACT,
    lambda seed: _event(closed_at(seed), lambda own: own.replace(b",", b", ")),
)
case(
    "json-order-of-event",
    "An event's keys are in another order: one event with two hashes.",
    COMPACT,
    lambda seed: _event(
        closed_at(seed), lambda own: b'{"type":"EndBallots",' + own[1:].replace(b',"type":"EndBallots"', b"")
    ),
)


def _again(dealer: Dealer, old: bytes, new: bytes) -> Dealer:
    event = dealer.last("Ballot")
    event.content = event.content.replace(old, new, 1)
    return dealer


def _resigned_bytes(dealer: Dealer, old: bytes, new: bytes) -> Dealer:
    """The voter's ballot with a piece replaced, and signed as it stands then."""
    return dealer.resigned_bytes(0, lambda own: own.replace(old, new, 1))


def _envelope(dealer: Dealer, **more: object) -> Dealer:
    dealer.closed()
    dealer.last("EncryptedTally").envelope |= more
    return dealer


def _event(dealer: Dealer, change: Callable[[bytes], bytes]) -> Built:
    """The last event rewritten under its new hash."""
    blocks = dealer.record.blocks()
    old = blocks[-1]
    content = old[BLOCK : BLOCK + int(old[124:135], 8)]
    blocks[-1] = entry_bytes("event", change(content), TIMESTAMP)[1]
    assert sha256(content).hexdigest() == old[:64].decode()
    return dealer, b"".join(blocks)


def _roll(dealer: Dealer, content: bytes) -> Dealer:
    dealer.record.events[0].contents[ROLL] = content
    return dealer


assert encode([]) == b"[]"


def pax(seed: int) -> Built:
    """A header of newer tars says that the next entry's name is another."""
    dealer = closed_at(seed)
    blocks = dealer.record.blocks()
    own = entry_bytes("data", b"19 path=evil.json\n", TIMESTAMP)[1]
    blocks.insert(-1, at(156, b"x")(own))
    return dealer, b"".join(blocks)


case(
    "tar-pax",
    "A pax header before the last event gives it another name, for newer readers only.",
    TAR,
    pax,
)
case(
    "tar-type-zero",
    "An entry's type is the zero byte, as in tars older than the releases': another first block of the same.",
    TAR,
    entry(at(156, b"\0")),
    strict=True,
)
case(
    "tar-checksum-other-form",
    "The checksum of the last header ends with a space and a zero, in the wrong order.",
    TAR,
    entry(lambda own: own[:154] + b" \0" + own[156:]),
    strict=True,
)
case(
    "names-dot-slash",
    "A name begins with ./: another name in the file, the same in a folder.",
    NAMES,
    entry(lambda own: at(0, b"./" + own[:76] + bytes(22))(own)),
)
case(
    "names-short",
    "The hash in a name is cut short.",
    NAMES,
    entry(lambda own: at(0, own[:63] + b".event.json" + bytes(26))(own)),
)
case(
    "tail-few-zeros",
    "A hundred zero bytes end the file: less than a block.",
    TAIL,
    bytes_changed(lambda own: own + bytes(100), set_up),
)
case(
    "tail-size-beyond",
    "The last header says that its content has eight gigabytes.",
    TAIL,
    entry(at(124, b"77777777777\0")),
)
case(
    "unreadable-compressed",
    "The record is compressed: what a download may leave behind.",
    UNREADABLE,
    bytes_changed(lambda own: gzip.compress(own, mtime=0), set_up),
)
case(
    "unreadable-version-in-text",
    "The version is a text.",
    UNREADABLE,
    header(b'{"version":"1","timestamp":"%d"}' % TIMESTAMP),
)
case("json-empty", "A ballot's entry has no bytes.", SYNTAX, lambda seed: _empty_ballot(seed))


def _empty_ballot(seed: int) -> Built:
    dealer = voted(seed)
    dealer.last("Ballot").content = b""
    return dealer


case(
    "json-trailing-comma",
    "The roll ends with a comma, which some parsers pass over.",
    SYNTAX,
    setup(ROLL, b"]", b",]"),
)
case(
    "json-control-character",
    "The election's name has a line break in it that is not escaped.",
    SYNTAX,
    election(b'"Corpus"', b'"Cor\npus"'),
)
case(
    "json-encoded-surrogate",
    "The election's name has a surrogate in bytes that are no UTF-8.",
    SYNTAX,
    election(b'"Corpus"', b'"Corpus\xed\xa0\x80"'),
)
case("json-exponent", "A question's maximum is written 1e0.", SYNTAX, election(b'"max":1', b'"max":1e0'))
case("json-number-in-text", "A question's maximum is a text.", SYNTAX, election(b'"max":1', b'"max":"1"'))
case(
    "json-null-parent",
    "The first event's parent is null: for some readers it has one, for others none.",
    SYNTAX,
    lambda seed: _event(set_up(seed), lambda own: b'{"parent":null,' + own[1:]),
    "chain.order chain.unreferenced",
)
case(
    "json-doubled-key-event",
    "An event has two heights.",
    KEYS,
    lambda seed: _event(closed_at(seed), lambda own: own.replace(b'"height":', b'"height":0,"height":')),
)
case(
    "json-doubled-key-envelope",
    "The tally's envelope says the number of ballots twice.",
    KEYS,
    lambda seed: _with_data(voted(seed).closed(), b'{"num_tallied":', b'{"num_tallied":2,"num_tallied":'),
    "chain.unreferenced",
)
case(
    "json-doubled-key-setup",
    "The set-up names two rolls.",
    KEYS,
    lambda seed: _with_data(set_up(seed), b'"credentials":', b'"credentials":"0","credentials":'),
    "chain.unreferenced",
)


def _with_data(dealer: Dealer, old: bytes, new: bytes) -> Built:
    """What the last event refers to rewritten, and the event with it."""
    blocks = dealer.record.blocks()
    content, event = (block[BLOCK : BLOCK + int(block[124:135], 8)] for block in blocks[-2:])
    assert old in content
    changed = content.replace(old, new, 1)
    event = event.replace(sha256(content).hexdigest().encode(), sha256(changed).hexdigest().encode())
    blocks[-2:] = [entry_bytes("data", changed, TIMESTAMP)[1], entry_bytes("event", event, TIMESTAMP)[1]]
    return dealer, b"".join(blocks)


case(
    "json-event-in-the-middle",
    "An event between others has a member that nobody specified; the next one is linked to it rightly.",
    KEYS,
    lambda seed: _in_the_middle(seed),
    "chain.unreferenced",
)


def _in_the_middle(seed: int) -> Built:
    blocks = (dealer := closed_at(seed)).record.blocks()
    ballot, close = (block[BLOCK : BLOCK + int(block[124:135], 8)] for block in blocks[-2:])
    changed = ballot[:-1] + b',"time":"10:42"}'
    close = close.replace(sha256(ballot).hexdigest().encode(), sha256(changed).hexdigest().encode())
    blocks[-2:] = [entry_bytes("event", own, TIMESTAMP)[1] for own in (changed, close)]
    return dealer, b"".join(blocks)


case(
    "tar-size-ends-with-space",
    "A size ends with a space and not with a zero byte: another header of the same entry.",
    TAR,
    entry(at(135, b" "), 3, set_up),
    strict=True,
)
