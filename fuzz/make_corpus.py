# SPDX-License-Identifier: Apache-2.0
"""Writes ``fuzz/bases`` and ``fuzz/corpus``: small records and what is in them. The same bytes each time.

python fuzz/make_corpus.py
"""

import json
import sys
from hashlib import sha256
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).parent
sys.path[:0] = [str(ROOT.parent / "src"), str(ROOT.parent / "tests")]

from isonomia.parties import keyfile  # noqa: E402
from isonomia.protocol.messages import encode  # noqa: E402
from isonomia.record.archive import Entry, open_archive  # noqa: E402
from isonomia.record.terms import Terms, Texts, canonical  # noqa: E402
from isonomia.verify import examine, state_after  # noqa: E402
from isonomia.verify.parts import examine_part  # noqa: E402
from isonomia.verify.state import written  # noqa: E402
from support.founding import BOARD, LISTS, RANKING, REFERENDUM, Founded, found  # noqa: E402

TEMPLATE = {"name": "N", "description": "D", "questions": [REFERENDUM, BOARD, RANKING, LISTS]}
VOTERS = "a@example.org\nb@example.org,bee,3\nc@example.org,sea\n"

# The number of the decoder in fuzz_payloads.py, and of the command in fuzz_files.py.
ELECTION, QUESTION, TRUSTEES, CREDENTIALS, BALLOT, TALLY, DECRYPTION, RESULT, TERMS, STATE, PART = range(11)
EVENT, SETUP, SIZED, OWNED, _, SHUFFLE = range(11, 17)
ANYTHING = 24


def bases() -> dict[str, bytes]:
    """Every kind of question and trustee; both kinds of groups; an open election."""
    made: dict[str, bytes] = {}
    everything = found("Ed25519", [BOARD, RANKING, LISTS], voters=2, trustees=(1, (1, 2)))
    vote(everything, [[0, 1, 0, 1], [1, 2, 3], [[1, 1, 0], [0, 0]]], revote=True)
    everything.holding.finish(shufflers=(1,), decryptors=(1, 2))
    made["everything.bel"] = everything.holding.record.write()
    weighted = found("Ed25519", [REFERENDUM], voters=2, weights=[2, 3])
    vote(weighted, [[1, 0]], revote=True)
    weighted.holding.finish()
    made["weighted.bel"] = weighted.holding.record.write()
    field = found("RFC-3526-2048", [REFERENDUM, RANKING], voters=1)
    vote(field, [[1, 0], [1, 2, 3]])
    field.holding.finish(shufflers=(1,))
    made["field.bel"] = field.holding.record.write()
    still = found("Ed25519", [REFERENDUM], voters=2, seed=3)
    still.holding.cast(still.credentials[0], [[1, 0]])
    made["open.bel"] = still.holding.record.write()
    made["open.credential"] = still.credentials[1].encode()
    made["template.json"] = json.dumps(TEMPLATE).encode()
    return made


def vote(founded: Founded, votes: list[object], *, revote: bool = False) -> None:
    for credential in founded.credentials + founded.credentials[: int(revote)]:
        founded.holding.cast(credential, votes)


def main() -> None:
    made = bases()
    for name, content in made.items():
        keep("bases", content, name)
    for name in ("open.bel", "weighted.bel"):
        keep("corpus/archive", made[name])
        keep("corpus/archive", made[name][: 3 * 512])
    payloads(made["everything.bel"])
    files(made["open.bel"])
    for number in range(24):
        keep("corpus/verify", bytes((number * 7 + i * 13) % 256 for i in range(48)))
    keyfiles()


def payloads(record: bytes) -> None:
    """The data and events of a record, each behind the number of its decoder."""
    entries = [entry for entry in open_archive(BytesIO(record)) if isinstance(entry, Entry)]
    kinds = [ELECTION, TRUSTEES, CREDENTIALS, SETUP, EVENT, BALLOT, EVENT]
    for entry in entries[1:]:
        if entry.kind == "event":
            decoder = EVENT
        elif entry.content.startswith(b'{"election_uuid"'):
            decoder = BALLOT
        elif entry.content.startswith(b'{"ciphertexts"'):
            decoder = SHUFFLE
        elif entry.content.startswith(b'{"decryption_factors"'):
            decoder = DECRYPTION
        elif entry.content.startswith(b'{"result"'):
            decoder = RESULT
        elif entry.content.startswith(b'{"num_tallied"'):
            decoder = SIZED
        elif entry.content.startswith(b'{"owner"'):
            decoder = OWNED
        elif entry.content.startswith(b"[[{"):
            decoder = TALLY
        else:
            decoder = kinds[entries.index(entry) - 1]
        keep("corpus/payloads", bytes([decoder]) + entry.content)
    for question in (REFERENDUM, BOARD, RANKING, LISTS):
        keep("corpus/payloads", bytes([QUESTION]) + json.dumps(question).encode())
    keep("corpus/payloads", bytes([TERMS]) + terms())
    keep("corpus/payloads", bytes([STATE]) + state(record))
    keep("corpus/payloads", bytes([PART]) + part(record))
    keep("corpus/payloads", bytes([ANYTHING]) + b'{"a":[1,-2,"\\u00e9\\"\\\\",{"b":null}],"c":[[[true]]]}')


def files(record: bytes) -> None:
    (ballot,) = (e.content for e in open_archive(BytesIO(record)) if isinstance(e, Entry) and b"signature" in e.content)
    contents = [
        json.dumps(TEMPLATE).encode(), json.dumps({"texts": {"en": {"name": "N"}}}).encode(), VOTERS.encode(),
        b"[[1,0]]", b"abcde-fghijk-abcde-fghijk", ballot, ballot, terms(), state(record), part(record), b'"1234"',
        record, record,
    ]  # fmt: skip
    for number, content in enumerate(contents):
        keep("corpus/files", bytes([number]) + content)


def terms() -> bytes:
    return canonical(Terms(version=1, uuid="Aa1111111111111", texts={"en": Texts("N", "D", [["Q", "A", "B"]])}))


def state(record: bytes) -> bytes:
    examined = examine(BytesIO(record), workers=1)
    return written(state_after(examined.report, examined.last, examined.length, BytesIO(record)))


def part(record: bytes) -> bytes:
    return encode(examine_part(BytesIO(record), 0, 100, workers=1).as_json())


def keyfiles() -> None:
    for path in sorted((ROOT.parent / "vectors" / "keyfile").glob("*.json")):
        value = json.loads(path.read_bytes())
        text = value.get("file")
        keep("corpus/keyfile", (text if isinstance(text, str) else json.dumps(value)).encode())
    keyfile._derive = lambda passphrase, salt, parameters: passphrase.encode().ljust(32, b"-")  # as fuzz_keyfile.py
    cheap = keyfile.ScryptParameters(2, 8, 1)
    public = {"group": "Ed25519", "public_key": "58" + 62 * "6", "list": [1, True, None, {"a": -1}]}
    for kind in ("trustee-key", "x"):
        secret = b"no-message-may-show-this"
        own = keyfile.seal(kind, public, secret, "fuzzing", bytes, parameters=cheap, insecure_test_parameters=True)
        keep("corpus/keyfile", own)


def keep(folder: str, content: bytes, name: str | None = None) -> None:
    path = ROOT / folder / (name or sha256(content).hexdigest()[:16])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


if __name__ == "__main__":
    main()
