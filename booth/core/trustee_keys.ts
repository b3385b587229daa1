// SPDX-License-Identifier: Apache-2.0
// A trustee's key and its proof, and signatures of the trustees' own infrastructure (sections "Verification keys",
// "Signing").

import { pok, sigmsg } from "./challenges.ts";
import { BoothError, require } from "./errors.ts";
import type { Element, Group } from "./groups/index.ts";
import type { Proof, TrusteePublicKey } from "./messages.ts";
import { draw } from "./randomness.ts";
import { scalar } from "./scalars.ts";
import { checkSchnorr, proveSchnorr } from "./schnorr.ts";

export interface NewKey {
  readonly private: bigint;
  readonly public: TrusteePublicKey;
}

/** A key pair of a single trustee. */
export function newKey(group: Group): NewKey {
  const own = draw(group);
  return { private: own, public: publicKey(group, own) };
}

/** The public key with a proof of knowledge of the private one. */
export function publicKey(group: Group, own: bigint): TrusteePublicKey {
  const key = String(group.secretPower(group.g, own));
  const proof = proveSchnorr(group, [group.g], own, ([commitment = ""]) => pok(group.name, key, commitment));
  return { pok: proof, public_key: key };
}

/** A private key in decimal, with or without quotes (as other tools write it). Throws "key". */
export function readPrivateKey(group: Group, text: string): bigint {
  const digits = /^\s*("?)([0-9]+)\1\s*$/.exec(text)?.[2] ?? "";
  try {
    const value = scalar(group, digits, "the private key");
    if (value > 0n) return value;
  } catch {
    // said below, without the text
  }
  throw new BoothError("key", `this is no private key of the group ${group.name}`);
}

/** The public key, whose trustee knows the private one. Throws "trustees", "element", "scalar". */
export function checkPublicKey(group: Group, key: TrusteePublicKey, where: string): Element {
  const element = group.element(key.public_key);
  const own = !element.equals(group.identity);
  require(own, "trustees", `${where}: the public key is the identity`, "trustees.public-key");
  const proved = checkSchnorr(
    group,
    [[group.g, element]],
    key.pok,
    ([commitment = ""]) => pok(group.name, key.public_key, commitment),
    where,
  );
  require(proved, "trustees", `${where}: the proof of knowing the private key is wrong`, "trustees.pok");
  return element;
}

export function sign(group: Group, signing: bigint, message: string): Proof {
  return proveSchnorr(group, [group.g], signing, ([commitment = ""]) => sigmsg(message, commitment));
}

/** Whether the holder of a verification key signed the message. Throws "scalar". */
export function isSigned(group: Group, key: Element, message: string, signature: Proof, where: string): boolean {
  return checkSchnorr(group, [[group.g, key]], signature, ([commitment = ""]) => sigmsg(message, commitment), where);
}
