// SPDX-License-Identifier: Apache-2.0
// Runs the checker of records, here and now, over files of vectors/.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { BoothError } from "../core/errors.ts";
import { type Examined, examine, type Run } from "../record/examine.ts";
import type { Tip } from "../record/reading.ts";
import { recordSteps } from "../record/steps.ts";

const { VECTORS = "" } = process.env;

export interface Broken {
  readonly file: string;
  readonly must_fail: string | null;
  readonly also: readonly string[];
}

export function manifest(): Broken[] {
  return JSON.parse(readFileSync(join(VECTORS, "broken", "manifest.json"), "utf8")).records;
}

export function recordFile(...path: string[]): Blob {
  return new Blob([readFileSync(join(VECTORS, ...path))]);
}

export const here: Run = (_, step, input, progress) => recordSteps[step](input as never, progress) as never;

export function examined(file: Blob, seen?: Tip): Promise<Examined> {
  return examine(file, here, 2, { seen });
}

/** The check that a record fails; "accepted", or "unreadable". */
export async function verdict(file: Blob): Promise<string> {
  try {
    await examined(file);
  } catch (error) {
    if (!(error instanceof BoothError)) throw error;
    return error.check ?? "unreadable";
  }
  return "accepted";
}
