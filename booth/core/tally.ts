// SPDX-License-Identifier: Apache-2.0
// The encrypted tally as a trustee reads it (section "Encrypted tally").

import type { Election } from "./elections.ts";
import { BoothError } from "./errors.ts";
import type { Element, Group } from "./groups/index.ts";
import { anything, decode, list } from "./json.ts";
import { Ciphertext } from "./messages.ts";

/** What is nested as the questions ask: for each a list, or for Lists a list of lists. */
export type Nested<T> = T[] | T[][];

export interface Pair {
  readonly alpha: Element;
  readonly beta: Element;
}

/** The (shuffled) encrypted tally, for each question its ciphertexts. Throws "json", "element". */
export function readTally({ questions, group }: Election, content: string): Nested<Pair>[] {
  const parts = decode(content, list(anything), "encrypted tally");
  if (parts.length !== questions.length) throw new BoothError("json", "encrypted tally: not of this election's length");
  return questions.map((question, i): Nested<Pair> => {
    const where = `encrypted tally[${i}]`;
    const { answers } = question;
    if (question.type === "Lists") {
      const rows = list(list(Ciphertext))(parts[i], where);
      const fits = rows.length === answers.length && rows.every((row, j) => row.length === answers[j]?.length);
      if (!fits) throw new BoothError("json", `${where}: not as many ciphertexts as choices`);
      return rows.map((row) => row.map((own) => read(group, own)));
    }
    const row = list(Ciphertext)(parts[i], where);
    const count = answers.length + Number(question.type === "Homomorphic" && question.blank === true);
    if (question.type === "Homomorphic" && row.length !== count) {
      throw new BoothError("json", `${where}: not as many ciphertexts as choices`);
    }
    return row.map((own) => read(group, own));
  });
}

export function read(group: Group, { alpha, beta }: Ciphertext): Pair {
  return { alpha: group.element(alpha), beta: group.element(beta) };
}

/** The same nesting with a function applied to what is in it. */
export function mapped<T, U>(nested: Nested<T>, make: (item: T) => U): Nested<U> {
  return isNested(nested) ? nested.map((row) => row.map(make)) : nested.map(make);
}

function isNested<T>(nested: Nested<T>): nested is T[][] {
  return nested.length > 0 && nested.every(Array.isArray);
}
