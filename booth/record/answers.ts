// SPDX-License-Identifier: Apache-2.0
// Checks of the answers in a ballot, of each kind of question (section "Encrypted answers").

import * as challenges from "../core/challenges.ts";
import type { Election } from "../core/elections.ts";
import { mod } from "../core/groups/index.ts";
import type { Answer, AnswerH, AnswerL, AnswerNH, Ciphertext, Proof, QuestionH, QuestionL } from "../core/messages.ts";
import type { Question } from "../core/questions.ts";
import type { BasePair, Claim, Commitments } from "./commitments.ts";
import { need } from "./failures.ts";

/** Registers the checks of an answer; `context` is S_0. Gives its ciphertexts, in flat order. Throws "record". */
export function checkAnswer(
  { y }: Election,
  question: Question,
  answer: Answer,
  context: string,
  commitments: Commitments,
  where: string,
): BasePair[] {
  switch (question.type) {
    case "Homomorphic":
      return checkHomomorphic(question, answer as AnswerH, context, commitments, where);
    case "Lists":
      return checkLists(question, answer as AnswerL, context, commitments, where);
    case "NonHomomorphic":
      return [checkNonHomomorphic(answer as AnswerNH, context, String(y), commitments, where)];
  }
}

function pair(commitments: Commitments, { alpha, beta }: Ciphertext, where: string): BasePair {
  return { alpha: commitments.read(alpha, `${where}, alpha`), beta: commitments.read(beta, `${where}, beta`) };
}

function total(commitments: Commitments, pairs: readonly BasePair[]): BasePair {
  return {
    alpha: commitments.product(pairs.map(({ alpha }) => alpha)),
    beta: commitments.product(pairs.map(({ beta }) => beta)),
  };
}

function requireShape(fits: boolean, where: string): void {
  need(fits, "ballot.shape", where, "ciphertexts or proofs are missing or too many");
}

/** That a ciphertext encrypts 0 or 1. */
function checkBit(
  commitments: Commitments,
  context: string,
  ciphertext: Ciphertext,
  proofs: readonly Proof[],
  where: string,
): BasePair {
  const own = pair(commitments, ciphertext, where);
  const claims = [0, 1].map((value) => ({ ciphertext: own, value }));
  const challenge = (texts: string[]) => challenges.iprove(context, ciphertext, texts);
  commitments.addDisjunction(claims, proofs, challenge, "ballot.individual-proof", where);
  return own;
}

function checkHomomorphic(
  question: QuestionH,
  answer: AnswerH,
  context: string,
  commitments: Commitments,
  where: string,
): BasePair[] {
  const { choices, individual_proofs: individual, overall_proof: overall, blank_proof: blankProof } = answer;
  const blank = question.blank === true;
  const count = question.answers.length + Number(blank);
  const fits =
    choices.length === count &&
    individual.length === count &&
    individual.every((proofs) => proofs.length === 2) &&
    overall.length === question.max - question.min + 1 + Number(blank) &&
    (blank ? blankProof?.length === 2 : blankProof === undefined);
  requireShape(fits, where);
  const pairs = choices.map((own, i) =>
    checkBit(commitments, context, own, individual[i] ?? [], `${where}, choice ${i}`),
  );
  const whole = challenges.answerContext(context, choices);
  const summed = total(commitments, blank ? pairs.slice(1) : pairs);
  const claims: Claim[] = [];
  for (let value = question.min; value <= question.max; value++) claims.push({ ciphertext: summed, value });
  const place = `${where}, overall proof`;
  const [first] = pairs;
  if (!blank || first === undefined) {
    const challenge = (texts: string[]) => challenges.iprove(whole, written(commitments, summed), texts);
    commitments.addDisjunction(claims, overall, challenge, "ballot.overall-proof", place);
    return pairs;
  }
  const either = [first, summed].map((ciphertext) => ({ ciphertext, value: 0 }));
  const bproof0 = (texts: string[]) => challenges.bproof0(whole, texts);
  commitments.addDisjunction(either, blankProof ?? [], bproof0, "ballot.blank-proof", `${where}, blank proof`);
  const bproof1 = (texts: string[]) => challenges.bproof1(whole, texts);
  const all = [{ ciphertext: first, value: 1 }, ...claims];
  commitments.addDisjunction(all, overall, bproof1, "ballot.overall-proof", place);
  return pairs;
}

function written(commitments: Commitments, { alpha, beta }: BasePair): Ciphertext {
  const [a = "", b = ""] = commitments.group.texts([alpha.element, beta.element]);
  return { alpha: a, beta: b };
}

function checkLists(
  question: QuestionL,
  answer: AnswerL,
  context: string,
  commitments: Commitments,
  where: string,
): BasePair[] {
  const { choices, individual_proofs: individual, list_proofs: listProofs, nonzero_proof: nonzero } = answer;
  const lengths = question.answers.map((names) => names.length);
  const same = (rows: readonly (readonly unknown[])[]) =>
    rows.length === lengths.length && rows.every((row, i) => row.length === lengths[i]);
  const fits =
    same(choices) &&
    same(individual) &&
    individual.flat().every((proofs) => proofs.length === 2) &&
    listProofs.length === lengths.length &&
    listProofs.every((proofs) => proofs.length === 2) &&
    nonzero.response.length === 2;
  requireShape(fits, where);
  const rows = choices.map((row, i) =>
    row.map((own, j) => {
      const place = `${where}, list ${i}, choice ${j}`;
      return checkBit(commitments, context, own, individual[i]?.[j] ?? [], place);
    }),
  );
  const whole = challenges.answerContext(context, choices.flat());
  const heads = total(
    commitments,
    rows.map(([first]) => first as BasePair),
  );
  const candidates = rows.map((row) => total(commitments, row.slice(1)));
  const prove = (texts: string[]) => challenges.iprove(whole, written(commitments, heads), texts);
  const one = [{ ciphertext: heads, value: 1 }];
  commitments.addDisjunction(one, [answer.overall_proof], prove, "ballot.overall-proof", `${where}, overall proof`);
  rows.forEach(([first], i) => {
    const claims = [
      { ciphertext: first as BasePair, value: 1 },
      { ciphertext: candidates[i] as BasePair, value: 0 },
    ];
    const lproof = (texts: string[]) => challenges.lproof(whole, texts);
    commitments.addDisjunction(claims, listProofs[i] ?? [], lproof, "ballot.list-proof", `${where}, list ${i}`);
  });
  checkNonzero(nonzero, total(commitments, candidates), whole, commitments, `${where}, nonzero proof`);
  return rows.flat();
}

/** Section "Proof of encryption of non-zero". */
function checkNonzero(
  proof: AnswerL["nonzero_proof"],
  summed: BasePair,
  context: string,
  commitments: Commitments,
  where: string,
): void {
  const { group, y } = commitments;
  const commitment = commitments.read(proof.commitment, `${where}, commitment`);
  const numbers = [proof.challenge, ...proof.response].map((text) => commitments.scalar(text, where));
  const [c = 0n, t1 = 0n, t2 = 0n] = numbers;
  const rows = [
    { fixed: [[group.g, t2]] as const, terms: [[summed.alpha, t1]] as [typeof summed.alpha, bigint][] },
    {
      fixed: [[y, t2]] as const,
      terms: [
        [summed.beta, t1],
        [commitment, c],
      ] as [typeof summed.beta, bigint][],
    },
  ];
  commitments.add(rows, (texts) => {
    const expected = mod(challenges.nonzero(context, [proof.commitment, ...texts]), group.q);
    const holds = !commitment.element.equals(group.identity) && expected === c;
    need(holds, "ballot.nonzero-proof", where, "the proof that a candidate is chosen is wrong");
  });
}

/** Section "Non-homomorphic answers"; S is S_0 itself, as other tools write and check it. */
function checkNonHomomorphic(
  answer: AnswerNH,
  context: string,
  y: string,
  commitments: Commitments,
  where: string,
): BasePair {
  const own = pair(commitments, answer.choices, where);
  const challenge = (commitment: string) => challenges.raweg(context, y, answer.choices, commitment);
  commitments.addSchnorr(own.alpha, answer.proof, challenge, "ballot.encryption-proof", where);
  return own;
}
