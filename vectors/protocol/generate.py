# SPDX-License-Identifier: Apache-2.0
"""Writes elements.json, credentials.json and challenges.json, with nothing but the standard library.

``python vectors/protocol/generate.py`` writes; nothing of isonomia is used, so that both of its implementations
are compared with something else.
"""

import json
from hashlib import pbkdf2_hmac, sha256
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
UUID = "vectorsUuid111"

# --- Ed25519 in affine coordinates (RFC 8032, section 5.1) --------------------------------------------

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
Point = tuple[int, int]


def recovered(y: int, odd: int) -> Point | None:
    """The point with this y whose x is odd or even, if there is one."""
    xx = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(xx, (P + 3) // 8, P)
    if (x * x - xx) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - xx) % P or (x == 0 and odd):
        return None
    return (x if x & 1 == odd else P - x), y


def added(a: Point, b: Point) -> Point:
    (x1, y1), (x2, y2) = a, b
    t = D * x1 * x2 * y1 * y2 % P
    return (x1 * y2 + x2 * y1) * pow(1 + t, -1, P) % P, (y1 * y2 + x1 * x2) * pow(1 - t, -1, P) % P


def times(n: int, point: Point) -> Point:
    result = (0, 1)
    for bit in f"{n:b}":
        result = added(result, result)
        if bit == "1":
            result = added(result, point)
    return result


def compressed(point: Point) -> str:
    return f"{point[1] | (point[0] & 1) << 255:064x}"


def ed25519() -> list[tuple[str, bool, str]]:
    g = recovered(4 * pow(5, -1, P) % P, 0)
    assert g is not None
    assert times(Q, g) == (0, 1)
    outside = next(y for y in range(2, 99) if recovered(y, 0) is None)
    y8 = next(y for y in range(2, 99) if (t := recovered(y, 0)) and times(4 * Q, t) != (0, 1))
    point = recovered(y8, 0)
    assert point is not None
    eighth = times(Q, point)  # a point of order 8
    half = (0, P - 1)
    text = compressed(g)
    return [
        (text, True, "the generator"),
        (compressed(times(7, g)), True, "g^7"),
        (compressed(times(Q - 1, g)), True, "the inverse of the generator: the bit of the sign is set"),
        (compressed((0, 1)), True, "the identity; where it is no key or credential"),
        (compressed(times(7, g)).upper(), False, "g^7 in upper case"),
        (text[:-1], False, "63 digits"),
        (f"0{text}", False, "65 digits"),
        (f"0x{text[2:]}", False, "0x for two digits"),
        (f" {text[1:]}", False, "a space"),
        (f"{text}\n", False, "a line break behind it"),
        (f"{P + 1:064x}", False, "the identity, y not reduced"),
        (f"{P + outside:064x}", False, "y not reduced, and no point"),
        (f"{1 | 1 << 255:064x}", False, "the identity, x = 0 marked as negative"),
        (f"{(P - 1) | 1 << 255:064x}", False, "the point of order 2, x = 0 marked as negative"),
        (compressed(half), False, "the point of order 2"),
        (f"{0:064x}", False, "a point of order 4"),
        (compressed(eighth), False, "a point of order 8"),
        (compressed(added(g, half)), False, "the generator with the point of order 2 added"),
        (compressed(added(g, eighth)), False, "the generator with a point of order 8 added"),
        (f"{outside:064x}", False, "no point has this y"),
        (str(g[1]), False, "decimal"),
        ("", False, "nothing"),
    ]


# --- finite fields ------------------------------------------------------------------------------------


def finite_field(p: int, q: int, g: int) -> list[tuple[str, bool, str]]:
    outside = next(x for x in range(2, 99) if pow(x, q, p) != 1)
    inside = pow(g, 7, p)
    return [
        (str(g), True, "the generator"),
        (str(inside), True, "g^7"),
        (str(pow(g, -1, p)), True, "the inverse of the generator"),
        ("1", True, "the identity; where it is no key or credential"),
        ("0", False, "zero"),
        (str(p), False, "p"),
        (str(p + 1), False, "the identity, not reduced"),
        (str(g + p), False, "the generator, not reduced"),
        (str(p - 1), False, "the element of order 2"),
        (str(p - inside), False, "an element times the one of order 2"),
        (str(outside), False, "outside of the subgroup"),
        (f"0{inside}", False, "a leading zero"),
        (f"+{inside}", False, "a sign"),
        (str(inside - p), False, "negative"),
        (f" {inside}", False, "a space"),
        (f"{inside}\n", False, "a line break behind it"),
        (f"{str(inside)[:3]}_{str(inside)[3:]}", False, "an underscore"),
        (hex(inside), False, "hexadecimal"),
        (f"{inside}.0", False, "a fraction"),
        (str(inside).translate({ord("0") + i: 0xFF10 + i for i in range(10)}), False, "full-width digits"),
        ("1" + "0" * 5000, False, "5001 digits"),
        ("", False, "nothing"),
    ]


def elements(parameters: dict[str, tuple[int, int, int]]) -> list[dict[str, Any]]:
    groups = {"Ed25519": ed25519(), **{name: finite_field(*own) for name, own in parameters.items()}}
    return [
        {"group": name, "text": text, "accepted": accepted, "what": what}
        for name, cases in groups.items()
        for text, accepted, what in cases
    ]


# --- credentials ----------------------------------------------------------------------------------------

LONG, SHORT, SALTED = "zaau6-UgXheU-iUVXy-xQtVnr", "srk-Wgr-feq-MQ6-RkT", "abc-DEFG-hjk-MNPQ-001"
"""The second was written by release 2.0 (vectors/records/nh-rfc3526): its checksum is right."""


def credentials() -> list[dict[str, Any]]:
    salts = ["salt", "pepper"]
    halves = "".join(sha256(f"derive_credential|{UUID}|{i}|{LONG}".encode()).hexdigest() for i in (0, 1))
    plain = SHORT.replace("-", "")
    stretched = pbkdf2_hmac("sha256", b"abcDEFGhjkMNPQ", f"{UUID}pepper".encode(), 100_000, 64)
    accepted = [
        (LONG, None, int(halves, 16), "release 2.4 on: SHA-256 twice, dashes included"),
        *(
            (own, None, int.from_bytes(pbkdf2_hmac("sha256", own.encode(), UUID.encode(), 1000, 32)), what)
            for own, what in (
                (SHORT, "releases 2.0 to 2.2: PBKDF2, dashes included"),
                (plain, "the same without dashes is another credential"),
            )
        ),
        (SALTED, salts, int.from_bytes(stretched), "release 2.3: PBKDF2 with the salt that the number names"),
    ]
    refused = [
        ("", None, "nothing"),
        (LONG.replace("-", ""), None, "22 characters without dashes"),
        (f"{LONG}\n", None, "a line break behind it"),
        (f" {LONG}", None, "a space before it"),
        (LONG[:-1], None, "one character is missing"),
        (LONG.replace("z", "0"), None, "0 is not in the alphabet"),
        (LONG.replace("z", "l"), None, "l is not in the alphabet"),
        (LONG.replace("-", "\u2013"), None, "dashes of another kind"),
        (f"\uff41{LONG[1:]}", None, "a full-width letter"),
        (SHORT.replace("-", " "), None, "spaces for dashes"),
        (f"t{SHORT[1:]}", None, "the checksum is wrong"),
        (SALTED, None, "its salt is not given"),
        (SALTED, ["salt"], "its salt is not in the list"),
        (f"{SALTED[:-3]}\uff11", salts, "a full-width digit"),
    ]
    return [
        *(
            {"uuid": UUID, "credential": own, "salts": salts, "exponent": str(exponent % Q), "what": what}
            for own, salts, exponent, what in accepted
        ),
        *(
            {"uuid": UUID, "credential": own, "salts": salts, "exponent": None, "what": what}
            for own, salts, what in refused
        ),
    ]


# --- challenges -----------------------------------------------------------------------------------------

S, C = "S|of", {"alpha": "alpha", "beta": "beta"}
CHALLENGES: dict[str, tuple[list[Any], str]] = {
    "pok": (["G", "X", "A"], "pok|G|X|A"),
    "sigmsg": (["M", "A"], "sigmsg|M|A"),
    "iprove": ([S, C, ["A0", "B0", "A1", "B1"]], "prove|S|of|alpha,beta|A0,B0,A1,B1"),
    "bproof0": ([S, ["A0", "B0", "AS", "BS"]], "bproof0|S|of|A0,B0,AS,BS"),
    "bproof1": ([S, ["A0", "B0", "A1", "B1"]], "bproof1|S|of|A0,B0,A1,B1"),
    "lproof": ([S, ["A0", "B0", "A1", "B1"]], "lproof|S|of|A0,B0,A1,B1"),
    "nonzero": ([S, ["A0", "A1", "A2"]], "nonzero|S|of|A0,A1,A2"),
    "raweg": ([S, "y", C, "A"], "raweg|S|of|y,alpha,beta|A"),
    "signature": (["H", "A"], "sig|H|A"),
    "decrypt": (["phi", "X", ["A", "B"]], "decrypt|phi|X|A,B"),
    "derive_key": (["sk", "seed \u00e9"], "sk|seed \u00e9"),
    "shuffle_challenge": (
        ["phi", ["t1", "t2", "t3", ["t41", "t42"], ["h1", "h2"]], "a,b,", ["d1", "d2"], "pk"],
        "shuffle-challenge|phi|t1,t2,t3,t41,t42,h1,h2,a,b,d1,d2,pk",
    ),
}
"""Function, its arguments, the text that sections "Messages" and "Shuffle algorithms" say is hashed."""


def challenges() -> list[dict[str, Any]]:
    return [{"function": name, "arguments": own, "text": text} for name, (own, text) in CHALLENGES.items()]


def main() -> None:
    parameters = {
        name: (int(own["p"]), int(own["q"]), int(own["g"]))
        for name, own in json.loads((FOLDER / "groups.json").read_text()).items()
    }
    files = {"elements": elements(parameters), "credentials": credentials(), "challenges": challenges()}
    for name, cases in files.items():
        lines = ",\n".join(json.dumps(case, ensure_ascii=True) for case in cases)
        (FOLDER / f"{name}.json").write_text(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    main()
