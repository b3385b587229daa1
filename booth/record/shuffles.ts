// SPDX-License-Identifier: Apache-2.0
// Check of a shuffle (section "Shuffle algorithms", CheckShuffleProof). Letters are the specification's.

import { shuffleChallenge, shuffleChallenges, shuffleStatement } from "../core/challenges.ts";
import type { Election } from "../core/elections.ts";
import { type Element, type Group, mod, type Row } from "../core/groups/index.ts";
import { type Ciphertext, Shuffle, type ShuffleProof } from "../core/messages.ts";
import { scalar } from "../core/scalars.ts";
import { independentGenerators } from "../core/shuffles.ts";
import { need, within } from "./failures.ts";
import { read } from "./json.ts";

/** Terms of a product that share their squarings: more take too much memory for their tables. */
const TOGETHER = 512;

/**
 * The shuffled ciphertexts encrypt the same as those before, in another order; a list for each question that is
 * shuffled. `before` was checked. Gives those after. Throws "record".
 */
export function checkShuffle(
  election: Election,
  before: readonly Ciphertext[][],
  content: Uint8Array,
  where: string,
  tick: () => void,
): Ciphertext[][] {
  const { ciphertexts, proofs } = read(content, Shuffle, where);
  const fits =
    ciphertexts.length === before.length &&
    proofs.length === before.length &&
    before.every((own, i) => ciphertexts[i]?.length === own.length && hasShape(proofs[i], own.length));
  need(fits, "shuffle.shape", where, "the numbers of ciphertexts or of parts of the proof do not fit the tally");
  before.forEach((own, i) => {
    const after = ciphertexts[i] ?? [];
    const place = `${where}, part ${i}`;
    const known = new Set(own.map(textOf));
    const same = after.filter((ciphertext) => known.has(textOf(ciphertext))).length;
    const statement = { before: own, after, proof: proofs[i] as ShuffleProof };
    const holds = within("shuffle", place, () => isShuffle(election, statement, tick));
    need(same === 0, "shuffle.fresh", place, `${same} of ${after.length} ciphertexts were not encrypted anew`);
    need(holds, "shuffle.proof", place, "the proof of the shuffle is wrong");
  });
  return ciphertexts;
}

function textOf({ alpha, beta }: Ciphertext): string {
  return `${alpha},${beta}`;
}

function hasShape(proof: ShuffleProof | undefined, size: number): boolean {
  if (proof === undefined) return false;
  const [rand, response, permutation, chained] = proof;
  return [rand[4], response[4], response[5], permutation, chained].every((own) => own.length === size);
}

interface Statement {
  readonly before: readonly Ciphertext[];
  readonly after: readonly Ciphertext[];
  readonly proof: ShuffleProof;
}

/** CheckShuffleProof(π, e, e', pk, φ). Throws "element" and "scalar". */
function isShuffle(election: Election, { before, after, proof }: Statement, tick: () => void): boolean {
  const { group, y: pk, fingerprint: phi } = election;
  const { g, q } = group;
  const [rand, response, permutation, chained] = proof;
  const ticking =
    <T>(work: (text: string) => T) =>
    (text: string) => {
      const own = work(text);
      tick();
      return own;
    };
  const element = (text: string) => group.element(text);
  const newAlpha = after.map(({ alpha }) => element(alpha));
  const newBeta = after.map(({ beta }) => ticking(element)(beta));
  const [t1, t2, t3, t4, tHat] = [
    element(rand[0]),
    element(rand[1]),
    element(rand[2]),
    rand[3].map(element),
    rand[4].map(element),
  ];
  const c = permutation.map(ticking(element));
  const cHat = chained.map(ticking(element));
  const number = (text: string) => scalar(group, text, "the response");
  const [s1, s2, s3, s4] = [number(response[0]), number(response[1]), number(response[2]), number(response[3])];
  const sHat = response[4].map(number);
  const sPrime = response[5].map(number);
  const oldAlpha = before.map(({ alpha }) => group.unchecked(alpha)); // checked before
  const oldBeta = before.map(({ beta }) => group.unchecked(beta));
  const { h, generators } = independentGenerators(group, before.length, tick);
  const statement = shuffleStatement(before, after, permutation);
  const u = shuffleChallenges(phi, statement, before.length).map((x) => mod(x, q));
  const x = mod(shuffleChallenge(phi, rand, statement, chained, String(pk)), q);
  const productOfU = u.reduce((product, own) => (product * own) % q, 1n);
  const last = cHat.at(-1) ?? h;
  const zip = (bases: readonly Element[], exponents: readonly bigint[]) =>
    bases.map((base, i) => [base, exponents[i] ?? 0n] as const);
  const scaled = (factor: bigint) => u.map((own) => mod(factor * own, q));
  // each row is what the specification calls t', with its products multiplied out
  const rows: readonly (readonly [Element | undefined, Row])[] = [
    [t1, [...c.map((own) => [own, -x] as const), ...generators.map((own) => [own, x] as const), [g, s1]]],
    [
      t2,
      [
        [last, -x],
        [h, x * productOfU],
        [g, s2],
      ],
    ],
    [t3, [...zip(c, scaled(-x)), [g, s3], ...zip(generators, sPrime)]],
    [t4[0], [...zip(oldBeta, scaled(-x)), [pk, -s4], ...zip(newBeta, sPrime)]],
    [t4[1], [...zip(oldAlpha, scaled(-x)), [g, -s4], ...zip(newAlpha, sPrime)]],
    ...tHat.map((own, i) => {
      const row: Row = [
        [cHat[i] ?? h, -x],
        [g, sHat[i] ?? 0n],
        [cHat[i - 1] ?? h, sPrime[i] ?? 0n],
      ];
      return [own, row] as const;
    }),
  ];
  return rows.every(([own, row]) => {
    tick();
    return own?.equals(inParts(group, row)) === true;
  });
}

function inParts(group: Group, row: Row): Element {
  let result = group.identity;
  for (let at = 0; at < row.length; at += TOGETHER) result = result.times(group.product(row.slice(at, at + TOGETHER)));
  return result;
}
