// SPDX-License-Identifier: Apache-2.0
// The three kinds of questions (section "Questions").

import { BoothError, require } from "./errors.ts";
import type { Group } from "./groups/index.ts";
import type { Shape } from "./json.ts";
import { AnswerH, AnswerL, AnswerNH, QuestionGeneric, QuestionH, QuestionL, QuestionNH } from "./messages.ts";

export type Question =
  | ({ readonly type: "Homomorphic" } & QuestionH)
  | ({ readonly type: "NonHomomorphic" } & QuestionNH)
  | ({ readonly type: "Lists" } & QuestionL);

/** A vote: for each answer 0 or 1 (blank first, where allowed), or a small integer; nested for Lists. */
export type Vote = number[] | number[][];

export function readQuestion(value: unknown, where: string): Question {
  if (typeof value !== "object" || value === null || !("type" in value)) {
    return { type: "Homomorphic", ...QuestionH(value, where) };
  }
  const generic = QuestionGeneric(value, where);
  switch (generic.type) {
    case "Homomorphic":
      return { type: "Homomorphic", ...QuestionH(generic.value, `${where}.value`) };
    case "NonHomomorphic":
      return { type: "NonHomomorphic", ...QuestionNH(generic.value, `${where}.value`) };
    case "Lists":
      return { type: "Lists", ...QuestionL(generic.value, `${where}.value`) };
    default:
      throw new BoothError("json", `${where}.type: the kind of question is not known`, "json.syntax");
  }
}

/** The shape of an answer to the question. */
export function answerShape(question: Question): Shape<AnswerH | AnswerNH | AnswerL> {
  return { Homomorphic: AnswerH, NonHomomorphic: AnswerNH, Lists: AnswerL }[question.type];
}

/** The question can be answered, and the group can carry it. Throws "election". */
export function checkQuestion(question: Question, group: Group, where: string): void {
  const count = question.answers.length;
  const possibly = (condition: boolean, why: string) => {
    require(condition, "election", `${where}: ${why}`, "setup.questions");
  };
  possibly(count > 0, "no answers to choose from");
  if (question.type === "Homomorphic") {
    const { min, max } = question;
    possibly(0 <= min && min <= max && max <= count, `min and max do not fit ${count} answers`);
  } else if (question.type === "NonHomomorphic") {
    const capacity = group.embedding?.capacity ?? 0;
    possibly(count <= capacity, `${group.name} carries at most ${capacity} integers`);
  } else {
    const complete = question.answers.every((names) => names.length >= 2);
    possibly(complete, "a list has no name or no candidate");
  }
}
