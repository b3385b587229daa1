// SPDX-License-Identifier: Apache-2.0
// The election's texts in the reader's language: from the terms alone, whose hash is the last line of the description.

import type { Question } from "../core/index.ts";
import { Coded } from "./dom.ts";
import type { Law } from "./ranks.ts";

interface Terms {
  texts: Record<string, { questions?: string[][] }>;
  law?: Law;
}

/** The questions as the terms say them in the language of the page. Throws Coded if these are not the election's. */
export async function inLanguage(
  questions: readonly Question[],
  description: string,
  terms: string,
): Promise<readonly Question[]> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(terms)));
  const hash = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  if (description.split("\n").at(-1) !== hash) throw new Coded("terms", "");
  const texts = (JSON.parse(terms) as Terms).texts[document.documentElement.lang.slice(0, 2)]?.questions ?? [];
  return questions.map((question, i) => said(question, texts[i] ?? []));
}

/** The law that terms name; undefined if they name none. Whether these are the terms is asked by {@link inLanguage}. */
export function lawOf(terms: string): Law | undefined {
  return (JSON.parse(terms) as Terms).law;
}

/** One question with other words; as it stands in the record if their number is not right. */
export function said(question: Question, [text, ...answers]: readonly string[]): Question {
  if (text === undefined || answers.length !== question.answers.flat().length) return question;
  if (question.type !== "Lists") return { ...question, question: text, answers };
  let at = 0;
  return { ...question, question: text, answers: question.answers.map((row) => answers.slice(at, (at += row.length))) };
}
