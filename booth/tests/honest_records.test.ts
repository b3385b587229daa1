// SPDX-License-Identifier: Apache-2.0
// Records of other people's software: accepted, and the tally that is computed from the ballots decrypts to the votes
// in the clear. And records that grow, or do not.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { group as groupOf } from "../core/groups/index.ts";
import { readPrivateKey } from "../core/trustee_keys.ts";
import { electionIn } from "../record/checks.ts";
import { combined, compared } from "../record/tally.ts";
import { examined, recordFile } from "./corpus.ts";
import { SAMPLES, sample } from "./vectors.ts";

const { VECTORS = "" } = process.env;

function expectedOf(name: string): { uuid: string; ballots: number; counted: number; result: unknown[] } {
  return JSON.parse(readFileSync(join(VECTORS, "records", name, "expected.json"), "utf8"));
}

for (const name of SAMPLES) {
  test(`${name}: every check passes, and the voters are counted`, async () => {
    const expected = expectedOf(name);
    const { reading } = await examined(recordFile("records", name, `${expected.uuid}.bel`));
    assert.equal(reading.ballots.length, expected.ballots);
    assert.equal(reading.counted, expected.counted);
    assert.equal(reading.credentials.length, sample(name).roll.length);
  });
}

for (const name of ["president-ed25519", "president-open-ed25519", "president-belenios2048"]) {
  test(`${name}: the tally holds the votes`, async () => {
    const expected = expectedOf(name);
    const { reading, tally } = await examined(recordFile("records", name, `${expected.uuid}.bel`));
    const group = groupOf(reading.group);
    const secrets = [...sample(name).secrets].filter(([file]) => file.endsWith(".privkey"));
    const key = secrets.reduce((sum, [, text]) => sum + readPrivateKey(group, text), 0n);
    const [choices] = JSON.parse(tally.tally) as { alpha: string; beta: string }[][];
    const counts = (choices ?? []).map(({ alpha, beta }) => {
      const decrypted = group.element(beta).times(group.power(group.element(alpha), -key));
      return Array.from({ length: 100 }, (_, i) => i).find((i) => group.power(group.g, BigInt(i)).equals(decrypted));
    });
    assert.deepEqual([counts], expected.result);
  });
}

test("what is shuffled last is what is decrypted", async () => {
  const name = "mixed-threshold-ed25519";
  const { uuid } = expectedOf(name);
  const { reading, tally } = await examined(recordFile("records", name, `${uuid}.bel`));
  assert.ok(reading.shuffles.length >= 2);
  const last = reading.shuffles.at(-1);
  assert.ok(last);
  const file = recordFile("records", name, `${uuid}.bel`);
  const shuffle = JSON.parse(await file.slice(last.offset, last.offset + last.size).text());
  assert.deepEqual(JSON.parse(tally.ciphertexts), shuffle.ciphertexts);
  assert.ok(
    JSON.parse(tally.tally).some((part: unknown) => JSON.stringify(part) === JSON.stringify(shuffle.ciphertexts[0])),
  );
});

test("a record that was seen before: longer is right, shorter and another are not", async () => {
  const [open] = [recordFile("broken", "honest-open.bel")];
  const { reading } = await examined(open);
  const { last } = reading;
  assert.deepEqual((await examined(open, last)).reading.last, last);
  const earlier = await cutBefore(open);
  const before = (await examined(earlier)).reading.last;
  assert.equal(before.height, last.height - 1);
  assert.deepEqual((await examined(open, before)).reading.last, last);
  await assert.rejects(examined(earlier, last), { code: "record", check: "history.since", message: /is gone/ });
  const other = { ...last, hash: before.hash };
  await assert.rejects(examined(open, other), { code: "record", check: "history.since", message: /at this height/ });
});

/** Without its last event and what belongs to it. */
async function cutBefore(file: Blob): Promise<Blob> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const ends: number[] = [];
  for (let at = 0; at < bytes.length;) {
    const header = new TextDecoder().decode(bytes.subarray(at, at + 512));
    at += 512 + Math.ceil(Number.parseInt(header.slice(124, 135), 8) / 512) * 512;
    if (header.slice(64, 80).startsWith(".event.json")) ends.push(at);
  }
  return file.slice(0, ends.at(-2));
}

test("a tally without an entry for each question is none, though nothing is in it", async () => {
  const { uuid } = expectedOf("nh-rfc3526");
  const { reading } = await examined(recordFile("records", "nh-rfc3526", `${uuid}.bel`));
  const election = electionIn(reading.election);
  const nothing = combined(election, []);
  const publish = (content: string) => compared(election, nothing, new TextEncoder().encode(content), "the tally");
  assert.deepEqual(publish("[[]]"), [[]]);
  assert.throws(() => publish("[]"), { code: "record", check: "json.syntax" });
});
