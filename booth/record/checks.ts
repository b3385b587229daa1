// SPDX-License-Identifier: Apache-2.0
// The second pass over a record: what costs multiplications. Ballots and roll in chunks, by as many workers as there
// are; then the tally, computed from the ballots, and its shuffles.

import { fingerprint } from "../core/challenges.ts";
import { type Election, electionOf } from "../core/elections.ts";
import { type Ciphertext, Election as ElectionMessage } from "../core/messages.ts";
import { contentAt } from "./archive.ts";
import type { Part } from "./ballots.ts";
import { parse } from "./json.ts";
import type { Place, Reading } from "./reading.ts";
import { checkShuffle } from "./shuffles.ts";
import { combined, compared, type EncryptedTally, tallyText } from "./tally.ts";

/** What there is to shuffle or to decrypt, computed from the ballots and proved shuffles. */
export interface ComputedTally {
  /** The tally with shuffled ciphertexts in place: the text that is decrypted. */
  readonly tally: string;
  readonly fingerprint: string;
  /** The ciphertexts of questions that are shuffled, a list for each: what the next shuffle takes. */
  readonly ciphertexts: string;
}

let latest: { content: string; election: Election } | undefined;

/** The election of a record that was read; the latest one stays prepared for many powers. */
export function electionIn(content: string): Election {
  if (latest?.content !== content) {
    latest = { content, election: electionOf(ElectionMessage(parse(content, "election"), "$"), content) };
  }
  return latest.election;
}

/** The tally of these ballots is the published one, and every shuffle is proved. Throws "record". */
export async function checkTally(
  file: Blob,
  reading: Pick<Reading, "election" | "tally" | "shuffles">,
  parts: readonly Part[],
  progress?: (done: number, total: number) => void,
): Promise<ComputedTally> {
  const election = electionIn(reading.election);
  const computed = combined(election, parts);
  if (reading.tally === undefined) return computedTally(election, computed);
  const content = await contentOf(file, reading.tally);
  let tally = compared(election, computed, content, reading.tally.where);
  const sizes = shuffled(election, tally).flat().length;
  const total = reading.shuffles.length * (sizes * 5 + 5);
  let done = 0;
  for (const place of reading.shuffles) {
    const before = shuffled(election, tally);
    const tick = () => progress?.((done += 1), total);
    const after = checkShuffle(election, before, await contentOf(file, place), place.where, tick);
    tally = replaced(election, tally, after);
  }
  return computedTally(election, tally);
}

function contentOf(file: Blob, { offset, size, hash }: Place): Promise<Uint8Array> {
  return contentAt(file, offset, size, hash);
}

function computedTally(election: Election, tally: EncryptedTally): ComputedTally {
  const text = tallyText(election, tally);
  return { tally: text, fingerprint: fingerprint(text), ciphertexts: JSON.stringify(shuffled(election, tally)) };
}

function shuffled({ questions }: Election, tally: EncryptedTally): Ciphertext[][] {
  return tally.filter((_, i) => questions[i]?.type === "NonHomomorphic") as Ciphertext[][];
}

function replaced({ questions }: Election, tally: EncryptedTally, after: readonly Ciphertext[][]): EncryptedTally {
  const rest = [...after];
  return tally.map((own, i) => (questions[i]?.type === "NonHomomorphic" ? (rest.shift() ?? []) : own));
}
