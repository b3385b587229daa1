// SPDX-License-Identifier: Apache-2.0
// A whole record, by as many workers as there are: "the ciphertexts that I am asked to decrypt are computed from the
// ballots of N voters on the roll, each checked".

import type { Progress } from "../core/progress.ts";
import type { Part } from "./ballots.ts";
import type { ComputedTally } from "./checks.ts";
import type { Reading, Tip } from "./reading.ts";
import type { RecordStep, RecordSteps } from "./steps.ts";

/** Ballots, or credentials, that one worker checks at a time. */
const CHUNK = 16;

/** Runs a step, by that worker. */
export type Run = <S extends RecordStep>(
  worker: number,
  step: S,
  input: Parameters<RecordSteps[S]>[0],
  progress?: Progress,
) => ReturnType<RecordSteps[S]>;

export interface Examined {
  readonly reading: Reading;
  readonly tally: ComputedTally;
}

/** What is being done: progress counts within each. */
export type Stage = "reading" | "ballots" | "tally";

export interface Attention {
  /** What was seen of the record before. */
  readonly seen?: Tip | undefined;
  readonly progress?: (stage: Stage, done: number, total: number) => void;
  /** Called after the first pass: whoever asks whether to go on, or has more to compare, does so here. */
  readonly read?: (reading: Reading) => Promise<void> | void;
}

/**
 * Checks everything up to what is to be decrypted; others' partial decryptions and the result, which change nothing of
 * it, are not looked into. Throws what the steps throw: "record", "group" and more.
 */
export async function examine(
  file: Blob,
  run: Run,
  workers: number,
  { seen, progress, read }: Attention = {},
): Promise<Examined> {
  const reading = await run(0, "readRecord", { file, seen }, (done, total) => progress?.("reading", done, total));
  await read?.(reading);
  const { election, ballots, credentials } = reading;
  const rolls = chunks(credentials);
  const boxes = chunks(ballots);
  const total = ballots.length * WEIGHT + credentials.length;
  let done = 0;
  const tick = (size: number) => progress?.("ballots", (done += size), total);
  const jobs = [
    ...rolls.map((own, i) => async (worker: number) => {
      await run(worker, "checkRoll", { election, credentials: own, first: i * CHUNK });
      tick(own.length);
      return undefined;
    }),
    ...boxes.map(
      (own) => (worker: number) => run(worker, "checkBallots", { file, election, ballots: own }, () => tick(WEIGHT)),
    ),
  ];
  const parts = (await shared<Part | undefined>(jobs, workers)).filter((part) => part !== undefined);
  const input = { file, reading: { election, tally: reading.tally, shuffles: reading.shuffles }, parts };
  const tally = await run(0, "checkTally", input, (own, all) => progress?.("tally", own, all));
  return { reading, tally };
}

/** How much longer a ballot takes than an entry of the roll; progress alone depends on it. */
const WEIGHT = 20;

function chunks<T>(items: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / CHUNK) }, (_, i) => items.slice(i * CHUNK, (i + 1) * CHUNK));
}

/** Every worker takes the next job; of failures, the first one in order is thrown. */
async function shared<T>(jobs: readonly ((worker: number) => Promise<T>)[], workers: number): Promise<T[]> {
  const results = new Array<T>(jobs.length);
  const failures = new Map<number, unknown>();
  let next = 0;
  const work = async (worker: number) => {
    while (next < jobs.length && failures.size === 0) {
      const own = next++;
      try {
        results[own] = (await jobs[own]?.(worker)) as T;
      } catch (error) {
        failures.set(own, error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, workers) }, (_, worker) => work(worker)));
  if (failures.size > 0) throw failures.get(Math.min(...failures.keys()));
  return results;
}
