// SPDX-License-Identifier: Apache-2.0
// Opens a ballot that was challenged instead of cast: choices and randomness, so that anybody can see that the
// ballot of this tracker encrypts what the voter chose. docs/ballot-opening.md specifies the format.

import { answersShape, type MadeBallot, type Randomness } from "./ballots.ts";
import { fingerprint } from "./challenges.ts";
import type { Election } from "./elections.ts";
import { require } from "./errors.ts";
import { anything, decode, encode, list, natural, record, type Shape, text } from "./json.ts";
import { type Answer, Ballot } from "./messages.ts";
import type { Question, Vote } from "./questions.ts";
import { scalar } from "./scalars.ts";

const FORMAT = "isonomia-opening";

export const Opening = record({
  format: text,
  version: natural,
  election_uuid: text,
  tracker: text,
  votes: list(anything) as Shape<Vote[]>,
  randomness: list(anything),
});

/** The opening of a ballot. Whoever has it knows the vote: for spoiled ballots only. */
export function makeOpening(election: Election, made: MadeBallot, votes: readonly Vote[]): string {
  const opening = {
    format: FORMAT,
    version: 1,
    election_uuid: election.uuid,
    tracker: made.tracker,
    votes: [...votes],
    randomness: made.randomness.map(decimal),
  };
  return encode(opening, Opening);
}

function decimal(randomness: Randomness): unknown {
  if (typeof randomness === "bigint") return String(randomness);
  return randomness.map(decimal);
}

/** The votes that a ballot encrypts, if the opening is right. Throws "opening", "json" and more. */
export function checkOpening(election: Election, content: string, opening: string): Vote[] {
  const own = decode(opening, Opening, "opening");
  require(own.format === FORMAT && own.version === 1, "opening", "this is not an opening of version 1");
  require(encode(own, Opening) === opening, "opening", "its members are not in order");
  require(own.election_uuid === election.uuid, "opening", "the opening is for another election");
  require(own.tracker === fingerprint(content), "opening", "the opening is of another ballot");
  const ballot = decode(content, Ballot(answersShape(election)), "ballot");
  require(ballot.election_hash === election.fingerprint, "opening", "the ballot is for another election");
  const { questions } = election;
  const counts = [own.votes.length, own.randomness.length];
  require(counts.every((n) => n === questions.length), "opening", `there are not ${questions.length} answers`);
  return questions.map((question, i) => {
    const vote = own.votes[i];
    const where = `question ${i}`;
    const answer = ballot.answers[i] as Answer;
    require(Array.isArray(vote), "opening", `${where}: there is no vote`);
    checkAnswer(election, question, answer, vote, own.randomness[i], where);
    return vote;
  });
}

function checkAnswer(
  election: Election,
  question: Question,
  answer: Answer,
  vote: Vote,
  randomness: unknown,
  where: string,
): void {
  const { group, y } = election;
  const wanted = question.type === "NonHomomorphic" ? shape(question.answers) : shape(answer.choices);
  const fits = shape(vote) === wanted && shape(randomness) === shape(answer.choices);
  require(fits, "opening", `${where}: not as many numbers as there should be`);
  const numbers = vote.flat().map((value) => natural(value, where));
  const bits = question.type === "NonHomomorphic" || numbers.every((value) => value <= 1);
  require(bits, "opening", `${where}: a number other than 0 and 1`);
  const plaintexts =
    question.type === "NonHomomorphic"
      ? [group.ofInts(numbers)]
      : numbers.map((value) => group.power(group.g, BigInt(value)));
  const texts = [randomness].flat(2);
  [answer.choices].flat(2).forEach(({ alpha, beta }, j) => {
    const r = scalar(group, text(texts[j], where), where);
    const expected = group.power(y, r).times(plaintexts[j] ?? group.identity);
    const opened = alpha === String(group.power(group.g, r)) && beta === String(expected);
    require(opened, "opening", `${where}: ciphertext ${j} does not encrypt what the opening says`);
  });
}

/** The nesting of lists, as a text to compare. */
function shape(nested: unknown): string {
  return Array.isArray(nested) ? `[${nested.map(shape).join("")}]` : ".";
}
