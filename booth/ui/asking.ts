// SPDX-License-Identifier: Apache-2.0
// A question as the voter sees it, and her choices in words: in the booth, and in the preview of it.

import type { Question, Vote } from "../core/index.ts";
import { draw, rule, words } from "./choices.ts";
import { element, fill, part, word } from "./dom.ts";

/** Put question `number` (from 0) of `total` into the page, with what was chosen before. */
export function showQuestion(question: Question, number: number, total: number, before: Vote | undefined): void {
  const step = part("step-question");
  fill(step, "text", question.question);
  fill(step, "place", word("place", { number: number + 1, total }));
  fill(step, "rule", rule(question));
  draw(part("answers"), question, before);
}

/** Every question with what was chosen, and a button to change it if `change` is given. */
export function listed(
  questions: readonly Question[],
  chosen: readonly (Vote | undefined)[],
  change?: (number: number) => void,
): HTMLElement[] {
  return questions.flatMap((question, i) => {
    const vote = chosen[i];
    if (vote === undefined) return [];
    const answers = document.createElement("ul");
    answers.append(...words(question, vote).map((text) => element("li", text)));
    const button = change === undefined ? [] : [changing(question, () => change(i))];
    return [element("h3", question.question), answers, ...button];
  });
}

function changing(question: Question, act: () => void): HTMLElement {
  const button = element("button", word("change"), "second small");
  button.setAttribute("aria-label", word("change-of", { question: question.question }));
  button.addEventListener("click", act);
  return button;
}
