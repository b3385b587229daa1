// SPDX-License-Identifier: Apache-2.0
// Makes shuffles and their proofs (section "Shuffle algorithms").
//
// Indexes count from 0; letters are the specification's. The permutation is a secret that indexes lists: who can
// watch the memory of the trustee's machine learns it (see the threat model).

import { shuffleChallenge, shuffleChallenges, shuffleStatement } from "./challenges.ts";
import type { Election } from "./elections.ts";
import { written } from "./encryption.ts";
import { type Element, type Group, mod, type Row, secretProduct } from "./groups/index.ts";
import type { Ciphertext, Shuffle, ShuffleProof } from "./messages.ts";
import { type Progress, type Tick, ticking } from "./progress.ts";
import { below, draw } from "./randomness.ts";
import { type Pair, read } from "./tally.ts";

interface Shuffled {
  readonly pairs: readonly Pair[];
  readonly randomness: readonly bigint[];
  readonly permutation: readonly number[];
}

/**
 * Re-encrypts and permutes the ciphertexts of each non-homomorphic question, with proofs. Throws "element".
 *
 * Progress counts the six powers or so that each ciphertext takes in steps of one ciphertext and stage.
 */
export function makeShuffle(
  election: Election,
  before: readonly (readonly Ciphertext[])[],
  progress?: Progress,
): Shuffle {
  const tick = ticking(4 * before.flat().length, progress);
  const made = before.map((own) => {
    const pairs = own.map((ciphertext) => read(election.group, ciphertext));
    const shuffled = genShuffle(election.group, election.y, pairs, tick);
    const after = shuffled.pairs.map(written);
    return { after, proof: genShuffleProof(election, own, after, shuffled, tick) };
  });
  return { ciphertexts: made.map(({ after }) => after), proofs: made.map(({ proof }) => proof) };
}

/** GenPermutation. */
export function genPermutation(size: number): number[] {
  const rest = Array.from({ length: size }, (_, i) => i);
  return rest.map((_, i) => {
    const k = i + below(size - i);
    const chosen = at(rest, k);
    rest[k] = at(rest, i);
    return chosen;
  });
}

/** GenShuffle. */
function genShuffle(group: Group, y: Element, pairs: readonly Pair[], tick: Tick): Shuffled {
  const permutation = genPermutation(pairs.length);
  const randomness = pairs.map(() => draw(group));
  const encrypted = pairs.map(({ alpha, beta }, i) => {
    const r = at(randomness, i);
    tick();
    return { alpha: alpha.times(group.secretPower(group.g, r)), beta: beta.times(group.secretPower(y, r)) };
  });
  return { pairs: permutation.map((j) => at(encrypted, j)), randomness, permutation };
}

/** GenShuffleProof(e, e', r', ψ, pk, φ). */
function genShuffleProof(
  election: Election,
  before: readonly Ciphertext[],
  after: readonly Ciphertext[],
  { pairs, randomness, permutation: psi }: Shuffled,
  tick: Tick,
): ShuffleProof {
  const { group, y: pk, fingerprint } = election;
  const { g, q } = group;
  const size = before.length;
  const { h, generators } = independentGenerators(group, size, tick);
  const drawn = (count: number) => Array.from({ length: count }, () => draw(group));
  // GenPermutationCommitment
  const r = drawn(size);
  const c: Element[] = Array.from({ length: size }, () => group.identity);
  psi.forEach((j, i) => {
    c[j] = group.secretPower(g, at(r, j)).times(at(generators, i));
  });
  const cTexts = c.map(String);
  const statement = shuffleStatement(before, after, cTexts);
  const u = shuffleChallenges(fingerprint, statement, size).map((x) => mod(x, q));
  const uPrime = psi.map((j) => at(u, j));
  // GenCommitmentChain
  const rHat = drawn(size);
  const chain = [h];
  for (let i = 0; i < size; i++) {
    chain.push(
      secretProduct(group, [
        [g, at(rHat, i)],
        [at(chain, i), at(uPrime, i)],
      ]),
    );
    tick();
  }
  const cHat = chain.slice(1).map(String);
  const [w, wHat, wPrime] = [drawn(4), drawn(size), drawn(size)];
  const [w1, w2, w3, w4] = [at(w, 0), at(w, 1), at(w, 2), at(w, 3)];
  const t = (row: Row) => String(secretProduct(group, row));
  const tHat: string[] = [];
  for (let i = 0; i < size; i++) {
    tHat.push(
      t([
        [g, at(wHat, i)],
        [at(chain, i), at(wPrime, i)],
      ]),
    );
    tick();
  }
  const commitment: ShuffleProof[0] = [
    t([[g, w1]]),
    t([[g, w2]]),
    t([[g, w3], ...generators.map((own, i) => [own, at(wPrime, i)] as const)]),
    [
      t([[pk, -w4], ...pairs.map(({ beta }, i) => [beta, at(wPrime, i)] as const)]),
      t([[g, -w4], ...pairs.map(({ alpha }, i) => [alpha, at(wPrime, i)] as const)]),
    ],
    tHat,
  ];
  const challenge = mod(shuffleChallenge(fingerprint, commitment, statement, cHat, String(pk)), q);
  // responses: v_i is the product of the u' behind i
  const v: bigint[] = [];
  uPrime.reduceRight((product, x) => {
    v.unshift(product);
    return mod(product * x, q);
  }, 1n);
  const response = (own: bigint, secret: bigint) => String(mod(own + challenge * secret, q));
  const sum = (left: readonly bigint[], right: readonly bigint[]) =>
    left.reduce((total, a, i) => total + a * at(right, i), 0n);
  const responses: ShuffleProof[1] = [
    response(
      w1,
      r.reduce((total, a) => total + a, 0n),
    ),
    response(w2, sum(rHat, v)),
    response(w3, sum(r, u)),
    response(w4, sum(randomness, u)),
    wHat.map((own, i) => response(own, at(rHat, i))),
    wPrime.map((own, i) => response(own, at(uPrime, i))),
  ];
  return [commitment, responses, cTexts, cHat];
}

/** GetSecondaryGenerator and GetGenerators: none is trivial, no two are the same. */
function independentGenerators(group: Group, count: number, tick: Tick): { h: Element; generators: Element[] } {
  const h = group.generator(-1);
  const generators = Array.from({ length: count }, (_, i) => {
    tick();
    return group.generator(i);
  });
  const all = new Set([group.identity, group.g, h, ...generators].map(String));
  if (all.size !== count + 3) throw new Error("the independent generators of the group are not independent");
  return { h, generators };
}

function at<T>(row: readonly T[], index: number): T {
  const own = row[index];
  if (own === undefined) throw new RangeError("unreachable: lists have one length");
  return own;
}
