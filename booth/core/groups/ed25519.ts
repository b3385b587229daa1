// SPDX-License-Identifier: Apache-2.0
// Ed25519 as Belenios uses it (specification, section "Ed25519"), on @noble/curves.
//
// An element is written as the 256-bit number of its RFC 8032 form in hexadecimal: the bytes backwards.

import { normalizeZ } from "@noble/curves/abstract/curve.js";
import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { BoothError } from "../errors.ts";
import { candidates, embedding } from "./embedding.ts";
import { type Element, type Embedding, type Group, mod, type Row } from "./group.ts";
import { ED25519, EMBEDDING_ED25519 } from "./parameters.ts";
import { type Arithmetic, powers, product } from "./vartime.ts";

const { Point } = ed25519;
type Point = InstanceType<typeof Point>;

const ARITHMETIC: Arithmetic<Point> = {
  one: Point.ZERO,
  times: (left, right) => left.add(right),
  square: (own) => own.double(),
  inverse: (own) => own.negate(),
};

const HEXADECIMAL = /^[0-9a-f]{64}$/;
/** Windows of the precomputed tables: 8 ms to make, then six times as fast. */
const WINDOW = 6;

class CurveElement implements Element {
  constructor(
    readonly point: Point,
    /** Whether the point has a table for its powers. */
    readonly prepared = false,
  ) {}

  toString(): string {
    return bytesToHex(this.point.toBytes().reverse());
  }

  times(other: Element): CurveElement {
    return new CurveElement(this.point.add(own(other).point));
  }

  equals(other: Element): boolean {
    return this.point.equals(own(other).point);
  }
}

function own(element: Element): CurveElement {
  if (!(element instanceof CurveElement)) throw new TypeError("an element of another group");
  return element;
}

/** The point of the whole curve that a 256-bit number in hexadecimal stands for, as RFC 8032 reads it; or null. */
function uncompress(text: string): Point | null {
  try {
    return Point.fromBytes(hexToBytes(text).reverse());
  } catch {
    return null;
  }
}

export class Ed25519Group implements Group {
  readonly name = ED25519;
  readonly q = Point.Fn.ORDER;
  readonly g = new CurveElement(Point.BASE, true);
  readonly identity = new CurveElement(Point.ZERO);
  readonly embedding: Embedding = embedding(...EMBEDDING_ED25519, 255);

  element(text: string): Element {
    const element = this.unchecked(text);
    this.checkedPowers(element, []);
    return element;
  }

  unchecked(text: string): Element {
    if (!HEXADECIMAL.test(text)) throw new BoothError("element", "not 64 lower-case hexadecimal digits");
    const point = uncompress(text);
    if (point === null) throw new BoothError("element", "not a point of the curve in its only form");
    return new CurveElement(point);
  }

  checkedPowers(base: Element, exponents: readonly bigint[]): Element[] {
    // q is not reduced here: the point to q is the identity in the subgroup of order q, and nowhere else
    const reduced = exponents.map((exponent) => mod(exponent, this.q));
    const [order, ...rest] = powers(ARITHMETIC, own(base).point, [this.q, ...reduced]);
    if (order?.is0() !== true) throw new BoothError("element", "not in the subgroup of prime order");
    return rest.map((power) => new CurveElement(power));
  }

  powers(base: Element, exponents: readonly bigint[]): Element[] {
    const { point, prepared } = own(base);
    if (prepared) return exponents.map((exponent) => this.power(base, exponent));
    const reduced = exponents.map((exponent) => mod(exponent, this.q));
    return powers(ARITHMETIC, point, reduced).map((power) => new CurveElement(power));
  }

  product(row: Row): Element {
    const reduced = row.map(([base, exponent]) => [own(base), mod(exponent, this.q)] as const);
    const plain = reduced.filter(([base]) => !base.prepared);
    const rest = product(
      ARITHMETIC,
      plain.map(([base, exponent]) => [base.point, exponent] as const),
    );
    return reduced
      .filter(([base]) => base.prepared)
      .reduce<Element>((sum, [base, exponent]) => sum.times(this.power(base, exponent)), new CurveElement(rest));
  }

  texts(elements: readonly Element[]): string[] {
    const points = normalizeZ(
      Point,
      elements.map((element) => own(element).point),
    );
    return points.map((point) => String(new CurveElement(point)));
  }

  prepare(element: Element): Element {
    const { point } = own(element);
    return point.is0() ? element : new CurveElement(point.precompute(WINDOW), true);
  }

  power(base: Element, exponent: bigint): Element {
    return new CurveElement(own(base).point.multiplyUnsafe(mod(exponent, this.q)));
  }

  secretPower(base: Element, exponent: bigint): Element {
    const { point } = own(base);
    if (point.is0()) return this.identity;
    const reduced = mod(exponent, this.q);
    // The library refuses zero, which plaintexts and proofs have: the same work is done, for one.
    const zero = reduced === 0n;
    const power = new CurveElement(point.multiply(zero ? 1n : reduced));
    return zero ? this.identity : power;
  }

  ofInts(values: readonly number[]): Element {
    for (const candidate of candidates(values, this.embedding)) {
      const point = uncompress(padded(candidate));
      if (point?.isTorsionFree()) return new CurveElement(point);
    }
    throw new Error("unreachable: the candidates end with an error");
  }

  generator(index: number): Element {
    let candidate = BigInt(`0x${bytesToHex(sha256(utf8ToBytes(`ggen|${index}`)))}`) >> 2n;
    for (; ; candidate++) {
      const point = uncompress(padded(candidate));
      if (point !== null) return new CurveElement(point.clearCofactor());
    }
  }
}

function padded(value: bigint): string {
  return value.toString(16).padStart(64, "0");
}
