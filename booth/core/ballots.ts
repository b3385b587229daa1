// SPDX-License-Identifier: Apache-2.0
// Makes ballots (section "Ballots").

import { ballotContext, fingerprint, signature } from "./challenges.ts";
import { publicCredential } from "./credentials.ts";
import type { Election } from "./elections.ts";
import { BoothError } from "./errors.ts";
import * as homomorphic from "./homomorphic.ts";
import { encode, list, type Shape } from "./json.ts";
import * as lists from "./lists.ts";
import { type Answer, Ballot, UnsignedBallot } from "./messages.ts";
import * as nonhomomorphic from "./nonhomomorphic.ts";
import { type Progress, type Tick, ticking } from "./progress.ts";
import { answerShape, type Question, type Vote } from "./questions.ts";
import { proveSchnorr } from "./schnorr.ts";

/** The randomness of ciphertexts, nested as the choices of an answer. */
export type Randomness = bigint | bigint[] | bigint[][];

export interface MadeBallot {
  /** The ballot as it is cast. */
  readonly content: string;
  /** What the voter notes to find it again: the fingerprint of the content. */
  readonly tracker: string;
  /** Opens the ballot: secret, unless the ballot is spoiled. */
  readonly randomness: Randomness[];
}

/** The shape of the answers to all questions of an election. */
export function answersShape(election: Election): Shape<Answer[]> {
  const shapes = election.questions.map(answerShape);
  return (value, where) => {
    const answers = list((own) => own)(value, where);
    if (answers.length !== shapes.length) throw new BoothError("json", `${where}: not ${shapes.length} answers`);
    return shapes.map((shape, i) => shape(answers[i], `${where}[${i}]`));
  };
}

/**
 * A signed ballot; `votes` has for each question numbers shaped as its answers, `exponent` is the credential's.
 * Throws "vote" and "embedding", and names the question.
 */
export function makeBallot(
  election: Election,
  exponent: bigint,
  votes: readonly Vote[],
  progress?: Progress,
): MadeBallot {
  const { group, questions, uuid } = election;
  if (votes.length !== questions.length) throw new BoothError("vote", `${questions.length} answers are wanted`);
  const sizes = questions.map(({ type }, i) => (type === "NonHomomorphic" ? 1 : [votes[i]].flat(2).length));
  const tick = ticking(homomorphic.sum(sizes), progress);
  const credential = String(publicCredential(group, exponent));
  const context = ballotContext(election.fingerprint, credential);
  const made = questions.map((question, i) => named(i, () => make(election, question, votes[i] ?? [], context, tick)));
  const answers = made.map(({ answer }) => answer);
  const unsigned = { election_uuid: uuid, election_hash: election.fingerprint, credential, answers };
  const shape = answersShape(election);
  const hash = fingerprint(encode(unsigned, UnsignedBallot(shape)));
  const proof = proveSchnorr(group, [group.g], exponent, ([commitment = ""]) => signature(hash, commitment));
  const content = encode({ ...unsigned, signature: { hash, proof } }, Ballot(shape));
  return { content, tracker: fingerprint(content), randomness: made.map(({ randomness }) => randomness) };
}

function make(
  { group, y }: Election,
  question: Question,
  vote: Vote,
  context: string,
  tick: Tick,
): homomorphic.Made<Answer, Randomness> {
  if (question.type === "Lists") {
    if (!isNested(vote)) throw new BoothError("vote", "numbers are wanted in rows: each list, then its candidates");
    return lists.makeAnswer(group, y, question, vote, context, tick);
  }
  if (!isFlat(vote)) throw new BoothError("vote", "one number for each answer is wanted");
  if (question.type === "Homomorphic") return homomorphic.makeAnswer(group, y, question, vote, context, tick);
  return nonhomomorphic.makeAnswer(group, y, question, vote, context, tick);
}

function isNested(vote: Vote): vote is number[][] {
  return vote.every(Array.isArray);
}

function isFlat(vote: Vote): vote is number[] {
  return !vote.some(Array.isArray);
}

function named<T>(number: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof BoothError) throw new BoothError(error.code, `question ${number}: ${error.message}`);
    throw error;
  }
}
