// SPDX-License-Identifier: Apache-2.0
// The ballots of a record, a chunk of them at a time: every check, and their part of the encrypted tally.

import { answersShape } from "../core/ballots.ts";
import { ballotContext, fingerprint, signature } from "../core/challenges.ts";
import type { Election } from "../core/elections.ts";
import type { Element } from "../core/groups/index.ts";
import { encode } from "../core/json.ts";
import { type Answer, Ballot, type Ciphertext, UnsignedBallot } from "../core/messages.ts";
import { checkAnswer } from "./answers.ts";
import { contentAt } from "./archive.ts";
import { type BasePair, Commitments } from "./commitments.ts";
import { need } from "./failures.ts";
import { read, textOf } from "./json.ts";
import type { BallotPlace } from "./reading.ts";

/**
 * Of the ballots that count: for each question the product of the ciphertexts of each choice, in flat order; for a
 * question that is shuffled the ciphertexts themselves.
 */
export type Part = Ciphertext[][];

/** Checks the ballots, one after the other, and tallies those that count. Throws "record". */
export async function checkBallots(
  file: Blob,
  election: Election,
  places: readonly BallotPlace[],
  tick: () => void,
): Promise<Part> {
  const tally = new PartialTally(election);
  for (const place of places) {
    const content = await contentAt(file, place.offset, place.size, place.hash);
    tally.add(checkBallot(election, content, place.where), place.weight);
    tick();
  }
  return tally.part();
}

/** All that can be checked with the election alone; gives the ciphertexts of each question, in flat order. */
export function checkBallot(election: Election, content: Uint8Array, where: string): BasePair[][] {
  const { group, y, questions } = election;
  const shape = answersShape(election);
  const ballot = read(content, Ballot(shape), where);
  const canonical = encode(ballot, Ballot(shape)) === textOf(content, where);
  need(canonical, "ballot.canonical", where, "is not written in the form and order of the specification");
  const own = ballot.election_uuid === election.uuid && ballot.election_hash === election.fingerprint;
  need(own, "ballot.election", where, "is for another election (uuid or hash differs)");
  const { signature: signed, ...unsigned } = ballot;
  const hash = fingerprint(encode(unsigned, UnsignedBallot(shape)));
  need(signed.hash === hash, "ballot.signed-hash", where, "the signed hash is not of this ballot");
  const commitments = new Commitments(group, y, "ballot");
  const credential = commitments.read(ballot.credential, `${where}, credential`);
  const challenge = (commitment: string) => signature(hash, commitment);
  commitments.addSchnorr(credential, signed.proof, challenge, "ballot.signature", `${where}, signature`);
  const context = ballotContext(election.fingerprint, ballot.credential);
  const pairs = questions.map((question, i) => {
    const answer = ballot.answers[i] as Answer;
    return checkAnswer(election, question, answer, context, commitments, `${where}, question ${i}`);
  });
  commitments.run();
  return pairs;
}

class PartialTally {
  private readonly sums: [Element, Element][][];

  constructor(private readonly election: Election) {
    this.sums = election.questions.map(() => []);
  }

  add(pairs: readonly BasePair[][], weight: bigint): void {
    if (weight === 0n) return;
    const { group, questions } = this.election;
    questions.forEach(({ type }, i) => {
      const row = this.sums[i] ?? [];
      const ranked = type === "NonHomomorphic";
      (pairs[i] ?? []).forEach(({ alpha, beta }, j) => {
        const own = [alpha, beta].map(({ element }) => (weight === 1n ? element : group.power(element, weight)));
        const before = ranked ? undefined : row[j];
        const after = own.map((element, k) => before?.[k]?.times(element) ?? element) as [Element, Element];
        if (ranked) row.push(after);
        else row[j] = after;
      });
    });
  }

  part(): Part {
    const { group } = this.election;
    return this.sums.map((row) => {
      const texts = group.texts(row.flat());
      return row.map((_, i) => ({ alpha: texts[2 * i] ?? "", beta: texts[2 * i + 1] ?? "" }));
    });
  }
}
