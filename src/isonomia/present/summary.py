# SPDX-License-Identifier: Apache-2.0
"""A summary of a record that was read and not verified."""

from dataclasses import dataclass
from typing import Any, Literal

from rich.text import Text

from isonomia.present.result import percent, result_lines
from isonomia.present.text import hanging, heading, safe, table
from isonomia.protocol.messages import QuestionH, QuestionL
from isonomia.protocol.public.questions import Question, allows_blank
from isonomia.protocol.public.trustees import Single
from isonomia.record.terms import named_terms
from isonomia.verify.setup import Setup

NOT_VERIFIED = "This is what the record says. No proof was checked: `isonomia verify` does that."


@dataclass(frozen=True)
class Summary:
    """What a summary tells."""

    setup: Setup
    phase: Literal["open", "closed", "shuffling", "decrypting", "tallied"]
    ballots: int
    counted: int
    counted_weight: int
    shuffled_by: list[int]
    decrypted_by: list[int]
    result: list[Any] | None
    last_event: str
    damaged: int
    """How many failures reading met."""


def as_json(summary: Summary) -> dict[str, Any]:
    """What ``show --json`` prints."""
    message, setup = summary.setup.election.message, summary.setup
    return {
        "verified": False,
        "damaged": summary.damaged,
        "phase": summary.phase,
        "uuid": message.uuid,
        "group": message.group,
        "name": message.name,
        "description": message.description,
        "terms_sha256": named_terms(message.description),
        "questions": [_question_json(question) for question in setup.election.questions],
        "trustees": [_trustee_json(kind) for kind in setup.kinds],
        "counts": {
            "registered": len(setup.roll),
            "registered_weight": sum(setup.roll.values()),
            "ballots": summary.ballots,
            "counted": summary.counted,
            "counted_weight": summary.counted_weight,
        },
        "shuffled_by": summary.shuffled_by,
        "decrypted_by": summary.decrypted_by,
        "result": summary.result,
        "fingerprints": {**setup.fingerprints, "last_event": summary.last_event},
    }


def _question_json(question: Question) -> dict[str, Any]:
    kind = (
        "homomorphic" if isinstance(question, QuestionH) else "lists" if isinstance(question, QuestionL) else "ranking"
    )
    shown: dict[str, Any] = {"kind": kind, "question": question.question, "answers": question.answers}
    if isinstance(question, QuestionH):
        shown |= {"min": question.min, "max": question.max, "blank": allows_blank(question)}
    return shown


def _trustee_json(kind: Any) -> dict[str, Any]:
    if isinstance(kind, Single):
        return {"kind": "single"}
    return {"kind": "threshold", "threshold": kind.parameters.threshold, "size": kind.size}


def summary_lines(summary: Summary, following: str, width: int | None, plain: bool = False) -> list[Text]:
    """All lines. ``following``: what comes next in this phase."""
    setup = summary.setup
    message, questions = setup.election.message, setup.election.questions
    told = message.description.removesuffix(named_terms(message.description) or "")
    description = [line for line in told.split("\n") if line]
    lines = [heading(safe(message.name)), *(hanging("", safe(line), width) for line in description), Text()]
    lines += table(_facts(summary), indent="")
    if summary.result is None:
        for number, question in enumerate(questions):
            lines += [Text(), *question_lines(number, question)]
        lines += [Text(), hanging("There is no result yet: ", following, width)]
    else:
        lines += result_lines(questions, summary.result, summary.counted_weight, width, plain)
    if summary.damaged:
        lines += [Text(), Text("The record is DAMAGED: do not rely on it, run `isonomia verify`.", "bold red")]
    return [*lines, Text(), hanging("", NOT_VERIFIED, width, "yellow")]


def _facts(summary: Summary) -> list[tuple[str, str]]:
    setup, phases = summary.setup, _PHASES
    registered, weight = len(setup.roll), sum(setup.roll.values())
    turnout = f"{summary.counted} of {registered} voters ({percent(summary.counted, registered)})"
    weighted = weight != registered
    if weighted:
        of_weight = percent(summary.counted_weight, weight)
        turnout += f", weight {summary.counted_weight} of {weight} ({of_weight})"
    again = summary.ballots - summary.counted
    facts = [
        ("Identifier", f"{setup.election.uuid} ({setup.election.group.name})"),
        ("Stage", phases[summary.phase]),
        ("Turnout", turnout),
        ("Ballots", f"{summary.ballots}" + (f", {again} of them replaced by later ones" if again else "")),
        ("Trustees", ", ".join(_trustee(kind) for kind in setup.kinds)),
    ]
    if summary.shuffled_by:
        facts.append(("Shuffled by", "trustees " + ", ".join(map(str, summary.shuffled_by))))
    if summary.decrypted_by:
        facts.append(("Decrypted by", "trustees " + ", ".join(map(str, summary.decrypted_by))))
    terms = named_terms(setup.election.message.description)
    if terms is not None:
        facts.append(("Terms", f"{terms} (SHA-256)"))
    facts += [
        ("Fingerprint", f"{setup.election.fingerprint} (of the election)"),
        ("Last event", summary.last_event),
    ]
    return facts


_PHASES = {
    "open": "open: voting goes on",
    "closed": "closed: voting has ended",
    "shuffling": "closed: trustees are shuffling",
    "decrypting": "closed: trustees are decrypting",
    "tallied": "tallied: the result is published",
}


def _trustee(kind: Any) -> str:
    return "1 alone" if isinstance(kind, Single) else f"{kind.parameters.threshold} of {kind.size}"


def question_lines(number: int, question: Question) -> list[Text]:
    """A question as a voter needs it: numbers count from 0, as in the options of ``vote``."""
    lines = [heading(f"Question {number}: {safe(question.question)}"), Text(f"   {rule(question)}", "dim")]
    if isinstance(question, QuestionL):
        for i, names in enumerate(question.answers):
            lines.append(Text(f"   {i}  {safe(names[0])}"))
            lines += [Text(f"      {i}.{j}  {safe(name)}") for j, name in enumerate(names[1:], start=1)]
        return lines
    return lines + [Text(f"   {i}  {safe(answer)}") for i, answer in enumerate(question.answers)]


def rule(question: Question) -> str:
    """What may be answered."""
    if isinstance(question, QuestionL):
        return "choose one list and at least one of its candidates"
    if not isinstance(question, QuestionH):
        return "give each answer a number (a rank or a grade)"
    low, high = question.min, question.max
    number = str(low) if low == high else f"{low} to {high}"
    return f"choose {number}" + (", or vote blank" if allows_blank(question) else "")
