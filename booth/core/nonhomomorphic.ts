// SPDX-License-Identifier: Apache-2.0
// Answers to non-homomorphic questions: rankings and grades (section "Non-homomorphic answers").

import { raweg } from "./challenges.ts";
import { written } from "./encryption.ts";
import { BoothError } from "./errors.ts";
import type { Element, Group } from "./groups/index.ts";
import type { Made } from "./homomorphic.ts";
import type { AnswerNH, QuestionNH } from "./messages.ts";
import type { Tick } from "./progress.ts";
import { draw } from "./randomness.ts";
import { proveSchnorr } from "./schnorr.ts";

/** Encrypts one small integer for each answer; `context` is S_0. Throws "vote" and "embedding". */
export function makeAnswer(
  group: Group,
  y: Element,
  question: QuestionNH,
  vote: readonly number[],
  context: string,
  tick: Tick,
): Made<AnswerNH, bigint> {
  if (vote.length !== question.answers.length) {
    throw new BoothError("vote", `${question.answers.length} numbers are wanted`);
  }
  const embedded = group.ofInts(vote);
  const r = draw(group);
  const ciphertext = written({
    alpha: group.secretPower(group.g, r),
    beta: group.secretPower(y, r).times(embedded),
  });
  const proof = proveSchnorr(group, [group.g], r, ([commitment = ""]) =>
    raweg(context, String(y), ciphertext, commitment),
  );
  tick();
  return { answer: { choices: ciphertext, proof }, randomness: r };
}
