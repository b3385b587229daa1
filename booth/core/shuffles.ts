// SPDX-License-Identifier: Apache-2.0
// Makes shuffles and their proofs (section "Shuffle algorithms").
//
// Indexes count from 0; letters are the specification's. The permutation is a secret that indexes lists: who can
// watch the memory of the trustee's machine learns it (see the threat model).

import { shuffleChallenge, shuffleChallenges, shuffleStatement } from "./challenges.ts";
import type { Election } from "./elections.ts";
import { written } from "./encryption.ts";
import { type Element, type Group, mod } from "./groups/index.ts";
import type { Ciphertext, Shuffle, ShuffleProof } from "./messages.ts";
import { type Progress, type Tick, ticking } from "./progress.ts";
import { below, draw } from "./randomness.ts";
import { type Pair, read } from "./tally.ts";

interface Shuffled {
  readonly pairs: readonly Pair[];
  readonly randomness: readonly bigint[];
  readonly permutation: readonly number[];
}

/** What progress counts for each ciphertext: reading, re-encryption, generator, chain, and four powers of the proof. */
const UNITS = 8;

/** Re-encrypts and permutes the ciphertexts of each non-homomorphic question, with proofs. Throws "element". */
export function makeShuffle(
  election: Election,
  before: readonly (readonly Ciphertext[])[],
  progress?: Progress,
): Shuffle {
  const tick = ticking(UNITS * before.flat().length, progress);
  const made = before.map((own) => {
    const pairs = own.map((ciphertext) => {
      tick();
      return read(election.group, ciphertext);
    });
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
  const randomness = drawn(group, pairs.length);
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
  shuffled: Shuffled,
  tick: Tick,
): ShuffleProof {
  const { group, y: pk, fingerprint } = election;
  const size = before.length;
  const { h, generators } = independentGenerators(group, size, tick);
  const { c, r } = genPermutationCommitment(group, shuffled.permutation, generators);
  const statement = shuffleStatement(before, after, c);
  const u = shuffleChallenges(fingerprint, statement, size).map((x) => mod(x, group.q));
  const uPrime = shuffled.permutation.map((j) => at(u, j));
  const { chain, rHat } = genCommitmentChain(group, h, uPrime, tick);
  const cHat = chain.slice(1).map(String);
  const w = { plain: drawn(group, 4), hat: drawn(group, size), prime: drawn(group, size) };
  const commitment = commitments(group, pk, { generators, chain, pairs: shuffled.pairs }, w, tick);
  const challenge = mod(shuffleChallenge(fingerprint, commitment, statement, cHat, String(pk)), group.q);
  const response = (own: bigint, secret: bigint) => String(mod(own + challenge * secret, group.q));
  const v = productsBehind(uPrime, group.q);
  const secrets = [r.reduce((sum, x) => sum + x, 0n), inner(rHat, v), inner(r, u), inner(shuffled.randomness, u)];
  const [s1 = "", s2 = "", s3 = "", s4 = ""] = secrets.map((secret, i) => response(at(w.plain, i), secret));
  const sHat = rHat.map((secret, i) => response(at(w.hat, i), secret));
  const sPrime = uPrime.map((secret, i) => response(at(w.prime, i), secret));
  return [commitment, [s1, s2, s3, s4, sHat, sPrime], c, cHat];
}

/** GenPermutationCommitment(ψ, h): c and r. */
function genPermutationCommitment(group: Group, psi: readonly number[], generators: readonly Element[]) {
  const r = drawn(group, psi.length);
  const c = psi.map(() => "");
  psi.forEach((j, i) => {
    c[j] = String(group.secretPower(group.g, at(r, j)).times(at(generators, i)));
  });
  return { c, r };
}

/** GenCommitmentChain(h, u'): h with ĉ behind it, and r̂. */
function genCommitmentChain(group: Group, h: Element, uPrime: readonly bigint[], tick: Tick) {
  const rHat = drawn(group, uPrime.length);
  const chain = [h];
  uPrime.forEach((x, i) => {
    chain.push(group.secretPower(group.g, at(rHat, i)).times(group.secretPower(at(chain, i), x)));
    tick();
  });
  return { chain, rHat };
}

/** t_1, t_2, t_3, t_4 and t̂. */
function commitments(
  group: Group,
  pk: Element,
  { generators, chain, pairs }: { generators: readonly Element[]; chain: readonly Element[]; pairs: readonly Pair[] },
  w: { plain: readonly bigint[]; hat: readonly bigint[]; prime: readonly bigint[] },
  tick: Tick,
): ShuffleProof[0] {
  const { g } = group;
  const [w1, w2, w3, w4] = [at(w.plain, 0), at(w.plain, 1), at(w.plain, 2), at(w.plain, 3)];
  let [t3, t41, t42] = [group.secretPower(g, w3), group.secretPower(pk, -w4), group.secretPower(g, -w4)];
  const power = (base: Element, exponent: bigint) => {
    tick();
    return group.secretPower(base, exponent);
  };
  const tHat = pairs.map(({ alpha, beta }, i) => {
    const x = at(w.prime, i);
    t3 = t3.times(power(at(generators, i), x));
    t41 = t41.times(power(beta, x));
    t42 = t42.times(power(alpha, x));
    return String(group.secretPower(g, at(w.hat, i)).times(power(at(chain, i), x)));
  });
  const [t1, t2] = [group.secretPower(g, w1), group.secretPower(g, w2)];
  return [String(t1), String(t2), String(t3), [String(t41), String(t42)], tHat];
}

/** v_i, the product of all u'_j with j > i. */
function productsBehind(uPrime: readonly bigint[], q: bigint): bigint[] {
  const products: bigint[] = [];
  let product = 1n;
  for (const x of [...uPrime].reverse()) {
    products.push(product);
    product = (product * x) % q;
  }
  return products.reverse();
}

function inner(left: readonly bigint[], right: readonly bigint[]): bigint {
  return left.reduce((sum, x, i) => sum + x * at(right, i), 0n);
}

function drawn(group: Group, count: number): bigint[] {
  return Array.from({ length: count }, () => draw(group));
}

/** GetSecondaryGenerator and GetGenerators: none is trivial, no two are the same. */
export function independentGenerators(group: Group, count: number, tick: Tick): { h: Element; generators: Element[] } {
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
