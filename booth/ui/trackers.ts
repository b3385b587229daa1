// SPDX-License-Identifier: Apache-2.0
// The public list of accepted ballots: whether a ballot stands in it, by its tracker.

import { call, own } from "./api.ts";

interface Listed {
  total: number;
  trackers: string[];
}

/** Past the end of every list: then the answer has the number of ballots, and no tracker. */
const PAST = 999_999_999;

function from(start: number): Promise<Listed> {
  return call<Listed>("GET", own(`/trackers?start=${start}`));
}

/** How many ballots the record has. */
export async function accepted(): Promise<number> {
  return (await from(PAST)).total;
}

/** Whether the list has the tracker, the first `passed` ballots left out. Throws Coded if it cannot be read. */
export async function lists(tracker: string, passed: number): Promise<boolean> {
  for (let start = passed; ;) {
    const { total, trackers } = await from(start);
    if (trackers.includes(tracker)) return true;
    start += trackers.length;
    if (trackers.length === 0 || start >= total) return false;
  }
}
