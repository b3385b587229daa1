// SPDX-License-Identifier: Apache-2.0
// Groups against vectors that were made without them, and against exponentiation bit by bit.

import assert from "node:assert/strict";
import { test } from "node:test";
import { type Element, type Group, group, mod, NAMES } from "../core/groups/index.ts";
import { cases } from "./vectors.ts";

for (const { group: name, text, accepted, what } of cases<{
  group: string;
  text: string;
  accepted: boolean;
  what: string;
}>("elements")) {
  test(`${name}: ${what}`, () => {
    if (accepted) assert.equal(String(group(name).element(text)), text);
    else assert.throws(() => group(name).element(text), { code: "element" });
  });
}

/** By squaring and multiplying alone. */
function power(own: Group, base: Element, exponent: bigint): Element {
  let result = own.identity;
  for (const bit of mod(exponent, own.q).toString(2)) {
    result = result.times(result);
    if (bit === "1") result = result.times(base);
  }
  return result;
}

for (const name of NAMES) {
  test(`${name}: powers`, () => {
    const own = group(name);
    const ones = BigInt(`0x${"1".repeat(own.q.toString(16).length)}`);
    const base = own.generator(5);
    const exponents = [0n, 1n, 2n, 15n, 16n, 17n, own.q - 1n, own.q, own.q + 1n, -1n, ones, ones - 1n, own.q / 3n];
    for (const exponent of exponents) {
      const expected = String(power(own, base, exponent));
      assert.equal(String(own.secretPower(base, exponent)), expected);
      assert.equal(String(own.secretPower(own.prepare(base), exponent)), expected);
      assert.equal(String(own.power(base, exponent)), expected);
      assert.equal(String(own.secretPower(own.g, exponent)), String(power(own, own.g, exponent)));
      assert.ok(own.secretPower(own.identity, exponent).equals(own.identity));
    }
  });

  test(`${name}: products and powers of public data`, () => {
    const own = group(name);
    const [base, other] = [own.generator(5), own.generator(6)];
    const exponents = [0n, 1n, 7n, 8n, 9n, 15n, 16n, 17n, 0x88n, 0xfffn, own.q - 1n, own.q, -1n, own.q / 3n];
    const expected = exponents.map((exponent) => String(power(own, base, exponent)));
    assert.deepEqual(own.powers(base, exponents).map(String), expected);
    assert.deepEqual(own.powers(own.prepare(base), exponents).map(String), expected);
    assert.deepEqual(own.checkedPowers(own.unchecked(String(base)), exponents).map(String), expected);
    assert.deepEqual(own.texts([...own.powers(base, exponents), own.identity]), [...expected, String(own.identity)]);
    for (const exponent of exponents) {
      const row = [
        [base, exponent],
        [own.g, 3n],
        [other, -exponent],
        [own.prepare(other), 5n],
      ] as const;
      const factors = row.map(([element, raised]) => power(own, element, raised));
      const product = factors.reduce((left, right) => left.times(right));
      assert.equal(String(own.product(row)), String(product));
    }
    assert.ok(own.product([]).equals(own.identity));
  });

  test(`${name}: generators are of the subgroup, and different`, () => {
    const own = group(name);
    const texts = [-1, 0, 1, 2].map((index) => String(own.generator(index)));
    assert.equal(new Set(texts).size, 4);
    for (const text of texts) assert.equal(String(own.element(text)), text);
  });
}

test("no group of another name", () => {
  assert.throws(() => group("ed25519"), { code: "group" });
  assert.throws(() => group("__proto__"), { code: "group" });
});

test("elements of two groups do not mix", () => {
  const [ed, b, r] = NAMES.map(group) as [Group, Group, Group];
  assert.throws(() => ed.g.times(b.g), TypeError);
  assert.throws(() => b.g.times(r.g), TypeError);
  assert.throws(() => r.secretPower(b.g, 2n), TypeError);
});

test("what cannot be embedded", () => {
  assert.throws(() => group("BELENIOS-2048").ofInts([1]), { code: "embedding" });
  for (const name of ["Ed25519", "RFC-3526-2048"]) {
    const own = group(name);
    for (const values of [[-1], [256], [0.5], [Number.NaN], Array(own.embedding?.capacity).fill(0).concat([0])]) {
      assert.throws(() => own.ofInts(values), { code: "embedding" });
    }
  }
});

test("capacities are those of the specification: 30 and 255 integers of 8 bits", () => {
  assert.equal(group("Ed25519").embedding?.capacity, 30);
  assert.equal(group("RFC-3526-2048").embedding?.capacity, 255);
});

test("what is outside of the subgroup is found with its powers, too", () => {
  const orderTwo = { Ed25519: `7${"f".repeat(61)}ec`, "RFC-3526-2048": undefined, "BELENIOS-2048": undefined };
  for (const name of NAMES) {
    const own = group(name);
    const text = orderTwo[name as keyof typeof orderTwo] ?? minusOne(own);
    assert.throws(() => own.checkedPowers(own.unchecked(text), [1n, 2n]), { code: "element" });
  }
});

/** -1 modulo p has order two, and q is odd. */
function minusOne(own: Group): string {
  const { p } = own as unknown as { p: bigint };
  return String(p - 1n);
}
