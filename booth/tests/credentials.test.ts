// SPDX-License-Identifier: Apache-2.0
// Private credentials of belenios-tool 2.0 and 3.0, of vectors, and new ones.

import assert from "node:assert/strict";
import { test } from "node:test";
import { derive, issue } from "../core/credential_authority.ts";
import { ALPHABET, generate, publicCredential, secretExponent } from "../core/credentials.ts";
import { group, NAMES } from "../core/groups/index.ts";
import { cases, SAMPLES, sample } from "./vectors.ts";

const UUID = "uuid1111111111";

for (const own of cases<{
  uuid: string;
  credential: string;
  salts: string[] | null;
  exponent: string | null;
  what: string;
}>("credentials")) {
  test(`vector: ${own.what}`, () => {
    const exponent = () => secretExponent(group("Ed25519"), own.uuid, own.credential, own.salts ?? undefined);
    if (own.exponent !== null) assert.equal(String(exponent()), own.exponent);
    else {
      assert.throws(exponent, (error: { code?: string; message: string }) => {
        assert.match(error.code ?? "", /^credential/);
        assert.ok(own.credential === "" || !error.message.includes(own.credential));
        return true;
      });
    }
  });
}

for (const name of SAMPLES) {
  test(`every private credential of ${name} is on its roll`, () => {
    const { uuid, group: groupName, roll, secrets } = sample(name);
    const own = group(groupName);
    const text = secrets.get("private_creds") ?? "";
    const privates = text.startsWith("{")
      ? Object.values<string>(JSON.parse(text))
      : text
          .trim()
          .split("\n")
          .map((line) => line.split(" ").at(-1) ?? "");
    const known = new Set(roll.map((entry) => entry.split(",")[0]));
    assert.equal(privates.length, roll.length);
    for (const credential of privates.slice(0, 10)) {
      assert.ok(known.has(String(publicCredential(own, secretExponent(own, uuid, credential)))));
    }
  });
}

test("new credentials have the form of the specification, and every character of the alphabet", () => {
  const made = Array.from({ length: 300 }, generate);
  for (const credential of made) {
    assert.match(
      credential,
      /^[1-9A-HJ-NP-Za-km-z]{5}-[1-9A-HJ-NP-Za-km-z]{6}-[1-9A-HJ-NP-Za-km-z]{5}-[1-9A-HJ-NP-Za-km-z]{6}$/,
    );
  }
  assert.equal(new Set(made).size, made.length);
  assert.equal(new Set(made.join("").replaceAll("-", "")).size, ALPHABET.length);
});

for (const name of NAMES) {
  test(`the roll of ${name} is in the group's order, which is not the voters'`, () => {
    const voters = Array.from({ length: 12 }, (_, i) => ({ login: String(i) }));
    const own = group(name);
    const made = issue(own, UUID, voters);
    const roll: string[] = JSON.parse(made.public);
    const bytes = roll.map((text) => (name === "Ed25519" ? Buffer.from(text, "hex").reverse().toString("hex") : text));
    const expected = [...bytes].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
    assert.deepEqual(bytes, expected);
    const derived = made.private.map(([, credential]) =>
      String(publicCredential(own, secretExponent(own, UUID, credential))),
    );
    assert.deepEqual(new Set(derived), new Set(roll));
    assert.notDeepEqual(derived, roll);
  });
}

test("a list of voters that is not right", () => {
  const own = group("Ed25519");
  const wrong = [
    [],
    [{ login: "a" }, { login: "a" }],
    [{ login: "" }],
    [{ login: "a", weight: 0 }],
    [{ login: "a", weight: 1.5 }],
    [{ login: "a", weight: -1 }],
    [{ login: "a", weight: 1e12 }, { login: "b" }],
  ];
  for (const voters of wrong) assert.throws(() => issue(own, UUID, voters), { code: "voters" });
});

test("one weight makes all of the roll weighted", () => {
  const { public: roll } = issue(group("Ed25519"), UUID, [{ login: "a", weight: 3 }, { login: "b" }]);
  assert.deepEqual(
    JSON.parse(roll)
      .map((entry: string) => entry.split(",")[1])
      .sort(),
    ["1", "3"],
  );
});

test("voters who keep their credentials: the same roll for the same uuid, another for another", () => {
  const own = group("Ed25519");
  const first = issue(own, UUID, [{ login: "a", weight: 2 }, { login: "b" }]);
  const voters = first.private.map(([login, credential], i) => ({ login, credential, weight: 2 - i }));
  assert.equal(derive(own, UUID, voters).public, first.public);
  const second = JSON.parse(derive(own, "uuid2222222222", voters).public) as string[];
  assert.equal(second.filter((entry) => first.public.includes(entry)).length, 0);
  const [voter] = voters;
  assert.ok(voter);
  assert.throws(() => derive(own, UUID, [voter, { ...voter, login: "c" }]), { code: "voters" });
  assert.throws(() => derive(own, UUID, [{ ...voter, credential: "mistyped" }]), { code: "credential" });
});
