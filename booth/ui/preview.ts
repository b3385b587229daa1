// SPDX-License-Identifier: Apache-2.0
// The booth before it opens: the questions of the draft as voters will see them. Nothing is encrypted, sent or kept.

import { call, own } from "./api.ts";
import { Asking } from "./asking.ts";
import { failed, show, when } from "./dom.ts";
import { asQuestion, type Draft } from "./draft_model.ts";
import { said } from "./texts.ts";

const asking = new Asking(show);

async function begin(): Promise<void> {
  const { draft } = await call<{ draft: Draft }>("GET", own("/management"));
  const texts = draft.texts?.[document.documentElement.lang.slice(0, 2)]?.questions ?? [];
  asking.questions = (draft.questions ?? []).map((question, i) => said(asQuestion(question), texts[i] ?? []));
  asking.law = draft.law;
  if (asking.questions.length === 0) return show("none");
  when("question-form", () => asking.take());
  when("question-back", () => asking.back());
  when("again", () => {
    asking.forget();
    asking.ask(0);
  });
  asking.ask(0);
}

await begin().catch(failed);
