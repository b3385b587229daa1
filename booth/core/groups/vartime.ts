// SPDX-License-Identifier: Apache-2.0
// Powers in variable time, for public data only: what checks of proofs are made of.
//
// Digits are in windows of four bits: signed, from -8 to 8, where an inverse costs nothing (curves), else from 0 to 15.

/** The multiplications of a group. */
export interface Arithmetic<T> {
  readonly one: T;
  times(left: T, right: T): T;
  square(own: T): T;
  /** There only if it is as good as free. */
  readonly inverse?: (own: T) => T;
}

const WINDOW = 4;

/** base to each exponent, none negative: the squarings are made once for all of them. */
export function powers<T>(own: Arithmetic<T>, base: T, exponents: readonly bigint[]): T[] {
  const digits = exponents.map((exponent) => digitsOf(exponent, own.inverse !== undefined));
  const largest = own.inverse === undefined ? 15 : 8;
  const buckets = digits.map(() => new Array<T | undefined>(largest + 1));
  const windows = Math.max(0, ...digits.map((row) => row.length));
  let square = base;
  for (let window = 0; window < windows; window++) {
    let inverse: T | undefined;
    for (let i = 0; i < digits.length; i++) {
      const digit = digits[i]?.[window] ?? 0;
      const row = buckets[i];
      if (digit === 0 || row === undefined) continue;
      const at = Math.abs(digit);
      if (digit < 0) inverse ??= own.inverse?.(square);
      const factor = digit < 0 ? (inverse as T) : square;
      const before = row[at];
      row[at] = before === undefined ? factor : own.times(before, factor);
    }
    if (window + 1 < windows) for (let bit = 0; bit < WINDOW; bit++) square = own.square(square);
  }
  return buckets.map((row) => emptied(own, row));
}

/** The product of bucket to its number: with running products, from the highest down. */
function emptied<T>(own: Arithmetic<T>, buckets: readonly (T | undefined)[]): T {
  let running: T | undefined;
  let result: T | undefined;
  for (let at = buckets.length - 1; at > 0; at--) {
    const bucket = buckets[at];
    if (bucket !== undefined) running = running === undefined ? bucket : own.times(running, bucket);
    if (running !== undefined) result = result === undefined ? running : own.times(result, running);
  }
  return result ?? own.one;
}

/** The product of base to exponent, none negative (Straus): the squarings are made once for the whole row. */
export function product<T>(own: Arithmetic<T>, row: readonly (readonly [T, bigint])[]): T {
  const signed = own.inverse !== undefined;
  const digits = row.map(([, exponent]) => digitsOf(exponent, signed));
  const tables = row.map(([base], i) => multiples(own, base, Math.max(0, ...(digits[i] ?? []).map(Math.abs))));
  let result: T | undefined;
  for (let window = Math.max(0, ...digits.map((own) => own.length)) - 1; window >= 0; window--) {
    if (result !== undefined) for (let bit = 0; bit < WINDOW; bit++) result = own.square(result);
    for (let i = 0; i < row.length; i++) {
      const digit = digits[i]?.[window] ?? 0;
      if (digit === 0) continue;
      const multiple = tables[i]?.[Math.abs(digit)] as T;
      const factor = digit < 0 && own.inverse !== undefined ? own.inverse(multiple) : multiple;
      result = result === undefined ? factor : own.times(result, factor);
    }
  }
  return result ?? own.one;
}

/** base to 0, 1, …, largest. */
function multiples<T>(own: Arithmetic<T>, base: T, largest: number): T[] {
  const table = [own.one, base];
  for (let i = 2; i <= largest; i++) table.push(own.times(table[i - 1] as T, base));
  return table;
}

/** The digits of a number that is not negative, lowest first. */
function digitsOf(exponent: bigint, signed: boolean): number[] {
  const plain = exponent === 0n ? [] : Array.from(exponent.toString(16), (digit) => Number.parseInt(digit, 16));
  plain.reverse();
  if (!signed) return plain;
  let carry = 0;
  const digits = plain.map((digit) => {
    const own = digit + carry;
    carry = own > 8 ? 1 : 0;
    return own - 16 * carry;
  });
  return carry > 0 ? [...digits, carry] : digits;
}
