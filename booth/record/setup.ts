// SPDX-License-Identifier: Apache-2.0
// The Setup event: election, trustees and roll.

import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { fingerprint } from "../core/challenges.ts";
import { type Election, electionOf } from "../core/elections.ts";
import type { Group } from "../core/groups/index.ts";
import { anything, integer, optional, record, text } from "../core/json.ts";
import * as messages from "../core/messages.ts";
import { type Trustee, Trustees, trusteesOf } from "../core/trustees.ts";
import type { Chain, Link } from "./chain.ts";
import { need, within } from "./failures.ts";
import { read, textOf } from "./json.ts";

const SetupData = record({
  election: text,
  trustees: text,
  credentials: text,
  credentials_certificate: optional(text), // not in the specification: release 3.2 and later write it
});

const Certificate = record({
  uuid: text,
  voter_list_length: integer,
  public_creds_hash: text,
  verification_key: text,
  encryption_key: text,
  signature: optional(anything),
});

const WEIGHT = /^(?:0|[1-9][0-9]{0,17})$/;

/** What everything after the Setup event is checked against. */
export interface Setup {
  readonly content: string;
  readonly election: Election;
  readonly trustees: readonly Trustee[];
  /** The weight of each public credential. */
  readonly roll: ReadonlyMap<string, bigint>;
  readonly fingerprints: { readonly election: string; readonly trustees: string; readonly roll: string };
}

/** Checks it, but for the elements of the roll ({@link checkRoll}). Throws "record" and "group". */
export function readSetup(chain: Chain, { event, where }: Link): Setup {
  const place = `setup data ${event.payload ?? ""}`;
  const data = read(chain.take(event.payload, where).content, SetupData, place);
  const part = (name: "election" | "trustees" | "credentials") => chain.take(data[name], `${place}, $.${name}`).content;
  const contents = { election: part("election"), trustees: part("trustees"), credentials: part("credentials") };
  const content = textOf(contents.election, "election");
  const message = read(contents.election, messages.Election, "election");
  const election = within("election", "election", () => electionOf(message, content));
  const structure = read(contents.trustees, Trustees, "trustees");
  const entries = read(contents.credentials, messages.Roll, "public credentials");
  if (data.credentials_certificate !== undefined) {
    const certificate = chain.take(data.credentials_certificate, "setup data, $.credentials_certificate").content;
    checkCertificate(certificate, election.uuid, entries.length, contents.credentials);
  }
  const roll = readRoll(election, entries);
  const trustees = within("trustees", "trustees", () => trusteesOf(election, structure));
  const digest = (bytes: Uint8Array) => fingerprint(textOf(bytes, "the set-up"));
  const fingerprints = {
    election: election.fingerprint,
    trustees: digest(contents.trustees),
    roll: digest(contents.credentials),
  };
  return { content, election, trustees, roll, fingerprints };
}

function checkCertificate(content: Uint8Array, uuid: string, length: number, credentials: Uint8Array): void {
  const where = "credentials certificate";
  const said = read(content, Certificate, where);
  const right = (condition: boolean, why: string) => need(condition, "roll.certificate", where, why);
  right(said.uuid === uuid, "is for another election");
  right(said.voter_list_length === length, "counts other voters than the public credentials");
  right(said.public_creds_hash === bytesToHex(sha256(credentials)), "certifies other public credentials");
}

/** Public credentials and weights (section "Credentials"): each once, each weight a number. */
function readRoll({ questions }: Election, entries: readonly string[]): Map<string, bigint> {
  const roll = new Map<string, bigint>();
  const ranked = questions.some((question) => question.type === "NonHomomorphic");
  entries.forEach((entry, i) => {
    const where = `public credentials, entry ${i}`;
    const [credential = "", ...rest] = entry.split(",");
    need(!roll.has(credential), "roll.distinct", where, "the public credential stands here a second time");
    const weight = rest.length === 0 ? "1" : rest.join(",");
    need(WEIGHT.test(weight), "roll.weights", where, "the weight is not a decimal number of up to 18 digits");
    need(!ranked || weight === "1", "roll.weights", where, "a weight where a question is not homomorphic");
    roll.set(credential, BigInt(weight));
  });
  return roll;
}

/** Every public credential is an element, with which not everybody can sign. Throws "record". */
export function checkRoll(group: Group, credentials: readonly string[], first: number): void {
  credentials.forEach((credential, i) => {
    const where = `public credentials, entry ${first + i}`;
    const element = within("roll", where, () => group.element(credential));
    need(!element.equals(group.identity), "roll.elements", where, "the identity: anybody could vote with it");
  });
}
