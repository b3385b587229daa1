// SPDX-License-Identifier: Apache-2.0
// Schnorr proofs: knowledge of a discrete logarithm, and equality of two.
//
// Trustees' keys, signatures, encryption (raweg) and decryption are all of this kind; they differ in what is hashed.

import { type Element, type Group, mod, product } from "./groups/index.ts";
import type { Proof } from "./messages.ts";
import { draw } from "./randomness.ts";
import { scalar } from "./scalars.ts";

/** Hashes the serialized commitments. */
export type Challenge = (commitments: string[]) => bigint;

/** That the prover knows the exponent, and that it is the same for all bases. */
export function proveSchnorr(group: Group, bases: readonly Element[], secret: bigint, challenge: Challenge): Proof {
  const w = draw(group);
  const commitments = bases.map((base) => String(group.secretPower(base, w)));
  const c = mod(challenge(commitments), group.q);
  return { challenge: String(c), response: String(mod(w - secret * c, group.q)) };
}

/** Whether one exponent x gives public = base^x for every [base, public]. Throws "scalar". */
export function checkSchnorr(
  group: Group,
  statements: readonly (readonly [Element, Element])[],
  proof: Proof,
  challenge: Challenge,
  where: string,
): boolean {
  const c = scalar(group, proof.challenge, where);
  const response = scalar(group, proof.response, where);
  const commitments = statements.map(([base, own]) =>
    String(
      product(group, [
        [base, response],
        [own, c],
      ]),
    ),
  );
  return mod(challenge(commitments), group.q) === c;
}
