// SPDX-License-Identifier: Apache-2.0
// Votes that are refused, openings of challenged ballots, and elections that make no sense. That ballots are accepted
// is for the verifier to say: tests/interop/test_booth_elections.py.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fingerprint } from "../core/challenges.ts";
import { GROUPS, type Vote } from "../core/index.ts";
import { steps } from "../core/steps.ts";

const UUID = "uuid1111111111";
const CREDENTIAL = "zaau6-UgXheU-iUVXy-xQtVnr";
const CHOICE = { answers: ["A", "B", "C"], min: 1, max: 2, question: "Whom?" };
const BLANK = { answers: ["A", "B"], blank: true, min: 1, max: 1, question: "Whom?" };
const RANKING = { type: "NonHomomorphic", value: { answers: ["A", "B"], question: "Rank" } };
const LISTS = {
  type: "Lists",
  value: {
    answers: [
      ["L", "1"],
      ["M", "2", "3"],
    ],
    question: "Lists",
  },
};
const VOTES: Vote[] = [
  [1, 0, 1],
  [1, 0, 0],
  [2, 1],
  [
    [0, 0],
    [1, 0, 1],
  ],
];

function election(questions: unknown[] = [CHOICE, BLANK, RANKING, LISTS], changes: object = {}, group = "Ed25519") {
  const public_key = steps.newTrusteeKey({ group }).key;
  return JSON.stringify({
    version: 1,
    description: "",
    name: "",
    group,
    public_key,
    questions,
    uuid: UUID,
    ...changes,
  });
}

const WRONG: Record<string, [question: object, vote: unknown]> = {
  "too few": [CHOICE, [0, 0, 0]],
  "too many": [CHOICE, [1, 1, 1]],
  "two for one": [CHOICE, [2, 0, 0]],
  "minus one": [CHOICE, [1, 1, -1]],
  "a number too many": [CHOICE, [1, 0, 0, 0]],
  "a number too few": [CHOICE, [1, 0]],
  "a flag": [CHOICE, [true, false, false]],
  rows: [CHOICE, [[1], [0], [0]]],
  "blank and a choice": [BLANK, [1, 1, 0]],
  "neither blank nor a choice": [BLANK, [0, 0, 0]],
  "two lists": [
    LISTS,
    [
      [1, 1],
      [1, 0, 1],
    ],
  ],
  "no list": [
    LISTS,
    [
      [0, 0],
      [0, 0, 0],
    ],
  ],
  "a list and no candidate": [
    LISTS,
    [
      [1, 0],
      [0, 0, 0],
    ],
  ],
  "another list's candidate": [
    LISTS,
    [
      [1, 1],
      [0, 1, 0],
    ],
  ],
  "candidates of no list": [
    LISTS,
    [
      [0, 1],
      [0, 0, 0],
    ],
  ],
  "not in rows": [LISTS, [1, 1, 0, 0, 0]],
  "a ranking too short": [RANKING, [1]],
};

for (const [what, [question, vote]] of Object.entries(WRONG)) {
  test(`a vote that is refused: ${what}`, () => {
    const input = { election: election([question]), credential: CREDENTIAL, votes: [vote] as Vote[] };
    assert.throws(() => steps.vote(input), { code: "vote", message: /^question 0: / });
  });
}

test("a ranking with a number that does not fit", () => {
  for (const votes of [[[256, 0]], [[-1, 0]], [[0.5, 0]]]) {
    assert.throws(() => steps.vote({ election: election([RANKING]), credential: CREDENTIAL, votes }), {
      code: "embedding",
    });
  }
});

test("an answer too few", () => {
  const input = { election: election(), credential: CREDENTIAL, votes: VOTES.slice(1) };
  assert.throws(() => steps.vote(input), { code: "vote" });
});

const NONSENSE: Record<string, [changes: object, code: string]> = {
  "version 2": [{ version: 2 }, "election"],
  "a short uuid": [{ uuid: "short" }, "election"],
  "no questions": [{ questions: [] }, "election"],
  "min above max": [{ questions: [{ ...CHOICE, min: 3 }] }, "election"],
  "max above the answers": [{ questions: [{ ...CHOICE, max: 4 }] }, "election"],
  "no answers": [{ questions: [{ ...CHOICE, answers: [] }] }, "election"],
  "a list without candidates": [
    { questions: [{ type: "Lists", value: { answers: [["L"]], question: "" } }] },
    "election",
  ],
  "a question of no kind": [{ questions: [{ type: "Other", value: {} }] }, "json"],
  "a group of no name": [{ group: "RFC-7919" }, "group"],
  "no element as key": [{ public_key: "ff".repeat(32) }, "element"],
  "the identity as key": [{ public_key: `${"0".repeat(63)}1` }, "election"],
  "an unknown member": [{ extra: 1 }, "json"],
};

for (const [what, [changes, code]] of Object.entries(NONSENSE)) {
  test(`an election that is refused: ${what}`, () => {
    assert.throws(() => steps.election({ election: election([CHOICE], changes) }), { code });
  });
}

test("BELENIOS-2048 carries no ranking", () => {
  assert.throws(() => steps.election({ election: election([RANKING], {}, "BELENIOS-2048") }), { code: "election" });
});

test("two ballots of one vote have nothing in common but what they are for", () => {
  const own = election();
  const ballots = [0, 1].map(() =>
    JSON.parse(steps.vote({ election: own, credential: CREDENTIAL, votes: VOTES }).ballot),
  );
  const texts = ballots.map(
    (ballot) => new Set(JSON.stringify([ballot.answers, ballot.signature]).match(/[0-9a-f]{20,}/g)),
  );
  const [first = new Set(), second = new Set()] = texts;
  assert.ok(first.size > 50);
  assert.deepEqual(
    [...first].filter((text) => second.has(text)),
    [],
  );
});

test("all randomness is the operating system's", (context) => {
  const drawn = context.mock.method(globalThis.crypto, "getRandomValues");
  context.mock.method(Math, "random", () => assert.fail("Math.random was called"));
  steps.vote({ election: election([CHOICE]), credential: CREDENTIAL, votes: [[1, 0, 0]] });
  const sizes = drawn.mock.calls.map(({ arguments: [array] }) => (array as Uint8Array).length);
  // three ciphertexts; c and s of two branches for each of three bits and for the sum; the signature; the trustee's
  // key and its proof. The curve's library draws 16 bytes to blind each power of g.
  assert.equal(sizes.filter((size) => size === 48).length, 3 + 2 * 2 * 4 + 1 + 2);
  assert.deepEqual(new Set(sizes), new Set([16, 48]));
});

test("progress goes to its end", () => {
  const seen: number[] = [];
  steps.vote({ election: election(), credential: CREDENTIAL, votes: VOTES }, (done, total) => seen.push(done / total));
  assert.deepEqual(
    seen,
    [...seen].sort((a, b) => a - b),
  );
  assert.ok(seen.length === 3 + 3 + 1 + 5 && seen.at(-1) === 1);
});

for (const group of GROUPS) {
  const questions = group === "BELENIOS-2048" ? [CHOICE, BLANK, LISTS] : [CHOICE, BLANK, RANKING, LISTS];
  const votes = group === "BELENIOS-2048" ? VOTES.filter((_, i) => i !== 2) : VOTES;

  test(`${group}: an opening tells the vote`, () => {
    const own = election(questions, {}, group);
    const { ballot, tracker, opening } = steps.vote({ election: own, credential: CREDENTIAL, votes });
    assert.equal(tracker, fingerprint(ballot));
    assert.deepEqual(steps.checkOpening({ election: own, ballot, opening }), { tracker, votes });
  });
}

const OPENED = election();
const MADE = steps.vote({ election: OPENED, credential: CREDENTIAL, votes: VOTES });

type Opening = {
  format: string;
  version: number;
  election_uuid: string;
  tracker: string;
  votes: never;
  randomness: never;
};

const LIES: Record<string, [change: (opening: Opening) => void, code: string]> = {
  "another choice": [({ votes }) => (votes[0] as number[]).reverse() && ((votes[0] as number[])[1] = 1), "opening"],
  "another ranking": [({ votes }) => (votes[2] as number[]).reverse(), "opening"],
  "another candidate": [({ votes }) => (votes[3] as number[][])[1]?.splice(1, 2, 1, 0), "opening"],
  "a ranking with a zero before it": [({ votes }) => (votes[2] as number[]).unshift(0), "opening"],
  "a ranking in a row": [({ votes }) => ((votes as unknown[])[2] = [votes[2]]), "opening"],
  "randomness left over": [({ randomness }) => (randomness[0] as string[]).push("1"), "opening"],
  "randomness in a row": [({ randomness }) => ((randomness as unknown[])[2] = [randomness[2]]), "opening"],
  "other randomness": [({ randomness }) => (randomness[0] as string[]).reverse(), "opening"],
  "randomness not reduced": [
    ({ randomness }) => {
      const own = randomness[0] as string[];
      own[0] = String(BigInt(own[0] ?? "") + 2n ** 252n + 27742317777372353535851937790883648493n);
    },
    "scalar",
  ],
  "a number for a text": [({ randomness }) => ((randomness[0] as unknown[])[0] = 1), "json"],
  "a number less": [({ votes }) => (votes[0] as number[]).pop(), "opening"],
  "an answer less": [({ votes }) => (votes as unknown[]).pop(), "opening"],
  "a vote of another shape": [({ votes }) => ((votes as unknown[])[0] = [[1, 0, 1]]), "opening"],
  "of another ballot": [(opening) => (opening.tracker = "A".repeat(43)), "opening"],
  "of another election": [(opening) => (opening.election_uuid = "uuid2222222222"), "opening"],
  "of another version": [(opening) => (opening.version = 2), "opening"],
};

for (const [what, [change, code]] of Object.entries(LIES)) {
  test(`an opening that lies: ${what}`, () => {
    const opening = JSON.parse(MADE.opening);
    change(opening);
    const input = { election: OPENED, ballot: MADE.ballot, opening: JSON.stringify(opening) };
    assert.throws(() => steps.checkOpening(input), { code });
  });
}
