// SPDX-License-Identifier: Apache-2.0
// The sealed key file of docs/key-file.md: scrypt and AES-256-GCM.
//
// Nothing here judges passphrases, nor checks that the secret belongs to the public part: who knows the kind computes
// the one from the other.

import { scryptAsync } from "@noble/hashes/scrypt.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { base64, fromBase64 } from "./bytes.ts";
import { BoothError, require } from "./errors.ts";
import { anything, natural, type Read, record, type Shape, text } from "./json.ts";
import type { Progress } from "./progress.ts";
import { randomBytes } from "./randomness.ts";

const FORMAT = "isonomia-key";
const VERSION = 1;
const CIPHER = "AES-256-GCM";
const SALT_SIZE = 16;
const NONCE_SIZE = 12;
const TAG_SIZE = 16;
const MAX_DEPTH = 16;

/** 128 MiB, and about a second; also the least that a file may ask for. */
const DEFAULT = { n: 2 ** 17, r: 8, p: 1 };
/** 1 GiB: the most that a file may ask for; n * p is bounded by the same number. */
const MAX_N = 2 ** 20;

export type Public = { readonly [key: string]: PublicValue };
export type PublicValue = string | number | boolean | null | readonly PublicValue[] | Public;

/** What a file says in the clear. Anybody may have written it: only opening the file proves it. */
export interface Label {
  readonly kind: string;
  readonly public: Public;
}

export interface Opened extends Label {
  readonly secret: Uint8Array;
}

export interface Options {
  /** From 0 to 1000 of a thousand steps. */
  readonly progress?: Progress | undefined;
  /** In tests only: takes n from 2 on. */
  readonly insecureTestParameters?: boolean | undefined;
}

const Kdf = record({ name: text, n: natural, r: natural, p: natural, salt: text });
const Cipher = record({ name: text, nonce: text });
const KeyFile = record({
  format: text,
  version: natural,
  kind: text,
  public: anything as Shape<Public>,
  kdf: Kdf,
  cipher: Cipher,
  ciphertext: text,
});
type KeyFile = Read<typeof KeyFile>;
type Clear = Omit<KeyFile, "ciphertext">;

/** A key file of one line. Throws "keyfile" and "passphrase". */
export async function seal({ kind, public: clear, secret }: Opened, passphrase: string, options: Options = {}) {
  const salt = randomBytes(SALT_SIZE);
  const nonce = randomBytes(NONCE_SIZE);
  const file = {
    format: FORMAT,
    version: VERSION,
    kind,
    public: clear,
    kdf: { name: "scrypt", ...DEFAULT, salt: base64(salt) },
    cipher: { name: CIPHER, nonce: base64(nonce) },
  };
  const additionalData = associatedData(file);
  const key = await derive(passphrase, salt, file.kdf, "encrypt", options.progress);
  const algorithm = { name: "AES-GCM", iv: nonce, additionalData };
  const ciphertext = await crypto.subtle.encrypt(algorithm, key, new Uint8Array(secret));
  return `${JSON.stringify({ ...file, ciphertext: base64(new Uint8Array(ciphertext)) })}\n`;
}

/** Opens a key file. Throws "keyfile.passphrase" if it does not open, "keyfile" and "passphrase" before any work. */
export async function unseal(content: string, passphrase: string, options: Options = {}): Promise<Opened> {
  const { ciphertext, ...clear } = read(content);
  checkParameters(clear.kdf, options.insecureTestParameters === true);
  const salt = decode64("salt", clear.kdf.salt, SALT_SIZE, SALT_SIZE);
  const iv = decode64("nonce", clear.cipher.nonce, NONCE_SIZE, NONCE_SIZE);
  const data = decode64("ciphertext", ciphertext, TAG_SIZE);
  const additionalData = associatedData(clear);
  const key = await derive(passphrase, salt, clear.kdf, "decrypt", options.progress);
  try {
    const secret = await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData }, key, data);
    return { kind: clear.kind, public: clear.public, secret: new Uint8Array(secret) };
  } catch {
    const why = "the passphrase is wrong, or the file is damaged: which, cannot be told";
    throw new BoothError("keyfile.passphrase", why);
  }
}

/** Kind and public part of a key file, unproven: to ask for the right passphrase. Throws "keyfile". */
export function readLabel(content: string): Label {
  const { ciphertext: _, ...clear } = read(content);
  associatedData(clear);
  return { kind: clear.kind, public: clear.public };
}

/** The bytes of a passphrase: every space made ASCII, then NFC, in UTF-8. Throws "passphrase". */
export function normalized(passphrase: string): Uint8Array {
  const own = passphrase.replace(/\p{Zs}/gu, " ").normalize("NFC");
  require(own !== "", "passphrase", "the passphrase is empty");
  require(!/[\p{Cc}\p{Cs}]/u.test(own), "passphrase", "the passphrase has control characters, or is not Unicode text");
  return utf8ToBytes(own);
}

/** Errors show nothing of the content: it may be a plain key. */
function read(content: string): KeyFile {
  try {
    const file = KeyFile(JSON.parse(content), "key file");
    const { format, version, kdf, cipher } = file;
    if (format === FORMAT && version === VERSION && kdf.name === "scrypt" && cipher.name === CIPHER) return file;
  } catch {
    // said below
  }
  throw new BoothError("keyfile", "this is not a sealed key file, or one of a newer version");
}

/** Not too little to protect the secret, not so much that reading a hostile file is an attack. */
function checkParameters({ n, r, p }: Read<typeof Kdf>, insecureTestParameters: boolean): void {
  const least = insecureTestParameters ? 2 : DEFAULT.n;
  const power = Number.isInteger(Math.log2(n));
  require(least <= n && n <= MAX_N && power, "keyfile", `scrypt's n is not a power of two from ${least} to ${MAX_N}`);
  require(r === DEFAULT.r, "keyfile", `scrypt's r is not ${DEFAULT.r}`);
  require(p >= 1 && n * p <= MAX_N, "keyfile", `scrypt's p is not from 1 to ${MAX_N} / n`);
}

async function derive(
  passphrase: string,
  salt: Uint8Array,
  { n, r, p }: { n: number; r: number; p: number },
  usage: "encrypt" | "decrypt",
  progress: Progress | undefined,
): Promise<CryptoKey> {
  const secret = normalized(passphrase);
  const maxmem = 128 * n * r + 128 * r * p + 2 ** 20;
  const onProgress = (part: number) => progress?.(Math.round(part * 1000), 1000);
  const raw = await scryptAsync(secret, salt, { N: n, r, p, dkLen: 32, maxmem, onProgress });
  return crypto.subtle.importKey("raw", new Uint8Array(raw), "AES-GCM", false, [usage]);
}

/** The file without its ciphertext as canonical JSON (RFC 8785, restricted). Throws "keyfile". */
function associatedData(clear: Clear): Uint8Array<ArrayBuffer> {
  require(/^[a-z][a-z0-9-]{0,31}$/.test(clear.kind), "keyfile", "the kind is not lower-case letters, digits, hyphens");
  require(isObject(clear.public), "keyfile", "the public part is no object");
  checkPublic(clear.public, 1);
  return new Uint8Array(utf8ToBytes(canonical(clear)));
}

function checkPublic(value: unknown, level: number): void {
  require(level <= MAX_DEPTH, "keyfile", "the public part is nested too deep");
  if (Array.isArray(value)) {
    for (const item of value) checkPublic(item, level + 1);
  } else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      require(/^[A-Za-z0-9_.-]{1,64}$/.test(
        key,
      ), "keyfile", "a key in the public part is not 1 to 64 of A-Z a-z 0-9 _ . -");
      checkPublic(item, level + 1);
    }
  } else {
    const plain = value === null || typeof value === "boolean" || Number.isSafeInteger(value);
    const isText = typeof value === "string" && !/\p{Cs}/u.test(value);
    require(plain ||
      isText, "keyfile", "a value in the public part is neither text, nor an integer below 2^53, nor true");
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${members.join(",")}}`;
}

function decode64(name: string, content: string, least: number, most = Number.POSITIVE_INFINITY) {
  const bytes = fromBase64(content);
  require(bytes !== null, "keyfile", `the ${name} is not base64 in its only form`);
  require(least <= bytes.length && bytes.length <= most, "keyfile", `the ${name} has ${bytes.length} bytes`);
  return bytes;
}
