// SPDX-License-Identifier: Apache-2.0
// The corpus of broken records: each is refused for what is wrong with it. The expectations are the corpus's own.

import assert from "node:assert/strict";
import { test } from "node:test";
import { type Broken, manifest, recordFile, verdict } from "./corpus.ts";

/** What is beside what a trustee is asked to decrypt: others' decryptions, the result, the terms. */
const BESIDE = /^(?:terms|decryption\.(?!owner)|result)/;

/** Records that are refused otherwise, or accepted, and why that is right. */
const OTHERWISE = new Map<string, [verdict: string, why: string]>([
  ["chain-height-huge.bel", ["json.syntax", "a number that JavaScript does not hold is not read"]],
  ["honest-threshold-of-2.0.bel", ["trustees.shape", "what releases before 3.0 wrote is for the command line"]],
  ["honest-threshold-of-2.5.1.bel", ["trustees.shape", "what releases before 3.0 wrote is for the command line"]],
  ["threshold-lowered.bel", ["trustees.context", "certificates are looked at before polynomials are counted"]],
  ["threshold-raised.bel", ["trustees.context", "certificates are looked at before polynomials are counted"]],
  ["decryption-question-missing.bel", ["accepted", "another's decryption is read, its factors are not"]],
  ["result-count-leading-zero.bel", ["accepted", "the result is read, its numbers are not"]],
  ["result-plus-q.bel", ["accepted", "the result is read, its numbers are not"]],
  ["result-question-missing.bel", ["accepted", "the result is read, its numbers are not"]],
]);

const CONCERNED = manifest().filter(({ must_fail }) => must_fail === null || !BESIDE.test(must_fail));

test("the corpus is there, and the exceptions are of it", () => {
  assert.ok(CONCERNED.length > 500);
  const files = new Set(CONCERNED.map(({ file }) => file));
  for (const name of OTHERWISE.keys()) assert.ok(files.has(name), name);
});

for (const record of CONCERNED) {
  const { file, must_fail: check } = record;
  test(`${file}: ${check ?? "accepted"}`, async () => {
    const said = await verdict(recordFile("broken", file));
    const expected = OTHERWISE.get(file)?.[0];
    if (expected !== undefined) assert.equal(said, expected);
    else assert.ok(allowed(record).includes(said), said);
  });
}

/** One check is named, the first that fails: the one that is meant, or one that cannot but fail with it. */
function allowed({ must_fail: check, also }: Broken): readonly string[] {
  if (check === null) return ["accepted"];
  return check === "unreadable" ? ["unreadable", "archive.header"] : [check, ...also];
}
