// SPDX-License-Identifier: Apache-2.0
// Proofs of a ballot checked together. A check recomputes commitments from public data and then compares a challenge:
// here the powers of one element share their squarings, membership among them, and all are serialized at once.

import { type Element, type Group, mod, type Row } from "../core/groups/index.ts";
import type { Proof } from "../core/messages.ts";
import { scalar } from "../core/scalars.ts";
import { need, within } from "./failures.ts";

/** An element that is raised to some public powers. */
export interface Base {
  readonly element: Element;
  readonly exponents: bigint[];
  /** Where it stands, if its membership is still to be checked. */
  readonly unchecked: string | undefined;
}

export interface BasePair {
  readonly alpha: Base;
  readonly beta: Base;
}

interface Commitment {
  readonly fixed: Row;
  readonly terms: readonly { readonly base: Base; readonly index: number }[];
}

interface Waiting {
  readonly start: number;
  readonly end: number;
  readonly compare: (commitments: string[]) => void;
}

/** One exponent's claim: that a ciphertext encrypts a value. */
export interface Claim {
  readonly ciphertext: BasePair;
  readonly value: number;
}

export class Commitments {
  private readonly bases: Base[] = [];
  private readonly commitments: Commitment[] = [];
  private readonly waiting: Waiting[] = [];

  /** `y` and g are prepared for many powers; `part` names the checks of elements and numbers. */
  constructor(
    readonly group: Group,
    readonly y: Element,
    private readonly part: string,
  ) {}

  /** An element as it stands in the record. */
  read(text: string, where: string): Base {
    return this.added(
      within(this.part, where, () => this.group.unchecked(text)),
      where,
    );
  }

  /** The product of elements that are read here. */
  product(own: readonly Base[]): Base {
    const element = own.reduce((product, base) => product.times(base.element), this.group.identity);
    return this.added(element, undefined);
  }

  scalar(text: string, where: string): bigint {
    return within(this.part, where, () => scalar(this.group, text, where));
  }

  private added(element: Element, unchecked: string | undefined): Base {
    const base = { element, exponents: [], unchecked };
    this.bases.push(base);
    return base;
  }

  /** Registers products of powers, of prepared elements and of others; `compare` gets their serializations. */
  add(rows: readonly { fixed: Row; terms: readonly [Base, bigint][] }[], compare: (texts: string[]) => void): void {
    const start = this.commitments.length;
    for (const { fixed, terms } of rows) {
      const registered = terms.map(([base, exponent]) => ({ base, index: base.exponents.push(exponent) - 1 }));
      this.commitments.push({ fixed, terms: registered });
    }
    this.waiting.push({ start, end: this.commitments.length, compare });
  }

  /** That who made the proof knows the discrete logarithm of an element. */
  addSchnorr(base: Base, proof: Proof, challenge: (commitment: string) => bigint, check: string, where: string): void {
    const [c, response] = [this.scalar(proof.challenge, where), this.scalar(proof.response, where)];
    this.add([{ fixed: [[this.group.g, response]], terms: [[base, c]] }], ([commitment = ""]) => {
      const holds = mod(challenge(commitment), this.group.q) === c;
      need(holds, check, where, "the proof, or the signature, is wrong");
    });
  }

  /** That one of the claims holds (sections "Proofs of interval membership" and the like). */
  addDisjunction(
    claims: readonly Claim[],
    proofs: readonly Proof[],
    challenge: (commitments: string[]) => bigint,
    check: string,
    where: string,
  ): void {
    const { g, q } = this.group;
    let sum = 0n;
    const rows = claims.flatMap(({ ciphertext, value }, i) => {
      const { challenge: c, response: s } = proofs[i] ?? { challenge: "", response: "" };
      const [own, response] = [c, s].map((text) => this.scalar(text, `${where}, proof ${i}`)) as [bigint, bigint];
      sum += own;
      const shift = BigInt(value) * own;
      return [
        { fixed: [[g, response]] as Row, terms: [[ciphertext.alpha, own]] as [Base, bigint][] },
        {
          fixed: [[this.y, response], ...(value === 0 ? [] : [[g, -shift] as const])] as Row,
          terms: [[ciphertext.beta, own]] as [Base, bigint][],
        },
      ];
    });
    this.add(rows, (commitments) => {
      need(mod(challenge(commitments) - sum, q) === 0n, check, where, "the proof is wrong");
    });
  }

  /** Computes everything, and compares. Throws "record": elements outside of the group first. */
  run(): void {
    const { group } = this;
    const powers = new Map(
      this.bases.map((base) => {
        const { element, exponents, unchecked } = base;
        if (unchecked === undefined) return [base, group.powers(element, exponents)] as const;
        return [base, within(this.part, unchecked, () => group.checkedPowers(element, exponents))] as const;
      }),
    );
    const products = this.commitments.map(({ fixed, terms }) =>
      terms.reduce(
        (product, { base, index }) => product.times(powers.get(base)?.[index] ?? group.identity),
        group.product(fixed),
      ),
    );
    const texts = group.texts(products);
    for (const { start, end, compare } of this.waiting) compare(texts.slice(start, end));
  }
}
