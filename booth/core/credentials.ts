// SPDX-License-Identifier: Apache-2.0
// Private credentials, in every format that releases 2.0 to 3.3 write (section "Credentials").
//
//   releases   form                          secret exponent
//   2.0-2.2    XXX-XXX-XXX-XXX-XXX           PBKDF2-HMAC-SHA256, 1,000 iterations, salt: uuid
//   2.3        XXX-XXXX-XXX-XXXX-NNNN        the same, 100,000 iterations, salt: uuid and the voter's salt
//   2.4-3.3    XXXXX-XXXXXX-XXXXX-XXXXXX     SHA-256 twice
//
// Dashes are hashed with the rest in the first and the last (a 15-character credential written without dashes is
// another one); in the second the 14 characters alone are, and NNNN counts salts from 0.

import { pbkdf2 } from "@noble/hashes/pbkdf2.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { deriveCredential } from "./challenges.ts";
import { BoothError } from "./errors.ts";
import { type Element, type Group, mod } from "./groups/index.ts";
import { below } from "./randomness.ts";

export const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

const X = "[1-9A-HJ-NP-Za-km-z]";
const LONG = new RegExp(`^${X}{5}-${X}{6}-${X}{5}-${X}{6}$`);
const SHORT = new RegExp(`^(?:(?:${X}{3}-){4}${X}{3}|${X}{15})$`);
const SALTED = new RegExp(`^(${X}{3})-(${X}{4})-(${X}{3})-(${X}{4})-([0-9]{1,9})$`);

/** Uniform characters of Base58: credentials, trustees' seeds. */
export function base58Token(length: number): string {
  return Array.from({ length }, () => ALPHABET.charAt(below(58))).join("");
}

/** A fresh private credential of 22 characters. */
export function generate(): string {
  return [5, 6, 5, 6].map(base58Token).join("-");
}

function checksum(token: string): number {
  let number = 0n;
  for (const character of token) number = number * 58n + BigInt(ALPHABET.indexOf(character));
  return 53 - Number(number % 53n);
}

/**
 * secret(c) for a private credential in any format; `salts` is the list that a server of release 2.3 publishes.
 * Throws "credential", "credential.checksum", "credential.salts"; the message does not repeat the credential.
 */
export function secretExponent(group: Group, uuid: string, credential: string, salts?: readonly string[]): bigint {
  return mod(exponent(uuid, credential, salts), group.q);
}

function exponent(uuid: string, credential: string, salts: readonly string[] | undefined): bigint {
  if (LONG.test(credential)) return deriveCredential(uuid, credential);
  if (SHORT.test(credential)) {
    const plain = credential.replaceAll("-", "");
    if (ALPHABET.indexOf(plain.charAt(14)) !== checksum(plain.slice(0, 14))) {
      throw new BoothError("credential.checksum", "the credential has a typing error: its checksum is wrong");
    }
    return stretched(credential, uuid, 1000, 32);
  }
  const match = SALTED.exec(credential);
  if (match === null) {
    throw new BoothError(
      "credential",
      "not a credential: 22 characters as XXXXX-XXXXXX-XXXXX-XXXXXX (or an older form)",
    );
  }
  const salt = salts?.[Number(match[5])];
  if (salt === undefined) {
    throw new BoothError("credential.salts", "a credential of release 2.3 needs its salt from the election's list");
  }
  return stretched(match.slice(1, 5).join(""), uuid + salt, 100_000, 64);
}

function stretched(password: string, salt: string, c: number, dkLen: number): bigint {
  return BigInt(`0x${bytesToHex(pbkdf2(sha256, utf8ToBytes(password), utf8ToBytes(salt), { c, dkLen }))}`);
}

/** public(c) = g^secret(c). */
export function publicCredential(group: Group, secret: bigint): Element {
  return group.secretPower(group.g, secret);
}
