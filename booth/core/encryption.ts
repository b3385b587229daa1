// SPDX-License-Identifier: Apache-2.0
// ElGamal encryption of a voter's choices (section "Encrypted answers").

import { type Element, type Group, mod, secretProduct } from "./groups/index.ts";
import type { Ciphertext } from "./messages.ts";
import { draw } from "./randomness.ts";

/** A ciphertext with what is needed to prove things about it. */
export interface Encrypted {
  readonly alpha: Element;
  readonly beta: Element;
  readonly randomness: bigint;
  readonly plaintext: bigint;
}

/** (g^r, y^r g^m). */
export function encrypt(group: Group, y: Element, value: number): Encrypted {
  const randomness = draw(group);
  const plaintext = BigInt(value);
  const beta = secretProduct(group, [
    [y, randomness],
    [group.g, plaintext],
  ]);
  return { alpha: group.secretPower(group.g, randomness), beta, randomness, plaintext };
}

/** The product of ciphertexts, which encrypts the sum. */
export function total(group: Group, own: readonly Encrypted[]): Encrypted {
  return {
    alpha: own.reduce((product, { alpha }) => product.times(alpha), group.identity),
    beta: own.reduce((product, { beta }) => product.times(beta), group.identity),
    randomness: mod(
      own.reduce((sum, { randomness }) => sum + randomness, 0n),
      group.q,
    ),
    plaintext: own.reduce((sum, { plaintext }) => sum + plaintext, 0n),
  };
}

export function written({ alpha, beta }: { alpha: Element; beta: Element }): Ciphertext {
  return { alpha: String(alpha), beta: String(beta) };
}
