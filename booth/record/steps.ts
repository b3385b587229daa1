// SPDX-License-Identifier: Apache-2.0
// The steps of checking a record, with structured data going in and out: what a Web Worker or a test calls by name.

import type { Progress } from "../core/progress.ts";
import { ticking } from "../core/progress.ts";
import { checkBallots, type Part } from "./ballots.ts";
import { checkTally, type ComputedTally, electionIn } from "./checks.ts";
import { type BallotPlace, readRecord, type Reading, type Tip } from "./reading.ts";
import { checkRoll } from "./setup.ts";

export const recordSteps = {
  /** The first pass: everything but what costs multiplications. */
  readRecord(input: { file: Blob; seen: Tip | undefined }, progress?: Progress): Promise<Reading> {
    return readRecord(input.file, input.seen, progress);
  },

  /** Elements of the roll, from an entry on. */
  async checkRoll(input: { election: string; credentials: readonly string[]; first: number }): Promise<void> {
    checkRoll(electionIn(input.election).group, input.credentials, input.first);
  },

  /** Ballots, and their part of the tally. */
  checkBallots(
    input: { file: Blob; election: string; ballots: readonly BallotPlace[] },
    progress?: Progress,
  ): Promise<Part> {
    const tick = ticking(input.ballots.length, progress);
    return checkBallots(input.file, electionIn(input.election), input.ballots, tick);
  },

  /** The tally, and its shuffles. */
  checkTally(
    input: { file: Blob; reading: Pick<Reading, "election" | "tally" | "shuffles">; parts: readonly Part[] },
    progress?: Progress,
  ): Promise<ComputedTally> {
    return checkTally(input.file, input.reading, input.parts, progress);
  },
};

export type RecordSteps = typeof recordSteps;
export type RecordStep = keyof RecordSteps;
