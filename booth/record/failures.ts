// SPDX-License-Identifier: Apache-2.0
// A record is refused at the first check that fails: who decrypts needs no list of all failures.

import { BoothError } from "../core/errors.ts";

/** Throws "record": the check as docs/checks.md lists it, the place in the record, and why. */
export function refuse(check: string, where: string, why: string): never {
  throw new BoothError("record", `${where}: ${why}`, check);
}

/** Throws "record" unless the condition holds. */
export function need(condition: boolean, check: string, where: string, why: string): asserts condition {
  if (!condition) refuse(check, where, why);
}

/** Does something with a part of the record; elements and numbers that cannot be read fail the checks of that part. */
export function within<T>(part: string, where: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof BoothError) || error.code === "record") throw error;
    const named = { element: `${part}.elements`, scalar: `${part}.scalars`, json: "json.syntax" }[error.code as string];
    const check = error.check ?? named;
    if (check === undefined) throw error;
    return refuse(check, where, error.message);
  }
}
