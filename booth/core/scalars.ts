// SPDX-License-Identifier: Apache-2.0
// Numbers modulo q that others wrote.

import { BoothError } from "./errors.ts";
import type { Group } from "./groups/index.ts";

const NATURAL = /^(?:0|[1-9][0-9]*)$/;

/** A number in 0..q-1 in decimal. Throws "scalar", without the number. */
export function scalar(group: Group, text: string, where: string): bigint {
  if (text.length > group.q.toString().length || !NATURAL.test(text)) {
    throw new BoothError("scalar", `${where}: not a decimal number without leading zeros`);
  }
  const value = BigInt(text);
  if (value >= group.q) throw new BoothError("scalar", `${where}: not reduced modulo q`);
  return value;
}
