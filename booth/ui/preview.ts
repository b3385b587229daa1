// SPDX-License-Identifier: Apache-2.0
// The booth before it opens: the questions of the draft as voters will see them. Nothing is encrypted, sent or kept.

import type { Question, Vote } from "../core/index.ts";
import { call, own } from "./api.ts";
import { listed, showQuestion } from "./asking.ts";
import { allowed, read } from "./choices.ts";
import { Coded, failed, part, show, when } from "./dom.ts";
import { asQuestion, type Draft } from "./draft_model.ts";
import { said } from "./texts.ts";

let questions: readonly Question[] = [];
let votes: (Vote | undefined)[] = [];
let at = 0;

function ask(number: number): void {
  at = number;
  const question = questions[at];
  if (question === undefined) return review();
  showQuestion(question, at, questions.length, votes[at]);
  show("question");
}

function takeAnswer(): void {
  const question = questions[at];
  if (question === undefined) return;
  const vote = read(part("answers"), question);
  if (!allowed(question, vote)) throw new Coded("vote", "");
  votes[at] = vote;
  if (votes.filter((own_) => own_ !== undefined).length === questions.length) return review();
  ask(at + 1);
}

function review(): void {
  part("choices").replaceChildren(...listed(questions, votes, ask));
  show("review");
}

async function begin(): Promise<void> {
  const { draft } = await call<{ draft: Draft }>("GET", own("/management"));
  const texts = draft.texts?.[document.documentElement.lang.slice(0, 2)]?.questions ?? [];
  questions = (draft.questions ?? []).map((question, i) => said(asQuestion(question), texts[i] ?? []));
  if (questions.length === 0) return show("none");
  when("question-form", takeAnswer);
  when("question-back", () => ask(Math.max(0, at - 1)));
  when("again", () => {
    votes = [];
    ask(0);
  });
  ask(0);
}

await begin().catch(failed);
