// SPDX-License-Identifier: Apache-2.0
// What the numbers of a question mean under the law that the terms name: a ballot that is no ranking does not count.

import type { Question, Vote } from "../core/index.ts";
import { part } from "./dom.ts";

/** The law of the terms, as far as it matters here. */
export interface Law {
  sha256: string;
  question?: number;
}

/** Ranks of a law that takes no equal ones (strict), ranks of another law, or numbers of which nothing is known. */
export type Numbers = "strict" | "ranks" | "numbers";

/** What the law makes of the numbers of a question. */
export function meant(question: Question, number: number, law: Law | undefined): Numbers {
  if (question.type !== "NonHomomorphic" || law === undefined || (law.question ?? 0) !== number) return "numbers";
  return (part("words").dataset["strict"] ?? "").split(" ").includes(law.sha256) ? "strict" : "ranks";
}

/** Why the ballot may not count, by the name of the word that says so; undefined if there is no doubt. */
export function doubt(numbers: Numbers, vote: Vote): string | undefined {
  if (numbers === "numbers") return undefined;
  const given = vote.flat().filter((rank) => rank > 0);
  const places = new Set(given);
  if (places.size > 0 && Math.max(...places) !== places.size) return "left-out";
  return places.size < given.length ? `twice-${numbers}` : undefined;
}
