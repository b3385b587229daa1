// SPDX-License-Identifier: Apache-2.0
// The order of elements in lists of public credentials: the group's own, which tells nothing about the voters.
//
// Integers by value, points of Ed25519 by their RFC 8032 bytes, which are those of the text backwards.

import { ED25519 } from "./groups/parameters.ts";

/** Serialized elements in order. */
export function ordered<T>(groupName: string, items: readonly T[], serialized: (item: T) => string): T[] {
  const keyed = items.map((item) => ({ item, key: key(groupName, serialized(item)) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)));
  return keyed.map(({ item }) => item);
}

function key(groupName: string, serialized: string): bigint {
  if (groupName !== ED25519) return BigInt(serialized);
  const bytes = serialized.match(/../g) ?? [];
  return BigInt(`0x${bytes.reverse().join("")}`);
}
