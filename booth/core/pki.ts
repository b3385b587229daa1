// SPDX-License-Identifier: Apache-2.0
// The trustees' own public key infrastructure (section "Public key infrastructure").
//
// The specification does not say: AES-GCM takes all 32 bytes of the hash as its initialization vector. Messages of
// releases before 3.1 (AES-CCM, no `algorithm`) are for the command line.

import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { deriveKey, symmetric } from "./challenges.ts";
import { BoothError } from "./errors.ts";
import { type Element, type Group, mod } from "./groups/index.ts";
import type { EncryptedMsg } from "./messages.ts";
import { draw } from "./randomness.ts";

const AES_GCM = "AES-GCM";

/** A trustee's four keys. */
export interface Keys {
  readonly signing: bigint;
  readonly decryption: bigint;
  readonly verification: string;
  readonly encryption: string;
}

/** All four from her seed. */
export function deriveKeys(group: Group, seed: string): Keys {
  const signing = mod(deriveKey("sk", seed), group.q);
  const decryption = mod(deriveKey("dk", seed), group.q);
  const [verification, encryption] = [signing, decryption].map((key) => String(group.secretPower(group.g, key)));
  return { signing, decryption, verification: verification ?? "", encryption: encryption ?? "" };
}

/** For the holder of an encryption key. */
export async function encrypt(group: Group, recipient: Element, message: string): Promise<EncryptedMsg> {
  const r = draw(group);
  const shared = group.secretPower(group.g, draw(group));
  const alpha = String(group.secretPower(group.g, r));
  const beta = String(group.secretPower(recipient, r).times(shared));
  const { key, iv } = await symmetricKey(alpha, shared, "encrypt");
  const data = await crypto.subtle.encrypt({ name: AES_GCM, iv }, key, new Uint8Array(utf8ToBytes(message)));
  return { algorithm: AES_GCM, alpha, beta, data: bytesToHex(new Uint8Array(data)) };
}

/** What was encrypted. Throws "channel", "element". */
export async function decrypt(group: Group, decryption: bigint, message: EncryptedMsg): Promise<string> {
  if (message.algorithm === undefined) {
    throw new BoothError("channel", "an encrypted message is of a release before 3.1: open it on the command line");
  }
  if (message.algorithm !== AES_GCM || !/^(?:[0-9a-f]{2})*$/.test(message.data)) {
    throw new BoothError("channel", "an encrypted message is malformed");
  }
  const alpha = group.element(message.alpha);
  const shared = group.element(message.beta).times(group.secretPower(alpha, -decryption));
  const { key, iv } = await symmetricKey(message.alpha, shared, "decrypt");
  try {
    const data = new Uint8Array(hexToBytes(message.data));
    const opened = await crypto.subtle.decrypt({ name: AES_GCM, iv }, key, data);
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(opened);
  } catch {
    throw new BoothError("channel", "an encrypted message is not for this key, or was altered");
  }
}

async function symmetricKey(alpha: string, shared: Element, usage: "encrypt" | "decrypt") {
  const raw = symmetric("key", String(shared));
  const key = await crypto.subtle.importKey("raw", raw, AES_GCM, false, [usage]);
  return { key, iv: symmetric("iv", alpha) };
}
