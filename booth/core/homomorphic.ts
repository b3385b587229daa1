// SPDX-License-Identifier: Apache-2.0
// Answers to homomorphic questions (section "Homomorphic answers").

import * as challenges from "./challenges.ts";
import { type Claim, proveDisjunction } from "./disjunction.ts";
import { type Encrypted, encrypt, total, written } from "./encryption.ts";
import { BoothError } from "./errors.ts";
import type { Element, Group } from "./groups/index.ts";
import type { AnswerH, Proof, QuestionH } from "./messages.ts";
import type { Tick } from "./progress.ts";

/** An answer, and the randomness of its ciphertexts. */
export interface Made<A, R> {
  readonly answer: A;
  readonly randomness: R;
}

/** The vote is a 0 or 1 for each choice (blank first, where allowed). Throws "vote", which does not repeat it. */
export function checkVote(question: QuestionH, vote: readonly number[]): void {
  const blank = question.blank === true;
  const count = question.answers.length + Number(blank);
  if (vote.length !== count) throw new BoothError("vote", `${count} numbers are wanted`);
  if (vote.some((value) => value !== 0 && value !== 1)) throw new BoothError("vote", "every choice is 0 or 1");
  const chosen = sum(blank ? vote.slice(1) : vote);
  if (blank && vote[0] === 1) {
    if (chosen > 0) throw new BoothError("vote", "a blank vote chooses nothing else");
  } else if (chosen < question.min || chosen > question.max) {
    throw new BoothError("vote", `from ${question.min} to ${question.max} answers may be chosen`);
  }
}

/** Encrypts and proves; `context` is S_0. Throws "vote". */
export function makeAnswer(
  group: Group,
  y: Element,
  question: QuestionH,
  vote: readonly number[],
  context: string,
  tick: Tick,
): Made<AnswerH, bigint[]> {
  checkVote(question, vote);
  const encrypted = vote.map((value) => encrypt(group, y, value));
  const individual = encrypted.map((own) => proveBit(group, y, context, own, tick));
  const choices = encrypted.map(written);
  const whole = challenges.answerContext(context, choices);
  const proofs = question.blank
    ? proveBlank(group, y, question, encrypted, whole)
    : { overall_proof: proveSum(group, y, question, encrypted, whole) };
  return {
    answer: { choices, individual_proofs: individual, ...proofs },
    randomness: encrypted.map((own) => own.randomness),
  };
}

/** That a ciphertext encrypts 0 or 1. */
export function proveBit(group: Group, y: Element, context: string, own: Encrypted, tick: Tick): Proof[] {
  const claims = [claim(own, 0n, 1n - own.plaintext), claim(own, 1n, own.plaintext)];
  const ciphertext = written(own);
  const proof = proveDisjunction(group, y, claims, (commitments) =>
    challenges.iprove(context, ciphertext, commitments),
  );
  tick();
  return proof;
}

export function claim({ randomness, plaintext }: Encrypted, value: bigint, isTrue: bigint): Claim {
  return { randomness, plaintext, value, true: isTrue };
}

function proveSum(
  group: Group,
  y: Element,
  question: QuestionH,
  encrypted: readonly Encrypted[],
  context: string,
): Proof[] {
  const summed = total(group, encrypted);
  const ciphertext = written(summed);
  return proveDisjunction(group, y, sumClaims(question, summed, 1n), (commitments) =>
    challenges.iprove(context, ciphertext, commitments),
  );
}

/** That the sum is min, or min + 1, …, or max; `possible` is 0 if none is to be proved true. */
function sumClaims(question: QuestionH, summed: Encrypted, possible: bigint): Claim[] {
  return Array.from({ length: question.max - question.min + 1 }, (_, i) => {
    const value = BigInt(question.min + i);
    return claim(summed, value, summed.plaintext === value ? possible : 0n);
  });
}

/** Section "Proofs of possibly-blank votes". */
function proveBlank(
  group: Group,
  y: Element,
  question: QuestionH,
  [blank, ...rest]: readonly Encrypted[],
  context: string,
): { overall_proof: Proof[]; blank_proof: Proof[] } {
  if (blank === undefined) throw new TypeError("unreachable: the vote was checked");
  const summed = total(group, rest);
  const isBlank = blank.plaintext;
  const either = [claim(blank, 0n, 1n - isBlank), claim(summed, 0n, isBlank)];
  const blankProof = proveDisjunction(group, y, either, (commitments) => challenges.bproof0(context, commitments));
  const claims = [claim(blank, 1n, isBlank), ...sumClaims(question, summed, 1n - isBlank)];
  const overall = proveDisjunction(group, y, claims, (commitments) => challenges.bproof1(context, commitments));
  return { overall_proof: overall, blank_proof: blankProof };
}

export function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
