// SPDX-License-Identifier: Apache-2.0
// The interface of a cyclic group of prime order q (specification, section "Groups").
//
// Exponents are bigint. What JavaScript leaves open: its bigint arithmetic takes time that depends on the size of
// numbers, and nothing can be erased. The functions for secret exponents do the same operations in the same order
// whatever the exponent; the threat model says what that does not cover.

/** How vectors of small integers become elements (`of_ints`). */
export interface Embedding {
  readonly bitsPerInt: number;
  readonly padding: number;
  /** The longest vector that fits. */
  readonly capacity: number;
}

/** An element of the subgroup of prime order: immutable, written multiplicatively. */
export interface Element {
  /** The serialization: decimal, or 64 lower-case hexadecimal digits. */
  toString(): string;
  times(other: Element): Element;
  equals(other: Element): boolean;
}

export interface Group {
  /** The string that stands for the group in the election object and in hashes. */
  readonly name: string;
  readonly q: bigint;
  readonly g: Element;
  readonly identity: Element;
  readonly embedding: Embedding | null;
  /** Reads an element. Only the text that `toString` gives back is accepted; the identity is. Throws "element". */
  element(text: string): Element;
  /** The same element with a precomputed table: for one that is raised to many powers. */
  prepare(element: Element): Element;
  /** `base` to the exponent modulo q, in variable time: public data only. */
  power(base: Element, exponent: bigint): Element;
  /** The product of base to exponent modulo q, in variable time: public data only. */
  product(row: Row): Element;
  /**
   * An element of the whole curve or field, which may be outside of the subgroup: nothing may be believed of it
   * before `checkedPowers`. Throws "element".
   */
  unchecked(text: string): Element;
  /**
   * As `powers`, of what `unchecked` has read: membership and powers share most of their work. Throws "element" for
   * what is outside of the subgroup.
   */
  checkedPowers(base: Element, exponents: readonly bigint[]): Element[];
  /** `base` to each exponent modulo q, in variable time: public data only. */
  powers(base: Element, exponents: readonly bigint[]): Element[];
  /** The serialization of each: faster than one by one. */
  texts(elements: readonly Element[]): string[];
  /** `base` to the exponent modulo q, by the same operations for every exponent. */
  secretPower(base: Element, exponent: bigint): Element;
  /** Embeds small integers; the time of the search depends on them. Throws "embedding". */
  ofInts(values: readonly number[]): Element;
  /** The pure part of GetGenerator; index -1 is the secondary one. */
  generator(index: number): Element;
}

/** value modulo q, in 0..q-1. */
export function mod(value: bigint, q: bigint): bigint {
  const rest = value % q;
  return rest < 0n ? rest + q : rest;
}

export type Row = readonly (readonly [Element, bigint])[];

/** The product of base to exponent, for public exponents. */
export function product(group: Group, row: Row): Element {
  return group.product(row);
}

/** The product of base to exponent, for secret exponents. */
export function secretProduct(group: Group, row: Row): Element {
  return row.reduce((sum, [base, exponent]) => sum.times(group.secretPower(base, exponent)), group.identity);
}
