// SPDX-License-Identifier: Apache-2.0
// What belenios-tool 2.0 and 3.0 wrote: elections, signatures of ballots, trustees, keys.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fingerprint, signature } from "../core/challenges.ts";
import { readElection } from "../core/elections.ts";
import { group as groupOf } from "../core/groups/index.ts";
import { checkSchnorr } from "../core/schnorr.ts";
import { steps } from "../core/steps.ts";
import { publicKey, readPrivateKey } from "../core/trustee_keys.ts";
import { readTrustees } from "../core/trustees.ts";
import { SAMPLES, sample } from "./vectors.ts";

for (const name of SAMPLES) {
  const own = sample(name);
  const election = readElection(own.election);

  test(`${name}: ballots are signed by their credentials, over their own content`, () => {
    const { group } = election;
    assert.equal(election.uuid, own.uuid);
    for (const content of own.ballots.slice(0, 3)) {
      const { signature: signed, ...unsigned } = JSON.parse(content);
      assert.equal(unsigned.election_hash, election.fingerprint);
      assert.equal(signed.hash, fingerprint(JSON.stringify(unsigned)));
      const statement = [[group.g, group.element(unsigned.credential)]] as const;
      const check = (hash: string) =>
        checkSchnorr(group, statement, signed.proof, ([commitment = ""]) => signature(hash, commitment), "ballot");
      assert.ok(check(signed.hash));
      assert.ok(!check(`${signed.hash}x`));
    }
  });

  test(`${name}: the election's key is made of the trustees' keys`, () => {
    assert.ok(readTrustees(election, own.trustees).length > 0);
  });

  const keys = [...own.secrets].filter(([file]) => file.endsWith(".privkey"));
  for (const [file, text] of keys) {
    test(`${name}: ${file} belongs to its public key, who is a trustee`, () => {
      const expected = JSON.parse(own.secrets.get(file.replace("privkey", "pubkey")) ?? "").public_key;
      const key = publicKey(election.group, readPrivateKey(election.group, text)).public_key;
      assert.equal(key, expected);
      const { owner } = steps.findTrustee({ election: own.election, trustees: own.trustees, key });
      assert.equal(steps.findTrustee({ election: own.election, trustees: own.trustees, key }).trustees[owner - 1], key);
    });
  }
}

test("trustees of another election, one less, and a stranger's key", () => {
  const own = sample("president-ed25519");
  const { election, trustees } = own;
  const items = JSON.parse(trustees);
  const other = sample("lists-ed25519").trustees;
  const key = items[0][1].public_key;
  for (const wrong of [other, JSON.stringify(items.slice(1)), JSON.stringify([...items, items[0]])]) {
    assert.throws(() => steps.findTrustee({ election, trustees: wrong, key }), { code: "trustees" });
  }
  const stranger = steps.newTrusteeKey({ group: "Ed25519" }).key;
  assert.throws(() => steps.findTrustee({ election, trustees, key: stranger }), { code: "key" });
});

test("one person as two trustees", () => {
  const made = steps.newTrusteeKey({ group: "Ed25519" });
  const group = groupOf("Ed25519");
  const twice = String(group.element(made.key).times(group.element(made.key)));
  const trustees = JSON.stringify([0, 1].map(() => ["Single", JSON.parse(made.publicKey)]));
  const message = JSON.parse(sample("president-ed25519").election);
  const election = JSON.stringify({ ...message, public_key: twice });
  assert.throws(() => steps.findTrustee({ election, trustees, key: made.key }), {
    code: "trustees",
    message: /two trustees have one public key/,
  });
});

/** The trustees of a 2-of-3 group of release 3.0, one thing in them changed. */
function threshold(change: (parameters: Record<string, never[]>) => void): string {
  const items = JSON.parse(sample("mixed-threshold-ed25519").trustees);
  change(items.find(([kind]: [string]) => kind === "Pedersen")[1]);
  return JSON.stringify(items);
}

const LIES: Record<string, (parameters: Record<string, unknown[]>) => void> = {
  "two keys changed places": ({ verification_keys: keys = [] }) => keys.reverse(),
  "coefficients of another": ({ coefexps = [] }) => coefexps.reverse(),
  "signatures of others": ({ signatures = [] }) => signatures.reverse(),
  "certificates changed places": ({ certs = [] }) => certs.reverse(),
  "no signatures": (parameters) => delete parameters.signatures,
  "a key without its signature": ({ verification_keys: keys = [] }) => {
    delete (keys[0] as { signature?: unknown }).signature;
  },
  "a key with another's proof": ({ verification_keys: keys = [] }) => {
    const [first, second] = keys as { pok: unknown }[];
    if (first && second) first.pok = second.pok;
  },
  "a trustee less": ({ verification_keys: keys = [] }) => keys.pop(),
};

for (const [what, change] of Object.entries(LIES)) {
  test(`threshold trustees: ${what}`, () => {
    const { election } = sample("mixed-threshold-ed25519");
    const trustees = threshold(change as never);
    const key = String(readElection(election).group.g);
    assert.throws(
      () => steps.findTrustee({ election, trustees, key }),
      ({ code }: { code: string }) => ["trustees", "ceremony"].includes(code),
    );
  });
}

test("what is no private key", () => {
  const { group } = readElection(sample("president-ed25519").election);
  for (const wrong of ["", "0", "-1", `${group.q}`, "01", '"1', "1.0", "0x1", "１"]) {
    assert.throws(() => readPrivateKey(group, wrong), { code: "key" });
  }
  assert.equal(readPrivateKey(group, ' "17"\n'), 17n);
});
