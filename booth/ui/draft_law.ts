// SPDX-License-Identifier: Apache-2.0
// The law of a draft: which question it decides and which answer is the one against all, also once these have moved.

import { call } from "./api.ts";
import type { Promises } from "./conduct.ts";
import type { QuestionBox } from "./draft_question.ts";
import { part, word } from "./dom.ts";

interface Law {
  file: string;
  sha256: string;
  title: string;
}

/** Replace what a chooser offers, and keep what is chosen if it is still there. */
function refill(chooser: HTMLSelectElement, options: readonly HTMLOptionElement[]): void {
  const chosen = chooser.value;
  const same =
    options.length === chooser.options.length &&
    options.every((own, i) => own.value === chooser.options[i]?.value && own.text === chooser.options[i]?.text);
  if (same) return;
  chooser.replaceChildren(...options);
  chooser.value = options.some((own) => own.value === chosen) ? chosen : (options[0]?.value ?? "");
}

export class LawForm {
  private readonly law = part<HTMLSelectElement>("law");
  private readonly question = part<HTMLSelectElement>("law-question");
  private readonly against = part<HTMLSelectElement>("against-all");
  private readonly laws: Law[];
  private before: Promises["law"];

  private constructor(laws: readonly Law[]) {
    this.laws = [];
    for (const law of laws) this.know(law);
  }

  private know(law: Law): void {
    this.laws.push(law);
    this.law.append(new Option(`${law.title} (${law.file})`, law.sha256));
  }

  static async load(): Promise<LawForm> {
    return new LawForm(await call<Law[]>("GET", "/api/laws"));
  }

  /** Offer the questions and answers as they are now. */
  offer(boxes: readonly QuestionBox[]): void {
    const questions = boxes.map((box, i) => new Option(`${i + 1}: ${box.choices().text}`, box.key));
    refill(this.question, questions);
    const chosen = boxes.find((box) => box.key === this.question.value);
    const answers = chosen?.choices().answers ?? [];
    const none = new Option(word("none-against"), "");
    refill(this.against, [none, ...answers.map(({ key, text }, i) => new Option(`${i + 1}: ${text}`, key))]);
    part("law-details").hidden = this.law.value === "";
  }

  /** Choose what a draft says. */
  show(given: Promises["law"], boxes: readonly QuestionBox[]): void {
    this.before = given;
    if (given !== undefined && !this.laws.some((own) => own.sha256 === given.sha256))
      this.know({ ...given, title: "?" });
    this.law.value = given?.sha256 ?? "";
    const box = boxes[given?.question ?? 0];
    if (box !== undefined) this.question.value = box.key;
    this.offer(boxes);
    const against = given?.against_all;
    this.against.value = against === undefined ? "" : (box?.choices().answers[against]?.key ?? "");
  }

  /** What is chosen now. */
  read(boxes: readonly QuestionBox[]): Pick<Promises, "law"> {
    const law = this.laws.find((own) => own.sha256 === this.law.value);
    if (law === undefined) return {};
    const question = Math.max(
      0,
      boxes.findIndex((box) => box.key === this.question.value),
    );
    const answers = boxes[question]?.choices().answers ?? [];
    const against = answers.findIndex(({ key }) => key === this.against.value);
    const kept = this.before?.sha256 === law.sha256 ? this.before : {};
    const { against_all: _, ...others } = { ...kept, file: law.file, sha256: law.sha256, question } as NonNullable<
      Promises["law"]
    >;
    return { law: { ...others, ...(against < 0 ? {} : { against_all: against }) } };
  }
}
