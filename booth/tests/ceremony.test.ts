// SPDX-License-Identifier: Apache-2.0
// The ceremony at its edges; its attacks are in tests/interop/test_booth_ceremony.py.

import assert from "node:assert/strict";
import { test } from "node:test";
import { steps } from "../core/steps.ts";

const QUESTION = { answers: ["A", "B"], min: 0, max: 1, question: "Whom?" };

test("where one of two suffices, both have one key, and the election is theirs", async () => {
  const terms = { group: "Ed25519", size: 2, threshold: 1 };
  const seeds = [steps.newSeed().seed, steps.newSeed().seed];
  const certificates = seeds.map((seed, i) => steps.certificate({ ...terms, index: i + 1, seed }).certificate);
  const places = seeds.map((seed, i) => ({ ...terms, index: i + 1, seed, certificates }));
  const polynomials = await Promise.all(places.map(async (place) => (await steps.polynomial(place)).polynomial));
  const made = await Promise.all(places.map((place) => steps.voutput({ ...place, polynomials })));
  const voutputs = made.map(({ voutput }) => voutput);
  const { parameters } = steps.thresholdParameters({ ...terms, certificates, polynomials, voutputs });
  const [first, second] = made;
  assert.ok(first && second);
  assert.equal(first.key, second.key);
  const trustees = `[["Pedersen",${parameters}]]`;
  const message = { version: 1, description: "", name: "", group: terms.group, public_key: first.key };
  const election = JSON.stringify({ ...message, questions: [QUESTION], uuid: "uuid1111111111" });
  const found = steps.findTrustee({ election, trustees, key: first.key });
  assert.deepEqual(found, { owner: 1, trustees: [first.key, first.key] });
});

test("terms and places that are not possible", () => {
  const seed = "a".repeat(22);
  const wrong = [
    { size: 3, threshold: 0, index: 1 },
    { size: 3, threshold: 4, index: 1 },
    { size: 3, threshold: 1.5, index: 1 },
    { size: 1001, threshold: 1, index: 1 },
    { size: 3, threshold: 2, index: 0 },
    { size: 3, threshold: 2, index: 4 },
    { size: 3, threshold: 2, index: 1.5 },
  ];
  for (const own of wrong) {
    assert.throws(() => steps.certificate({ group: "Ed25519", seed, ...own }), { code: "ceremony" });
  }
});

test("a certificate or a polynomial too few", async () => {
  const terms = { group: "Ed25519", size: 2, threshold: 2 };
  const { seed } = steps.newSeed();
  const { certificate } = steps.certificate({ ...terms, index: 1, seed });
  assert.throws(() => steps.checkCertificates({ ...terms, certificates: [certificate] }), { code: "ceremony" });
  const other = steps.newSeed().seed;
  const certificates = [certificate, steps.certificate({ ...terms, index: 2, seed: other }).certificate];
  const place = { ...terms, index: 1, seed, certificates };
  const { polynomial } = await steps.polynomial(place);
  await assert.rejects(steps.voutput({ ...place, polynomials: [polynomial] }), { code: "ceremony" });
});
