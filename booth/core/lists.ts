// SPDX-License-Identifier: Apache-2.0
// Answers to Lists questions (sections "Lists answers", "Proofs of list constraints", "Proof of encryption of
// non-zero").

import * as challenges from "./challenges.ts";
import { proveDisjunction } from "./disjunction.ts";
import { type Encrypted, encrypt, total, written } from "./encryption.ts";
import { BoothError } from "./errors.ts";
import { type Element, type Group, mod, secretProduct } from "./groups/index.ts";
import { claim, type Made, proveBit, sum } from "./homomorphic.ts";
import type { AnswerL, NonzeroProof, Proof, QuestionL } from "./messages.ts";
import type { Tick } from "./progress.ts";
import { draw } from "./randomness.ts";

/** One list is chosen, and at least one of its candidates. Throws "vote", which does not repeat it. */
export function checkVote(question: QuestionL, vote: readonly (readonly number[])[]): void {
  const { answers } = question;
  const fits = vote.length === answers.length && vote.every((row, i) => row.length === answers[i]?.length);
  if (!fits) throw new BoothError("vote", "numbers are wanted in rows: each list, then its candidates");
  if (vote.flat().some((value) => value !== 0 && value !== 1)) throw new BoothError("vote", "every choice is 0 or 1");
  if (sum(vote.map(head)) !== 1) throw new BoothError("vote", "exactly one list is to be chosen");
  if (vote.some((row) => head(row) === 0 && sum(tail(row)) > 0)) {
    throw new BoothError("vote", "a candidate is chosen outside the chosen list");
  }
  if (sum(vote.flatMap(tail)) === 0) {
    throw new BoothError("vote", "at least one candidate of the chosen list is to be chosen");
  }
}

/** Encrypts and proves; `context` is S_0. Throws "vote". */
export function makeAnswer(
  group: Group,
  y: Element,
  question: QuestionL,
  vote: readonly (readonly number[])[],
  context: string,
  tick: Tick,
): Made<AnswerL, bigint[][]> {
  checkVote(question, vote);
  const rows = vote.map((row) => row.map((value) => encrypt(group, y, value)));
  const individual = rows.map((row) => row.map((own) => proveBit(group, y, context, own, tick)));
  const choices = rows.map((row) => row.map(written));
  const whole = challenges.answerContext(context, choices.flat());
  const answer = {
    choices,
    individual_proofs: individual,
    overall_proof: proveOneList(group, y, rows.map(head), whole),
    list_proofs: rows.map((row) => proveList(group, y, row, whole)),
    nonzero_proof: proveNonzero(group, y, total(group, rows.flatMap(tail)), whole),
  };
  return { answer, randomness: rows.map((row) => row.map((own) => own.randomness)) };
}

function proveOneList(group: Group, y: Element, heads: readonly Encrypted[], context: string): Proof {
  const summed = total(group, heads);
  const ciphertext = written(summed);
  const proofs = proveDisjunction(group, y, [claim(summed, 1n, 1n)], (commitments) =>
    challenges.iprove(context, ciphertext, commitments),
  );
  return head(proofs);
}

/** That the list is chosen, or none of its candidates. */
function proveList(group: Group, y: Element, row: readonly Encrypted[], context: string): Proof[] {
  const own = head(row);
  const claims = [claim(own, 1n, own.plaintext), claim(total(group, tail(row)), 0n, 1n - own.plaintext)];
  return proveDisjunction(group, y, claims, (commitments) => challenges.lproof(context, commitments));
}

function proveNonzero(group: Group, y: Element, summed: Encrypted, context: string): NonzeroProof {
  const { alpha, beta, randomness: r } = summed;
  const [s, w1, w2] = [draw(group), draw(group), draw(group)]; // s = 0 has no chance worth a branch
  const commitments = [
    secretProduct(group, [
      [beta, s],
      [y, -s * r],
    ]),
    secretProduct(group, [
      [alpha, w1],
      [group.g, w2],
    ]),
    secretProduct(group, [
      [beta, w1],
      [y, w2],
    ]),
  ].map(String);
  const c = mod(challenges.nonzero(context, commitments), group.q);
  const response = [w1 - s * c, w2 + s * r * c].map((t) => String(mod(t, group.q)));
  return { commitment: head(commitments), challenge: String(c), response };
}

function head<T>(row: readonly T[]): T {
  const [first] = row;
  if (first === undefined) throw new TypeError("unreachable: no row is empty");
  return first;
}

function tail<T>(row: readonly T[]): T[] {
  return row.slice(1);
}
