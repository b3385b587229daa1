// SPDX-License-Identifier: Apache-2.0
// The sealed key file of docs/key-file.md, against the vectors that Python's reader meets too.

import assert from "node:assert/strict";
import { test } from "node:test";
import { normalized, readLabel, seal, unseal } from "../core/keyfile.ts";
import { steps } from "../core/steps.ts";
import { keyFiles } from "./vectors.ts";

interface Vector {
  insecure_test_parameters: boolean;
  passphrase: string;
  file: string;
  expected: "opens" | "wrong-passphrase" | "refused";
  kind?: string;
  public?: unknown;
  secret?: string;
}

for (const [name, vector] of keyFiles<Vector>()) {
  test(name, async () => {
    const options = { insecureTestParameters: vector.insecure_test_parameters };
    const opening = unseal(vector.file, vector.passphrase, options);
    if (vector.expected === "opens") {
      const { kind, public: clear, secret } = await opening;
      assert.deepEqual({ kind, public: clear }, { kind: vector.kind, public: vector.public });
      assert.deepEqual(readLabel(vector.file), { kind, public: clear });
      assert.equal(Buffer.from(secret).toString("hex"), vector.secret);
    } else if (vector.expected === "wrong-passphrase") {
      await assert.rejects(opening, { code: "keyfile.passphrase" });
    } else {
      await assert.rejects(opening, (error: { code?: string }) => ["keyfile", "passphrase"].includes(error.code ?? ""));
    }
  });
}

test("what is sealed opens, with fresh salt and nonce each time", async () => {
  const secret = new TextEncoder().encode("12345");
  const label = { kind: "trustee-key", public: { group: "Ed25519", public_key: "ab" } };
  const file = await seal({ ...label, secret }, "ветер à la mode");
  const opened = await unseal(file, "ветер\u00a0a\u0300\u2003la mode");
  assert.deepEqual({ ...opened, secret: Buffer.from(opened.secret).toString() }, { ...label, secret: "12345" });
  const { kdf, cipher } = JSON.parse(file);
  assert.deepEqual([kdf.n, kdf.r, kdf.p, cipher.name], [2 ** 17, 8, 1, "AES-256-GCM"]);
});

test("what could not be read back is not sealed", async () => {
  const label = { kind: "Trustee Key", public: {}, secret: new Uint8Array() };
  await assert.rejects(seal(label, "passphrase"), { code: "keyfile" });
  for (const value of [1.5, 2 ** 53, undefined, "\ud800", { "a b": 1 }]) {
    const own = { kind: "k", public: { a: value as string }, secret: new Uint8Array() };
    await assert.rejects(seal(own, "passphrase"), { code: "keyfile" });
  }
});

test("a step opens a key file of the kind that it asks for, whose secret is text", async () => {
  const binary = await seal({ kind: "trustee-key", public: {}, secret: new Uint8Array([255]) }, "p");
  const input = { file: binary, passphrase: "p" };
  await assert.rejects(steps.openKeyFile({ ...input, kind: "trustee-seed" }), { code: "keyfile", message: /of kind/ });
  await assert.rejects(steps.openKeyFile({ ...input, kind: "trustee-key" }), { code: "keyfile", message: /not text/ });
});

test("passphrases", () => {
  assert.deepEqual(normalized("a\u00a0b\u3000c"), new TextEncoder().encode("a b c"));
  for (const wrong of ["", "a\n", "\u0000", "\ud800"]) assert.throws(() => normalized(wrong), { code: "passphrase" });
});
