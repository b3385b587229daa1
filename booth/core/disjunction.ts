// SPDX-License-Identifier: Apache-2.0
// Proofs that one of several ciphertexts encrypts a given value: interval membership, possibly-blank votes, list
// constraints.
//
// The specification computes the true branch from a fresh w, and the others from random challenges and responses.
// Here all branches are computed alike, so that nothing tells which one is true: for each, random c and s, and with
// the known randomness r and plaintext m of its ciphertext
//
//     A = g^(s + r c)    B = y^(s + r c) g^((m - M) c),
//
// which is what a checker computes from c and s. In the true branch m = M, so A and B depend on w = s + r c alone:
// once the hash is known, the true branch moves to another (c, s) with the same w. The distribution is the same.

import { type Element, type Group, mod, secretProduct } from "./groups/index.ts";
import type { Proof } from "./messages.ts";
import { draw } from "./randomness.ts";
import type { Challenge } from "./schnorr.ts";

/** The claim that a ciphertext with this randomness and plaintext encrypts `value`. */
export interface Claim {
  readonly randomness: bigint;
  readonly plaintext: bigint;
  readonly value: bigint;
  /** 1 for exactly one claim of a disjunction, which must hold, and 0 for the others. */
  readonly true: bigint;
}

/** A proof for each claim; `challenge` hashes the commitments A_0, B_0, …. */
export function proveDisjunction(group: Group, y: Element, claims: readonly Claim[], challenge: Challenge): Proof[] {
  const { g, q } = group;
  const drawn = claims.map((claim) => ({ claim, c: draw(group), s: draw(group) }));
  const commitments = drawn.flatMap(({ claim, c, s }) => {
    const w = s + claim.randomness * c;
    const B = secretProduct(group, [
      [y, w],
      [g, (claim.plaintext - claim.value) * c],
    ]);
    return [String(group.secretPower(g, w)), String(B)];
  });
  const move = drawn.reduce((rest, { c }) => rest - c, challenge(commitments));
  return drawn.map(({ claim, c, s }) => {
    const own = claim.true * move;
    return { challenge: String(mod(c + own, q)), response: String(mod(s - claim.randomness * own, q)) };
  });
}
