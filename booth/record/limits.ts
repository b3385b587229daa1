// SPDX-License-Identifier: Apache-2.0
// How large an entry can honestly be, once the election is known: what is larger is not even read.

import type { Election } from "../core/elections.ts";
import { sum } from "../core/homomorphic.ts";
import type { Question } from "../core/questions.ts";

/** Room for the keys, quotes and commas around a part. */
const NAMES = 64;

/** The most bytes of any data entry after the Setup event, as a function of the number of ballots. */
export function limitOf({ group, questions }: Election): (ballots: number) => number {
  const element = String(group.power(group.g, -1n)).length + 5;
  const scalar = String(group.q).length + 4;
  const proof = 2 * scalar + NAMES;
  const ciphertext = 2 * element + NAMES;
  const answer = (question: Question): number => {
    if (question.type === "NonHomomorphic") return ciphertext + proof + NAMES;
    const bits = sums(question) * (ciphertext + 2 * proof + NAMES);
    if (question.type === "Homomorphic") return bits + (question.max - question.min + 4) * proof + 4 * NAMES;
    return bits + (2 * question.answers.length + 4) * proof + element + 4 * NAMES;
  };
  const ballot = 1024 + element + proof + sum(questions.map(answer));
  const decrypted = ciphertext + element + proof;
  const ranked = questions.filter((question) => question.type === "NonHomomorphic");
  const fixed =
    4096 + 16 * element + decrypted * sum(questions.map(sums)) + ranked.length * (6 * element + 4 * scalar + 8 * NAMES);
  const shuffled = decrypted + 4 * element + 2 * scalar;
  const each = sum(ranked.map((question) => shuffled + 8 * question.answers.length));
  return (ballots) => Math.max(ballot, fixed + each * ballots);
}

/** How many ciphertexts of the tally a question has, at most; none where they are shuffled. */
function sums(question: Question): number {
  if (question.type === "NonHomomorphic") return 0;
  return question.type === "Homomorphic" ? question.answers.length + 1 : question.answers.flat().length;
}
