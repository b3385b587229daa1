// SPDX-License-Identifier: Apache-2.0
// Subgroups of prime order of the integers modulo p (specification, section "Finite fields"), with bigint.
//
// Exponents are written in windows of four bits. For a secret exponent e, e - (1 + 16 + 16² + …) modulo q is written
// with digits 0..15 and each digit is raised by one: so every digit is from 1 to 16, none is a multiplication by
// one, and every exponent costs the same multiplications. Whole tables are read for one entry of them.

import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { BoothError } from "../errors.ts";
import { candidates, embedding } from "./embedding.ts";
import { type Element, type Embedding, type Group, mod, type Row } from "./group.ts";
import type { FiniteField } from "./parameters.ts";
import { type Arithmetic, powers, product } from "./vartime.ts";

const WINDOW = 4;
const DECIMAL = /^(?:0|[1-9][0-9]*)$/;

class Residue implements Element {
  /** For each window its powers 1..16, where the element was prepared. */
  tables: bigint[][] | undefined;

  constructor(
    readonly value: bigint,
    readonly p: bigint,
  ) {}

  toString(): string {
    return this.value.toString();
  }

  times(other: Element): Residue {
    return new Residue((this.value * own(other, this.p).value) % this.p, this.p);
  }

  equals(other: Element): boolean {
    return this.value === own(other, this.p).value;
  }
}

function own(element: Element, p: bigint): Residue {
  if (!(element instanceof Residue) || element.p !== p) throw new TypeError("an element of another group");
  return element;
}

export class FiniteFieldGroup implements Group {
  readonly name: string;
  readonly q: bigint;
  readonly g: Residue;
  readonly identity: Residue;
  readonly embedding: Embedding | null;
  private readonly p: bigint;
  private readonly arithmetic: Arithmetic<bigint>;
  /** Whether p is 2q + 1: the subgroup is that of the squares then. */
  private readonly isSafe: boolean;
  private readonly longest: number;
  /** How many windows q has, and 1 + 16 + 16² + … of so many terms. */
  private readonly windows: number;
  private readonly ones: bigint;

  constructor(field: FiniteField) {
    this.name = field.name;
    this.p = field.p;
    this.q = field.q;
    const { p } = field;
    this.arithmetic = { one: 1n, times: (left, right) => (left * right) % p, square: (own) => (own * own) % p };
    this.isSafe = p === 2n * field.q + 1n;
    this.longest = field.p.toString().length;
    this.windows = field.q.toString(16).length;
    this.ones = BigInt(`0x${"1".repeat(this.windows)}`);
    this.g = this.prepare(new Residue(field.g, field.p));
    this.identity = new Residue(1n, field.p);
    this.embedding = field.embedding && embedding(...field.embedding, field.p.toString(2).length);
  }

  element(text: string): Element {
    const element = this.unchecked(text);
    this.checkedPowers(element, []);
    return element;
  }

  unchecked(text: string): Element {
    if (text.length > this.longest || !DECIMAL.test(text)) {
      throw new BoothError("element", "not a decimal number without leading zeros, of at most as many digits as p");
    }
    const value = BigInt(text);
    if (value < 1n || value >= this.p) throw new BoothError("element", "not between 1 and p-1");
    return new Residue(value, this.p);
  }

  checkedPowers(base: Element, exponents: readonly bigint[]): Element[] {
    const { value } = own(base, this.p);
    const reduced = exponents.map((exponent) => mod(exponent, this.q));
    // q is not reduced: a number to q is 1 in the subgroup of order q, and nowhere else
    const raised = powers(this.arithmetic, value, this.isSafe ? reduced : [...reduced, this.q]);
    const member = this.isSafe ? jacobi(value, this.p) === 1 : raised.pop() === 1n;
    if (!member) throw new BoothError("element", "not in the subgroup of prime order");
    return raised.map((power) => new Residue(power, this.p));
  }

  /** By the same operations for every value: it may be a vote's embedding. */
  private isMember(value: bigint): boolean {
    return this.raise(value, this.q) === 1n;
  }

  powers(base: Element, exponents: readonly bigint[]): Element[] {
    const { value, tables } = own(base, this.p);
    if (tables) return exponents.map((exponent) => this.power(base, exponent));
    const reduced = exponents.map((exponent) => mod(exponent, this.q));
    return powers(this.arithmetic, value, reduced).map((power) => new Residue(power, this.p));
  }

  product(row: Row): Element {
    const reduced = row.map(([base, exponent]) => [own(base, this.p), mod(exponent, this.q)] as const);
    const plain = reduced.filter(([base]) => base.tables === undefined);
    const rest = product(
      this.arithmetic,
      plain.map(([base, exponent]) => [base.value, exponent] as const),
    );
    return reduced
      .filter(([base]) => base.tables !== undefined)
      .reduce<Element>((sum, [base, exponent]) => sum.times(this.power(base, exponent)), new Residue(rest, this.p));
  }

  texts(elements: readonly Element[]): string[] {
    return elements.map(String);
  }

  prepare(element: Element): Residue {
    const prepared = new Residue(own(element, this.p).value, this.p);
    prepared.tables = [];
    let base = prepared.value;
    for (let window = 0; window < this.windows; window++) {
      const table = this.table(base);
      prepared.tables.push(table);
      base = table[16] as bigint;
    }
    return prepared;
  }

  power(base: Element, exponent: bigint): Element {
    const { value, tables } = own(base, this.p);
    const reduced = mod(exponent, this.q);
    if (tables === undefined) return new Residue(product(this.arithmetic, [[value, reduced]]), this.p);
    const digits = hexadecimal(reduced, 1).reverse();
    const power = digits.reduce((result, digit, window) => {
      return digit === 0 ? result : (result * (tables[window]?.[digit] as bigint)) % this.p;
    }, 1n);
    return new Residue(power, this.p);
  }

  secretPower(base: Element, exponent: bigint): Element {
    const { value, tables } = own(base, this.p);
    const digits = hexadecimal(mod(exponent - this.ones, this.q), this.windows).map((digit) => digit + 1);
    const power = tables ? this.combined(tables, digits) : this.windowed(this.table(value), digits);
    return new Residue(power, this.p);
  }

  /** For public exponents that are not to be reduced. */
  private raise(base: bigint, exponent: bigint): bigint {
    return this.windowed(this.table(base), hexadecimal(exponent, 1));
  }

  /** base to 0..16. */
  private table(base: bigint): bigint[] {
    const powers = [1n, base];
    for (let i = 2; i <= 16; i++) powers.push(((powers[i - 1] as bigint) * base) % this.p);
    return powers;
  }

  /** Digits come with the highest first. */
  private windowed(powers: readonly bigint[], digits: readonly number[]): bigint {
    const { p } = this;
    const [first = 0, ...rest] = digits;
    let result = selected(powers, first);
    for (const digit of rest) {
      for (let bit = 0; bit < WINDOW; bit++) result = (result * result) % p;
      result = (result * selected(powers, digit)) % p;
    }
    return result;
  }

  /** Tables come with the lowest window first. */
  private combined(tables: readonly bigint[][], digits: readonly number[]): bigint {
    return tables.reduce((result, powers, i) => {
      const factor = selected(powers, digits[digits.length - 1 - i] ?? 0);
      return i === 0 ? factor : (result * factor) % this.p;
    }, 1n);
  }

  ofInts(values: readonly number[]): Element {
    for (const candidate of candidates(values, this.embedding)) {
      if (candidate > 0n && candidate < this.p && this.isMember(candidate)) return new Residue(candidate, this.p);
    }
    throw new Error("unreachable: the candidates end with an error");
  }

  generator(index: number): Element {
    const seed = BigInt(`0x${bytesToHex(sha256(utf8ToBytes(`ggen|${index}`)))}`);
    return new Residue(this.raise(seed, (this.p - 1n) / this.q), this.p);
  }
}

/** The Jacobi symbol of a positive number over an odd one: for a prime, 1 says that it is a square. */
function jacobi(value: bigint, modulus: bigint): number {
  let [a, n, sign] = [value % modulus, modulus, 1];
  while (a !== 0n) {
    const rest = n & 7n;
    while ((a & 1n) === 0n) {
      a >>= 1n;
      if (rest === 3n || rest === 5n) sign = -sign;
    }
    [a, n] = [n, a];
    if ((a & 3n) === 3n && (n & 3n) === 3n) sign = -sign;
    a %= n;
  }
  return n === 1n ? sign : 0;
}

/** An entry of a table, all of which is read. */
function selected(powers: readonly bigint[], digit: number): bigint {
  let result = 0n;
  powers.forEach((power, i) => {
    result = i === digit ? power : result;
  });
  return result;
}

/** The digits of a number to the base 16, highest first, at least so many. */
function hexadecimal(value: bigint, atLeast: number): number[] {
  return Array.from(value.toString(16).padStart(atLeast, "0"), (digit) => Number.parseInt(digit, 16));
}
