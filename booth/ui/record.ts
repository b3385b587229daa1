// SPDX-License-Identifier: Apache-2.0
// The record, downloaded and checked here: what a trustee shuffles and decrypts is computed from its ballots, and no
// answer of the server. What was seen of it is remembered, so that a later one must go on from there.

import { type Examined, examine, type Stage } from "../record/examine.ts";
import type { Reading, Tip } from "../record/reading.ts";
import { uuid } from "./api.ts";
import { Coded, part, word } from "./dom.ts";
import { manyWorkers, runRecord } from "./engine.ts";

const SEEN = "isonomia record ";
const SHUFFLED = "isonomia shuffles ";
const PIECE = 1 << 23;
const TRIES = 10;
const PAUSE = 1000; // milliseconds

/** How long one worker checks a megabyte of a record, in seconds, roughly (tools/speed.mjs), and what is long. */
const SECONDS: Record<string, number> = { Ed25519: 6, "BELENIOS-2048": 4, "RFC-3526-2048": 10 };
const LONG = 120;

interface Seen extends Tip {
  /** The fingerprint of the election. */
  readonly election: string;
}

function remembered(): Seen | undefined {
  const text = localStorage.getItem(SEEN + uuid);
  return text === null ? undefined : (JSON.parse(text) as Seen);
}

function remember({ fingerprints, last }: Reading): void {
  const seen: Seen = { election: fingerprints.election, height: last.height, hash: last.hash };
  localStorage.setItem(SEEN + uuid, JSON.stringify(seen));
}

/** The first pass over the record, without the proofs: what a look in between is worth. Throws Coded. */
export async function lookAtRecord(): Promise<Reading> {
  const reading = await runRecord(0, "readRecord", { file: await download(() => {}), seen: remembered() });
  compare(reading);
  remember(reading);
  return reading;
}

/**
 * Everything is checked, up to what is to be shuffled or decrypted; `key` is her public key, if it is known here.
 * `ask` is asked whether to go on where that takes long. Throws Coded.
 */
export async function checkRecord(
  state: Reading["state"],
  key: string | null,
  ask: (reading: Reading, seconds: number) => Promise<void>,
): Promise<Examined> {
  for (let left = TRIES; ; left--) {
    stage("download", 0, 1);
    const file = await download((done, total) => stage("download", done, total));
    try {
      const examined = await examine(file, runRecord, manyWorkers(), {
        seen: remembered(),
        progress: stage,
        read: async (reading) => {
          compare(reading);
          if (key !== null && !reading.trustees.includes(key)) throw new Coded("key", "");
          if (reading.state !== state) throw new Behind();
          const seconds = ((file.size / 1e6) * (SECONDS[reading.group] ?? 0)) / manyWorkers();
          if (seconds >= LONG) await ask(reading, seconds);
        },
      });
      remember(examined.reading);
      return examined;
    } catch (error) {
      if (!(error instanceof Behind)) throw error;
      if (left === 0) throw new Coded("wrong-phase", "");
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }
}

/** The server appends to the file a moment after it says so. */
class Behind extends Error {}

/** Remember a shuffle that was made here: nothing in the record says who has made one but its number. */
export async function rememberShuffle(content: string): Promise<void> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(content)));
  const hash = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  localStorage.setItem(SHUFFLED + uuid, JSON.stringify([...ownShuffles(), hash]));
}

function ownShuffles(): string[] {
  return JSON.parse(localStorage.getItem(SHUFFLED + uuid) ?? "[]") as string[];
}

/** Where she has shuffled in this browser, what stands in her name is that. Throws Coded. */
export function requireOwnShuffle({ shuffles }: Reading, owner: number): void {
  const own = ownShuffles();
  const there = shuffles.find((shuffle) => shuffle.owner === owner);
  if (own.length > 0 && !own.includes(there?.hash ?? "")) {
    throw new Coded("record.own-shuffle", "", [there?.where ?? "-", ...own]);
  }
}

/** Whether rankings are in the record, and no shuffle of them that was made in this browser. */
export function shuffledElsewhere({ shuffles }: Reading): boolean {
  const own = ownShuffles();
  return shuffles.length > 0 && !shuffles.some(({ hash }) => own.includes(hash));
}

function compare(reading: Reading): void {
  const before = remembered()?.election ?? reading.fingerprints.election;
  if (reading.uuid !== uuid || reading.fingerprints.election !== before) {
    throw new Coded("record.election", "", [before, reading.fingerprints.election]);
  }
}

function stage(name: Stage | "download", done: number, total: number): void {
  part("check-stage").textContent = word(name);
  part<HTMLProgressElement>("check-progress").value = total > 0 ? done / total : 0;
}

/** The file, in pieces that need not stay in memory. */
async function download(progress: (done: number, total: number) => void): Promise<Blob> {
  try {
    const answer = await fetch(`/elections/${uuid}/record.bel`, { cache: "no-store", redirect: "error" });
    if (!answer.ok || answer.body === null) throw new Coded("network", "");
    const total = Number(answer.headers.get("Content-Length") ?? 0);
    const reader = answer.body.getReader();
    let [whole, done] = [new Blob(), 0];
    let piece: Uint8Array<ArrayBuffer>[] = [];
    let size = 0;
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      piece.push(next.value);
      size += next.value.length;
      done += next.value.length;
      progress(done, total);
      if (size >= PIECE) [whole, piece, size] = [new Blob([whole, ...piece]), [], 0];
    }
    return new Blob([whole, ...piece]);
  } catch (error) {
    throw error instanceof Coded ? error : new Coded("network", "");
  }
}
