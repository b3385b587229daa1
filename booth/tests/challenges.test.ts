// SPDX-License-Identifier: Apache-2.0
// What is hashed, against the strings that the specification writes out; hashed by Node's own SHA-256.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import * as challenges from "../core/challenges.ts";
import { cases } from "./vectors.ts";

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

type Any = (...own: unknown[]) => unknown;

for (const own of cases<{ function: string; arguments: unknown[]; text: string }>("challenges")) {
  test(own.function, () => {
    const name = own.function.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
    const computed = (challenges as unknown as Record<string, Any>)[name] as Any;
    assert.equal(computed(...own.arguments), BigInt(`0x${hash(own.text)}`));
  });
}

test("contexts of answers", () => {
  assert.equal(challenges.ballotContext("phi", "credential"), "phi|credential");
  const ciphertexts = [
    { alpha: "a1", beta: "b1" },
    { alpha: "a2", beta: "b2" },
  ];
  assert.equal(challenges.answerContext("phi|credential", ciphertexts), "phi|credential|a1,b1,a2,b2");
});

test("challenges of a shuffle: two hexadecimal hashes one behind the other", () => {
  const before = [{ alpha: "a1", beta: "b1" }];
  const after = [{ alpha: "a2", beta: "b2" }];
  const statement = challenges.shuffleStatement(before, after, ["c1"]);
  assert.equal(statement, "a1,b1,a2,b2,c1,");
  const prefix = hash(`shuffle-challenges|phi|${statement}`);
  const expected = ["0", "1", "2"].map((i) => BigInt(`0x${hash(prefix + hash(i))}`));
  assert.deepEqual(challenges.shuffleChallenges("phi", statement, 3), expected);
});

test("fingerprints have no padding", () => {
  const expected = createHash("sha256").update("é").digest("base64");
  assert.equal(challenges.fingerprint("é"), expected.replace("=", ""));
});

test("keys of messages are the hash itself; signed certificates are not hashed yet", () => {
  assert.equal(Buffer.from(challenges.symmetric("key", "g^s")).toString("hex"), hash("key|g^s"));
  assert.equal(challenges.certsSig('{"certs":[]}'), 'certs_sig|{"certs":[]}');
});
