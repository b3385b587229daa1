// SPDX-License-Identifier: Apache-2.0
// A question as the voter sees it, and her choices in words: in the booth, and in the preview of it.

import type { Question, Vote } from "../core/index.ts";
import { allowed, draw, read, rule, words } from "./choices.ts";
import { Coded, element, fill, part, when, word } from "./dom.ts";
import { doubt, type Law, meant } from "./ranks.ts";

/** Question after question, and then the review of what was chosen, from which each can be changed. */
export class Asking {
  private readonly go: (step: "question" | "review") => void;
  private readonly votes: (Vote | undefined)[] = [];
  private at = 0;
  questions: readonly Question[] = [];
  law: Law | undefined;

  constructor(go: (step: "question" | "review") => void) {
    this.go = go;
    when("doubt-change", () => this.change());
    when("doubt-keep", () => this.take(true));
  }

  /** The votes on the questions that were answered, in their order. */
  get complete(): Vote[] {
    return this.votes.filter((vote) => vote !== undefined);
  }

  /** The question with this number (from 0), with what was chosen before; the review after the last. */
  ask(number: number): void {
    this.at = number;
    const question = this.questions[number];
    if (question === undefined) return this.review();
    const step = part("step-question");
    fill(step, "text", question.question);
    fill(step, "place", word("place", { number: number + 1, total: this.questions.length }));
    fill(step, "rule", rule(question, meant(question, number, this.law)));
    part("doubt").hidden = true;
    draw(part("answers"), question, this.votes[number]);
    this.go("question");
  }

  /** Keep what is chosen on the page; a ranking that may not count is asked about before, if it is not `agreed` to. */
  take(agreed = false): void {
    const question = this.questions[this.at];
    if (question === undefined) return;
    const vote = read(part("answers"), question);
    if (!allowed(question, vote)) throw new Coded("vote", "");
    this.votes[this.at] = vote;
    const why = doubt(meant(question, this.at, this.law), vote);
    if (agreed || why === undefined) return this.next();
    part("doubt-why").textContent = word(why);
    part("doubt").hidden = false;
    part("doubt-change").focus();
  }

  /** The question after this one; once every question has an answer, the review. */
  private next(): void {
    if (this.complete.length === this.questions.length) return this.review();
    this.ask(this.at + 1);
  }

  private change(): void {
    part("doubt").hidden = true;
    part("answers").querySelector("input")?.focus();
  }

  /** The question before; from the first, what is before it. */
  back(first?: () => void): void {
    if (this.at > 0) this.ask(this.at - 1);
    else first?.();
  }

  review(): void {
    part("choices").replaceChildren(...listed(this.questions, this.votes, (number) => this.ask(number)));
    this.go("review");
  }

  forget(): void {
    this.votes.length = 0;
  }
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
