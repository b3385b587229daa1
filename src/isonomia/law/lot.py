# SPDX-License-Identifier: Apache-2.0
"""The public lot: an order of the candidates that nobody could choose and everybody can recompute.

1. Before the votes are known, several people who need not trust each other each write a secret text (at least 32
   random characters) and publish its SHA-256: the commitment. The list of commitments is closed, in its order.
2. When there is a tie, each reads the text out. Texts that do not match their commitment are refused; all have to be
   there. Who keeps a text back stops the lot, in sight of all, and cannot otherwise steer it; nor can anybody, as long
   as one of them chose a text that the others could not guess.
3. The seed is the texts in the order of the commitments, one line each. Each candidate's ticket is the SHA-256 of the
   seed, a comma and the name, in UTF-8; the order of the draw is that of the tickets, the smallest first.

With the seed in a shell variable (``seed=$(cat texts)``) and a name a line in the file ``names``, the same is::

    while IFS= read -r name; do
      printf '%s %s\\n' "$(printf '%s,%s' "$seed" "$name" | sha256sum | cut -c 1-64)" "$name"
    done <names | LC_ALL=C sort

Source: the smallest ticket first is consistent sampling, R. L. Rivest, "Consistent sampling with replacement" (2018),
arXiv:1808.10016; a hash of seed, comma and number is P. B. Stark's sampler for audits. An order of all candidates stays
the same for those who are tied, whoever the others are.
"""

import hashlib
from collections.abc import Iterable, Sequence

from isonomia.law.ballots import checked_names
from isonomia.law.errors import DrawError

SHORTEST = 32
"""Characters of a secret text: in hexadecimal digits 128 bits, which nobody finds by trying."""


def commitment(text: str) -> str:
    """What to publish of a secret text: its SHA-256, in hexadecimal. Raises ``DrawError`` if it could be guessed, or
    has more than one line."""
    if len(text) < SHORTEST:
        raise DrawError(f"a text has to have at least {SHORTEST} characters, drawn at random: shorter ones are guessed")
    if text.strip() != text or len(text.splitlines()) != 1:
        raise DrawError("a text is one line, without spaces before or after it")
    return _hash(text)


def seed_of(commitments: Sequence[str], texts: Sequence[str]) -> str:
    """The seed, from the texts that were committed to, in that order. Raises ``DrawError``."""
    if not commitments:
        raise DrawError("there is no commitment: a seed that was not committed to can be chosen")
    if len({committed.lower() for committed in commitments}) != len(commitments):
        raise DrawError("a commitment stands there twice: somebody copied it")
    if len(texts) != len(commitments):
        raise DrawError(f"{len(commitments)} commitments, and {len(texts)} texts")
    for place, (committed, text) in enumerate(zip(commitments, texts, strict=True), 1):
        if commitment(text) != committed.lower():
            raise DrawError(f"text {place} is not the one that was committed to")
    return "\n".join(texts)


def ticket(seed: str, name: str) -> str:
    """A candidate's ticket: 64 hexadecimal digits."""
    return _hash(f"{seed},{name}")


def draw(seed: str, candidates: Iterable[str]) -> tuple[str, ...]:
    """The candidates in the order of the draw, whatever order they come in. Raises ``CandidatesError`` for names that
    are empty or there twice."""
    return tuple(sorted(checked_names(candidates), key=lambda name: ticket(seed, name)))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
