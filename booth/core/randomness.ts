// SPDX-License-Identifier: Apache-2.0
// The only source of randomness: the operating system's, by Web Crypto. Nothing can hand in another.

import type { Group } from "./groups/index.ts";

const MOST_AT_ONCE = 65536;

export function randomBytes(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += MOST_AT_ONCE) {
    globalThis.crypto.getRandomValues(bytes.subarray(at, at + MOST_AT_ONCE));
  }
  return bytes;
}

/** A secret number modulo q, uniform but for 2^-128. */
export function draw(group: Group): bigint {
  const bits = group.q.toString(2).length;
  return integer(Math.ceil(bits / 8) + 16) % group.q;
}

/** An integer in 0..bound-1, uniform but for 2^-128. */
export function below(bound: number): number {
  return Number(integer(Math.ceil(bound.toString(2).length / 8) + 16) % BigInt(bound));
}

function integer(size: number): bigint {
  let value = 0n;
  for (const byte of randomBytes(size)) value = (value << 8n) | BigInt(byte);
  return value;
}
