// SPDX-License-Identifier: Apache-2.0
// The credential authority's step: private credentials for the voters, public ones for the roll.

import { fingerprint } from "./challenges.ts";
import { generate, publicCredential, secretExponent } from "./credentials.ts";
import { require } from "./errors.ts";
import type { Group } from "./groups/index.ts";
import { encode } from "./json.ts";
import { Roll } from "./messages.ts";
import { ordered } from "./order.ts";
import { type Progress, ticking } from "./progress.ts";

/** The most that all weights may add up to: results are computed up to there. */
const MOST_WEIGHT = 1e12;

export interface Voter {
  readonly login: string;
  /** 1 if it is left out. If one voter has a weight, the roll says everybody's. */
  readonly weight?: number | undefined;
}

/** One who has a private credential already. */
export interface CodedVoter extends Voter {
  readonly credential: string;
}

export interface Issued {
  /** public_credentials, as the record will hold it. */
  readonly public: string;
  /** The private credential of each login, in the order of the voters: for the voter and nobody else. */
  readonly private: [login: string, credential: string][];
  /** Of `public`: the authority compares it with what the election shows later. */
  readonly fingerprint: string;
}

/** Fresh credentials for all voters. Throws "voters". */
export function issue(group: Group, uuid: string, voters: readonly Voter[], progress?: Progress): Issued {
  checkVoters(voters);
  const coded = voters.map((voter) => ({ ...voter, credential: generate() }));
  return rolled(group, uuid, coded, progress);
}

/** The roll of an election whose voters keep the credentials of an earlier one. Throws "voters", "credential". */
export function derive(group: Group, uuid: string, voters: readonly CodedVoter[], progress?: Progress): Issued {
  checkVoters(voters);
  const distinct = new Set(voters.map(({ credential }) => credential)).size === voters.length;
  require(distinct, "voters", "two voters have the same credential");
  return rolled(group, uuid, voters, progress);
}

function rolled(group: Group, uuid: string, voters: readonly CodedVoter[], progress: Progress | undefined): Issued {
  const weighted = voters.some(({ weight }) => weight !== undefined);
  const tick = ticking(voters.length, progress);
  const made = voters.map(({ credential, weight = 1 }) => {
    const element = String(publicCredential(group, secretExponent(group, uuid, credential)));
    tick();
    return { element, entry: weighted ? `${element},${weight}` : element };
  });
  const entries = ordered(group.name, made, ({ element }) => element).map(({ entry }) => entry);
  const content = encode(entries, Roll);
  return {
    public: content,
    private: voters.map(({ login, credential }) => [login, credential]),
    fingerprint: fingerprint(content),
  };
}

function checkVoters(voters: readonly Voter[]): void {
  require(voters.length > 0, "voters", "there is no voter");
  const logins = new Set(voters.map(({ login }) => login));
  require(logins.size === voters.length && !logins.has(""), "voters", "a login is empty or stands twice");
  const weights = voters.map(({ weight = 1 }) => weight);
  require(weights.every(
    (weight) => Number.isSafeInteger(weight) && weight >= 1,
  ), "voters", "a weight is not a whole number from 1 on");
  const total = weights.reduce((a, b) => a + b, 0);
  require(total <= MOST_WEIGHT, "voters", `the weights add up to more than ${MOST_WEIGHT}`);
}
