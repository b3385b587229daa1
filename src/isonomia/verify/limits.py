# SPDX-License-Identifier: Apache-2.0
"""How large an entry can honestly be, once the election is known: what is larger is not even read."""

from isonomia.groups import Group
from isonomia.protocol.messages import QuestionH, QuestionNH
from isonomia.protocol.public.elections import Election
from isonomia.protocol.public.questions import Question

_NAMES = 64
"""Room for the keys, quotes and commas around a part."""


class EntryLimits:
    """The most bytes of a ballot, and of anything after the close, as a function of the ballots."""

    def __init__(self, election: Election) -> None:
        self._element = _digits(election.group) + 4
        self._scalar = len(str(election.group.q)) + 4
        self._proof = 2 * self._scalar + _NAMES
        self._ciphertext = 2 * self._element + _NAMES
        self.ballot = 1024 + self._element + self._proof + sum(map(self._answer, election.questions))
        decrypted = self._ciphertext + self._element + self._proof
        self._fixed = 4096 + 16 * self._element + decrypted * sum(map(_sums, election.questions))
        answers = [len(q.answers) for q in election.questions if isinstance(q, QuestionNH)]
        self._fixed += len(answers) * (6 * self._element + 4 * self._scalar + 8 * _NAMES)
        shuffled = decrypted + 4 * self._element + 2 * self._scalar
        self._each = sum(shuffled + 8 * count for count in answers)

    def data(self, ballots: int) -> int:
        """The most bytes of any data entry after the Setup event, with so many ballots."""
        return max(self.ballot, self._fixed + self._each * ballots)

    def _answer(self, question: Question) -> int:
        if isinstance(question, QuestionNH):
            return self._ciphertext + self._proof + _NAMES
        bits = _sums(question) * (self._ciphertext + 2 * self._proof + _NAMES)
        if isinstance(question, QuestionH):
            return bits + (question.max - question.min + 4) * self._proof + 4 * _NAMES
        return bits + (2 * len(question.answers) + 4) * self._proof + self._element + 4 * _NAMES


def _digits(group: Group) -> int:
    """Characters of the longest serialization of an element: of 1/g, for it is of full size."""
    return len(str(group.identity / group.g)) + 1


def _sums(question: Question) -> int:
    if isinstance(question, QuestionNH):
        return 0
    if isinstance(question, QuestionH):
        return len(question.answers) + 1
    return sum(len(names) for names in question.answers)
