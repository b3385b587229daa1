// SPDX-License-Identifier: Apache-2.0
// Makes partial decryptions (section "Partial decryptions").

import { decrypt } from "./challenges.ts";
import type { Election } from "./elections.ts";
import { encode } from "./json.ts";
import { PartialDecryption } from "./messages.ts";
import { type Progress, ticking } from "./progress.ts";
import { proveSchnorr } from "./schnorr.ts";
import { mapped, type Nested, type Pair } from "./tally.ts";

/** Factors and proofs for a (shuffled) encrypted tally that the trustee has checked. */
export function makePartialDecryption(
  { group, fingerprint }: Election,
  encrypted: readonly Nested<Pair>[],
  privateKey: bigint,
  progress?: Progress,
): string {
  const own = String(group.secretPower(group.g, privateKey));
  const tick = ticking(encrypted.flat(2).length, progress);
  const decrypted = encrypted.map((part) =>
    mapped(part, ({ alpha }) => {
      const factor = String(group.secretPower(alpha, privateKey));
      const proof = proveSchnorr(group, [group.g, alpha], privateKey, (commitments) =>
        decrypt(fingerprint, own, commitments),
      );
      tick();
      return { factor, proof };
    }),
  );
  return encode(
    {
      decryption_factors: decrypted.map((part) => mapped(part, ({ factor }) => factor)),
      decryption_proofs: decrypted.map((part) => mapped(part, ({ proof }) => proof)),
    },
    PartialDecryption,
  );
}
