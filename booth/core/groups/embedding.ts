// SPDX-License-Identifier: Apache-2.0
// Small integers as one number (`of_ints`).

import { BoothError } from "../errors.ts";
import type { Embedding } from "./group.ts";

/** An embedding of that many bits an integer into elements of that many bits. */
export function embedding(bitsPerInt: number, padding: number, bits: number): Embedding {
  return { bitsPerInt, padding, capacity: Math.floor((bits - padding) / bitsPerInt) };
}

/** The numbers that embed these integers: the group takes the first that is an element. Throws "embedding". */
export function* candidates(values: readonly number[], own: Embedding | null): Generator<bigint> {
  if (own === null) throw new BoothError("embedding", "this group cannot carry such a question");
  const { bitsPerInt, padding, capacity } = own;
  if (values.length > capacity) {
    throw new BoothError("embedding", `${values.length} integers do not fit: at most ${capacity} do`);
  }
  const limit = 1 << bitsPerInt;
  let number = 0n;
  for (const value of values) {
    if (!Number.isInteger(value) || value < 0 || value >= limit) {
      throw new BoothError("embedding", `every number is from 0 to ${limit - 1}`);
    }
    number = (number << BigInt(bitsPerInt)) + BigInt(value);
  }
  const first = number << BigInt(padding);
  for (let pad = 0n; pad < 1n << BigInt(padding); pad++) yield first + pad;
  throw new BoothError("embedding", "no element of the group embeds these integers");
}
