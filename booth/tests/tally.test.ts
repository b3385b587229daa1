// SPDX-License-Identifier: Apache-2.0
// What a trustee is given to shuffle and to decrypt.

import assert from "node:assert/strict";
import { test } from "node:test";
import { group as groupOf } from "../core/groups/index.ts";
import { genPermutation } from "../core/shuffles.ts";
import { steps } from "../core/steps.ts";

const UUID = "uuid1111111111";
const RANKING = { type: "NonHomomorphic", value: { answers: ["A", "B"], question: "Rank" } };
const LISTS = {
  type: "Lists",
  value: {
    answers: [
      ["L", "1"],
      ["M", "2"],
    ],
    question: "Lists",
  },
};
const CHOICE = { answers: ["A", "B"], min: 0, max: 1, question: "Whom?" };
const ORDER_2 = { Ed25519: `7${"f".repeat(61)}ec`, "BELENIOS-2048": "", "RFC-3526-2048": "" };

function election(questions: unknown[], group = "Ed25519") {
  const made = steps.newTrusteeKey({ group });
  const message = { version: 1, description: "", name: "", group, public_key: made.key, questions, uuid: UUID };
  return { election: JSON.stringify(message), privateKey: made.privateKey, key: made.key };
}

const one = "0".repeat(63) + "1";
const good = { alpha: one, beta: one };

test("a ciphertext whose alpha is the identity is decrypted: a voter may have drawn zero", () => {
  const own = election([CHOICE]);
  const made = steps.decrypt({ ...own, tally: JSON.stringify([[good, good]]) });
  assert.deepEqual(JSON.parse(made.decryption).decryption_factors, [[one, one]]);
  assert.equal(made.key, own.key);
});

test("factors are nested as the questions are", () => {
  const own = election([LISTS, RANKING, CHOICE]);
  const tally = JSON.stringify([
    [
      [good, good],
      [good, good],
    ],
    [good, good, good],
    [good, good],
  ]);
  const { decryption_factors: factors, decryption_proofs: proofs } = JSON.parse(
    steps.decrypt({ ...own, tally }).decryption,
  );
  const lengths = (nested: unknown[][]) =>
    nested.map((part) => part.map((item) => (Array.isArray(item) ? item.length : 0)));
  assert.deepEqual(lengths(factors), [
    [2, 2],
    [0, 0, 0],
    [0, 0],
  ]);
  assert.deepEqual(lengths(proofs), lengths(factors));
});

const WRONG: Record<string, [tally: unknown, code: string]> = {
  "a question less": [[], "json"],
  "a ciphertext less": [[[good]], "json"],
  "a ciphertext more": [[[good, good, good]], "json"],
  "of order two": [[[{ ...good, alpha: ORDER_2.Ed25519 }, good]], "element"],
  "beta of order two": [[[{ ...good, beta: ORDER_2.Ed25519 }, good]], "element"],
  "an unknown member": [[[{ ...good, gamma: one }, good]], "json"],
};

for (const [what, [tally, code]] of Object.entries(WRONG)) {
  test(`a tally that is not decrypted: ${what}`, () => {
    assert.throws(() => steps.decrypt({ ...election([CHOICE]), tally: JSON.stringify(tally) }), { code });
  });
}

test("a small-order element is not shuffled: it would show where it went", () => {
  const own = election([RANKING]);
  for (const wrong of [
    { ...good, alpha: ORDER_2.Ed25519 },
    { ...good, beta: ORDER_2.Ed25519 },
  ]) {
    assert.throws(() => steps.shuffle({ ...own, ciphertexts: JSON.stringify([[good, wrong]]) }), { code: "element" });
  }
});

test("an empty shuffle, and progress to its end", () => {
  const own = election([RANKING]);
  const empty = JSON.parse(steps.shuffle({ ...own, ciphertexts: "[[]]" }).shuffle);
  assert.deepEqual(empty.ciphertexts, [[]]);
  const seen: number[] = [];
  steps.shuffle({ ...own, ciphertexts: JSON.stringify([[good, good]]) }, (done, total) => seen.push(done / total));
  assert.equal(seen.at(-1), 1);
});

test("permutations are uniform", () => {
  const counts = new Map<string, number>();
  for (let i = 0; i < 6000; i++) {
    const key = genPermutation(3).join("");
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  assert.deepEqual([...counts.keys()].sort(), ["012", "021", "102", "120", "201", "210"]);
  // 1000 each on average, deviation 29: less than 800 has a chance of 10^-11
  for (const count of counts.values()) assert.ok(count > 800);
});

test("an order-two element of every group is no element", () => {
  assert.throws(() => groupOf("Ed25519").element(ORDER_2.Ed25519), { code: "element" });
});
