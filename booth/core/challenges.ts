// SPDX-License-Identifier: Apache-2.0
// Everything that version 1 hashes into a challenge or a fingerprint, named as in the specification.
//
// Elements come in as their serializations. Challenges are not reduced modulo q yet.

import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { base64 } from "./bytes.ts";
import type { Ciphertext } from "./messages.ts";

function digest(text: string): Uint8Array {
  return sha256(utf8ToBytes(text));
}

function hexadecimal(text: string): string {
  return bytesToHex(digest(text));
}

function hash(text: string): bigint {
  return BigInt(`0x${hexadecimal(text)}`);
}

/** SHA-256 in Base64 without padding: φ of an election, tracker of a ballot (section "Elections"). */
export function fingerprint(content: string): string {
  return base64(digest(content)).replace(/=+$/, "");
}

/** Section "Verification keys". */
export function pok(group: string, publicKey: string, commitment: string): bigint {
  return hash(`pok|${group}|${publicKey}|${commitment}`);
}

/** Section "Public key infrastructure", signing. */
export function sigmsg(message: string, commitment: string): bigint {
  return hash(`sigmsg|${message}|${commitment}`);
}

/** S_0 of section "Encrypted answers". */
export function ballotContext(electionFingerprint: string, credential: string): string {
  return `${electionFingerprint}|${credential}`;
}

/** S of sections "Homomorphic answers" and "Lists answers". */
export function answerContext(context: string, choices: readonly Ciphertext[]): string {
  return `${context}|${choices.map((c) => `${c.alpha},${c.beta}`).join(",")}`;
}

/** Section "Proofs of interval membership"; commitments are A_0, B_0, …, A_k, B_k. */
export function iprove(context: string, ciphertext: Ciphertext, commitments: readonly string[]): bigint {
  return hash(`prove|${context}|${ciphertext.alpha},${ciphertext.beta}|${commitments.join(",")}`);
}

/** Section "Proofs of possibly-blank votes", blank_proof. */
export function bproof0(context: string, commitments: readonly string[]): bigint {
  return hash(`bproof0|${context}|${commitments.join(",")}`);
}

/** Section "Proofs of possibly-blank votes", overall_proof. */
export function bproof1(context: string, commitments: readonly string[]): bigint {
  return hash(`bproof1|${context}|${commitments.join(",")}`);
}

/** Section "Proofs of list constraints". */
export function lproof(context: string, commitments: readonly string[]): bigint {
  return hash(`lproof|${context}|${commitments.join(",")}`);
}

/** Section "Proof of encryption of non-zero"; commitments are A_0, A_1, A_2. */
export function nonzero(context: string, commitments: readonly string[]): bigint {
  return hash(`nonzero|${context}|${commitments.join(",")}`);
}

/** Section "Non-homomorphic answers". */
export function raweg(context: string, publicKey: string, ciphertext: Ciphertext, commitment: string): bigint {
  return hash(`raweg|${context}|${publicKey},${ciphertext.alpha},${ciphertext.beta}|${commitment}`);
}

/** Section "Signatures". */
export function signature(ballotHash: string, commitment: string): bigint {
  return hash(`sig|${ballotHash}|${commitment}`);
}

/** Section "Partial decryptions"; commitments are A and B. */
export function decrypt(electionFingerprint: string, publicKey: string, commitments: readonly string[]): bigint {
  return hash(`decrypt|${electionFingerprint}|${publicKey}|${commitments.join(",")}`);
}

/** ⟦…⟧ of table "serialize-array": a comma behind each. */
function listed(texts: readonly string[]): string {
  return texts.map((text) => `${text},`).join("");
}

/** str_c of table "gen-shuffle-proof". */
export function shuffleStatement(
  before: readonly Ciphertext[],
  after: readonly Ciphertext[],
  commitmentPerm: readonly string[],
): string {
  return listed([...before, ...after].flatMap((c) => [c.alpha, c.beta])) + listed(commitmentPerm);
}

/** GetNIZKPChallenges. */
export function shuffleChallenges(electionFingerprint: string, statement: string, count: number): bigint[] {
  const prefix = hexadecimal(`shuffle-challenges|${electionFingerprint}|${statement}`);
  return Array.from({ length: count }, (_, i) => hash(prefix + hexadecimal(String(i))));
}

/** GetNIZKPChallenge over str_t and str_y. */
export function shuffleChallenge(
  electionFingerprint: string,
  commitmentRand: readonly [string, string, string, readonly [string, string], readonly string[]],
  statement: string,
  chainedChallenges: readonly string[],
  publicKey: string,
): bigint {
  const [t1, t2, t3, [t41, t42], hats] = commitmentRand;
  const t = listed([t1, t2, t3, t41, t42]) + listed(hats);
  return hash(`shuffle-challenge|${electionFingerprint}|${t}${statement}${listed(chainedChallenges)}${publicKey}`);
}

/** What a threshold trustee signs beside her polynomial (section "Polynomials"); not hashed yet. */
export function certsSig(serializedCerts: string): string {
  return `certs_sig|${serializedCerts}`;
}

/** `sk` and `dk` from a trustee's seed (section "Deriving keys"). */
export function deriveKey(label: "sk" | "dk", seed: string): bigint {
  return hash(`${label}|${seed}`);
}

/** `key` and `iv` of an encrypted message (section "Encrypting"). */
export function symmetric(label: "key" | "iv", element: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(digest(`${label}|${element}`));
}

/** The 512-bit number of a 22-character credential (section "Credentials"). */
export function deriveCredential(uuid: string, credential: string): bigint {
  const halves = [0, 1].map((i) => hexadecimal(`derive_credential|${uuid}|${i}|${credential}`));
  return BigInt(`0x${halves.join("")}`);
}
