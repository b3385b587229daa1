# SPDX-License-Identifier: Apache-2.0
"""What is wrong with a question, in the words of the form in which it is written."""

from collections import Counter
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from isonomia.groups import Group
from isonomia.protocol.messages import QuestionH, QuestionL, QuestionNH
from isonomia.protocol.public.questions import Question

RANKING_GROUPS = ("Ed25519", "RFC-3526-2048")
"""In which integers can be embedded (DESIGN: which group carries what)."""


def troubles(question: Question, group: Group) -> Iterator[str]:
    """Every one."""
    if not question.question.strip():
        yield _("it has no text")
    if not question.answers:
        yield _("there is no list to choose") if isinstance(question, QuestionL) else _("it has no answers")
    if isinstance(question, QuestionL):
        yield from _lists(question)
    else:
        yield from _names(question.answers, _("answer"))
    if isinstance(question, QuestionH):
        yield from _numbers(question)
    if isinstance(question, QuestionNH):
        yield from _ranking(question, group)


def _lists(question: QuestionL) -> Iterator[str]:
    for number, (title, *candidates) in enumerate(((*own,) or ("",) for own in question.answers), start=1):
        if not title.strip():
            yield _("list %(number)s has no title") % {"number": number}
        if not candidates:
            yield _("list %(number)s has no candidate") % {"number": number}
        yield from _names(candidates, _("candidate of list %(number)s") % {"number": number})
    titles = [own[0] for own in question.answers if own]
    yield from _twice(titles, _("list"))


def _names(names: Sequence[str], what: str) -> Iterator[str]:
    if not all(name.strip() for name in names):
        yield _("without a text: %(what)s") % {"what": what}
    yield from _twice(names, what)


def _twice(names: Sequence[str], what: str) -> Iterator[str]:
    counted = Counter(" ".join(name.split()) for name in names if name.strip())
    for name, count in counted.items():
        if count > 1:
            yield _("the %(what)s “%(name)s” stands there twice") % {"what": what, "name": name[:80]}


def _numbers(question: QuestionH) -> Iterator[str]:
    least, most, count = question.min, question.max, len(question.answers)
    if not 0 <= least <= most:
        yield _("at least %(least)s and at most %(most)s cannot both be chosen") % {"least": least, "most": most}
    elif most > count > 0:
        yield _("%(most)s may be chosen, and there are %(count)s answers") % {"most": most, "count": count}
    elif most == 0:
        yield _("nothing may be chosen")


def _ranking(question: QuestionNH, group: Group) -> Iterator[str]:
    if group.embedding is None:
        values = {"group": group.name, "groups": ", ".join(RANKING_GROUPS)}
        yield (
            _("the group %(group)s cannot carry rankings and grades: begin a draft in one of %(groups)s for them")
            % values
        )
    elif len(question.answers) > group.embedding.capacity:
        values = {"group": group.name, "most": str(group.embedding.capacity)}
        yield _("the group %(group)s carries at most %(most)s numbers of a ranking or of grades") % values
