// SPDX-License-Identifier: Apache-2.0
// How long the check of a ballot takes: processor time, for a question with six answers of which one is chosen, and
// for a ranking of three.

import { steps } from "../core/index.ts";
import { GROUPS } from "../core/index.ts";
import { checkBallot } from "../record/ballots.ts";
import { electionIn } from "../record/checks.ts";

const QUESTIONS = {
  "one of six": { answers: ["A", "B", "C", "D", "E", "F"], min: 1, max: 1, question: "Whom?" },
  "a ranking of three": { type: "NonHomomorphic", value: { answers: ["A", "B", "C"], question: "In which order?" } },
};
const VOTES = { "one of six": [0, 1, 0, 0, 0, 0], "a ranking of three": [1, 2, 3] };
const UUID = "uuid1111111111";

for (const group of GROUPS) {
  for (const [what, question] of Object.entries(QUESTIONS)) {
    if (group === "BELENIOS-2048" && what.includes("ranking")) continue; // it has no embedding
    const { key } = steps.newTrusteeKey({ group });
    const message = {
      version: 1,
      description: "",
      name: "",
      group,
      public_key: key,
      questions: [question],
      uuid: UUID,
    };
    const election = JSON.stringify(message);
    const credential = "11111-111111-11111-111111";
    const { ballot } = steps.vote({ election, credential, votes: [VOTES[what as keyof typeof VOTES]] });
    const content = new TextEncoder().encode(ballot);
    const check = () => checkBallot(electionIn(election), content, "the ballot");
    for (let i = 0; i < 5; i++) check(); // the engine compiles what is hot
    const before = process.cpuUsage();
    const count = 20;
    for (let i = 0; i < count; i++) check();
    const { user, system } = process.cpuUsage(before);
    console.log(`${group}, ${what}: ${((user + system) / 1000 / count).toFixed(1)} ms a ballot`);
  }
}
