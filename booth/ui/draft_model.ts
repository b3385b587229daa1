// SPDX-License-Identifier: Apache-2.0
// A draft as the API has it, and its questions as a booth takes them.

import type { Question } from "../core/index.ts";
import type { Promises } from "./conduct.ts";

/** One text, by the codes of its languages. */
export type Texts = Record<string, string>;

interface PlainQuestion {
  answers: string[];
  question: string;
  min?: number;
  max?: number;
  blank?: boolean;
}

interface ListsQuestion {
  answers: string[][];
  question: string;
}

export type DraftQuestion =
  | PlainQuestion
  | { type: "Homomorphic" | "NonHomomorphic"; value: PlainQuestion; extra?: unknown }
  | { type: "Lists"; value: ListsQuestion; extra?: unknown };

export interface Translation {
  name: string;
  description?: string;
  questions?: string[][];
}

export interface Draft extends Promises {
  name?: string;
  description?: string;
  contact?: string;
  language?: string;
  texts?: Record<string, Translation>;
  questions?: DraftQuestion[];
  [other: string]: unknown;
}

/** Something that the checklist misses, and the place in the draft. */
export interface Missing {
  code: string;
  message: string;
  where?: string;
}

/** A question as the booth takes it from the record, once the voting is open. */
export function asQuestion(given: DraftQuestion): Question {
  if ("type" in given && given.type === "Lists") return { type: "Lists", ...given.value };
  const plain = "type" in given ? given.value : given;
  if ("type" in given && given.type === "NonHomomorphic") {
    return { type: "NonHomomorphic", answers: plain.answers, question: plain.question };
  }
  const { answers, question, min = 0, max = 1, blank = false } = plain;
  return { type: "Homomorphic", answers, question, min, max, blank };
}
