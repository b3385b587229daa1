// SPDX-License-Identifier: Apache-2.0
// The first pass over a record: archive, chain, set-up, the order of events, whose ballot counts. What costs
// multiplications (the roll's elements, the ballots' proofs, shuffles) is listed for the second (checks.ts).

import { anything, integer, list, record, type Shape, text } from "../core/json.ts";
import { BoothError } from "../core/errors.ts";
import { type Limits, LIMITS } from "./archive.ts";
import { Chain, type Data, type Link } from "./chain.ts";
import { need } from "./failures.ts";
import { read, shaped, textOf } from "./json.ts";
import { limitOf } from "./limits.ts";
import { readSetup, type Setup } from "./setup.ts";

/** Where an object is in the file, and what to call it. */
export interface Place {
  readonly hash: string;
  readonly offset: number;
  readonly size: number;
  readonly where: string;
}

/** A ballot; how much it weighs in the tally, 0 if its credential has voted again. */
export interface BallotPlace extends Place {
  readonly weight: bigint;
}

/** A trustee's shuffle or partial decryption. */
export interface OwnedPlace extends Place {
  readonly owner: number;
}

/** The last event of a record, or of what was seen of it. */
export interface Tip {
  readonly height: number;
  readonly hash: string;
}

/** What the first pass found right. Structured data alone: it goes from worker to worker. */
export interface Reading {
  readonly uuid: string;
  readonly group: string;
  /** The election as it stands in the record. */
  readonly election: string;
  readonly trustees: readonly string[];
  readonly credentials: readonly string[];
  readonly fingerprints: Setup["fingerprints"];
  readonly ballots: readonly BallotPlace[];
  readonly counted: number;
  readonly tally: Place | undefined;
  readonly shuffles: readonly OwnedPlace[];
  readonly decrypted: readonly number[];
  readonly state: State;
  readonly last: Tip;
}

type State = "begin" | "open" | "closed" | "shuffling" | "decrypting" | "end";

const BEFORE_AND_AFTER = new Map<string, readonly [State, State]>([
  ["Setup", ["begin", "open"]],
  ["Ballot", ["open", "open"]],
  ["EndBallots", ["open", "closed"]],
  ["EncryptedTally", ["closed", "shuffling"]], // or "decrypting", where nothing is shuffled
  ["Shuffle", ["shuffling", "shuffling"]],
  ["EndShuffles", ["shuffling", "decrypting"]],
  ["PartialDecryption", ["decrypting", "decrypting"]],
  ["Result", ["decrypting", "end"]],
]);

const LARGEST = /^(?:0|[1-9][0-9]{0,29})$/;
const count: Shape<bigint> = (value, where) => {
  if (typeof value === "string" && LARGEST.test(value)) return BigInt(value);
  if (typeof value === "string") throw new BoothError("json", `${where}: not a number of votes`);
  return BigInt(integer(value, where));
};
const SizedEncryptedTally = record({ num_tallied: integer, total_weight: count, encrypted_tally: text });
/** What others decrypted, and the result, are read and no more: they change nothing of what is to be decrypted. */
const Decryption = record({ decryption_factors: list(anything), decryption_proofs: list(anything) });
const Result = record({ result: list(anything) });
const Owned = record({ owner: integer, payload: text });
const Credential: Shape<{ credential: string }> = (value, where) => {
  const members = typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  return { credential: text(members["credential"], `${where}.credential`) };
};

/** Reads a record; `seen` is a part of it that was seen before. Throws "record" and "group". */
export async function readRecord(
  file: Blob,
  seen?: Tip,
  progress?: (done: number, total: number) => void,
): Promise<Reading> {
  const pass = new Pass({ ...LIMITS }, file);
  let last: Tip | undefined;
  let remembered = seen === undefined;
  for await (const link of pass.chain) {
    pass.event(link);
    const { height } = link.event;
    last = { height, hash: link.hash };
    if (height === seen?.height) {
      need(
        link.hash === seen.hash,
        "history.since",
        link.where,
        `at this height the event ${seen.hash} was seen before`,
      );
      remembered = true;
    }
    progress?.(link.end, file.size);
  }
  need(last !== undefined && pass.setup !== undefined, "chain.order", "the record", "there is no Setup event");
  need(remembered, "history.since", "the end of the record", `event ${seen?.height ?? 0} was seen before, and is gone`);
  return pass.reading(pass.setup, last);
}

class Pass {
  setup: Setup | undefined;
  readonly chain: Chain;
  private state: State = "begin";
  private limit: (ballots: number) => number = () => LIMITS.data;
  private readonly ballots: { place: Place; credential: string }[] = [];
  private readonly accepted = new Set<string>();
  /** The last ballot of each credential. */
  private readonly counting = new Map<string, number>();
  private tally: Place | undefined;
  private readonly shuffles: OwnedPlace[] = [];
  private readonly decrypted: number[] = [];

  constructor(
    private readonly limits: Limits,
    file: Blob,
  ) {
    this.chain = new Chain(file, limits);
  }

  event(link: Link): void {
    const kind = link.event.type;
    const [before, after] = BEFORE_AND_AFTER.get(kind) ?? [];
    const why = `no ${JSON.stringify(kind.slice(0, 20))} may come in state ${JSON.stringify(this.state)}`;
    need(before === this.state && after !== undefined, "chain.order", link.where, why);
    this.state = kind === "EncryptedTally" && !this.isRanked() ? "decrypting" : after;
    if (kind === "Setup") {
      this.setup = readSetup(this.chain, link);
      this.limit = limitOf(this.setup.election);
    } else if (kind === "Ballot") this.ballot(link);
    else if (kind === "EncryptedTally") this.encryptedTally(link);
    else if (kind === "Shuffle") this.shuffles.push(this.owned(link, "shuffle", this.shuffles.map(ownerOf)).place);
    else if (kind === "PartialDecryption") {
      const { place, content } = this.owned(link, "decryption", this.decrypted);
      read(content, Decryption, place.where);
      this.decrypted.push(place.owner);
    } else if (kind === "Result") {
      const { hash, content } = this.chain.take(link.event.payload, link.where);
      read(content, Result, `result ${hash}`);
    } else {
      need(link.event.payload === undefined, "chain.payload", link.where, "has a payload, and may have none");
      const needless = kind === "EndBallots" || this.shuffles.length > 0 || this.counting.size === 0;
      need(needless, "shuffle.owner", link.where, "no trustee has shuffled: everybody could see who voted how");
    }
    this.limits.data = this.limit(this.ballots.length);
  }

  private isRanked(): boolean {
    return this.setup?.election.questions.some(({ type }) => type === "NonHomomorphic") === true;
  }

  private ballot({ event, where }: Link): void {
    const again = event.payload !== undefined && this.accepted.has(event.payload);
    need(!again, "ballot.unique", where, "its ballot was accepted by an earlier event");
    const data = this.chain.take(event.payload, where);
    this.accepted.add(data.hash);
    const place = placeOf(data, `${where}, ballot ${data.hash}`);
    const { credential } = credentialOf(data.content, place.where);
    const known = this.setup?.roll.has(credential) === true;
    need(known, "ballot.credential", where, `the credential ${credential.slice(0, 80)} is not on the roll`);
    this.counting.set(credential, this.ballots.length);
    this.ballots.push({ place, credential });
  }

  private encryptedTally({ event, where }: Link): void {
    const payload = this.chain.take(event.payload, where);
    const sized = read(payload.content, SizedEncryptedTally, `${where}, payload ${payload.hash}`);
    const weight = [...this.counting.keys()].reduce((sum, own) => sum + this.weightOf(own), 0n);
    const right = sized.num_tallied === this.counting.size && sized.total_weight === weight;
    const why = `says ${sized.num_tallied} ballots of total weight ${sized.total_weight}; the last ballots are `;
    need(right, "tally.envelope", where, `${why}${this.counting.size} of weight ${weight}`);
    const data = this.chain.take(sized.encrypted_tally, `${where}, $.encrypted_tally`);
    this.tally = placeOf(data, `encrypted tally ${data.hash}`);
  }

  private weightOf(credential: string): bigint {
    return this.setup?.roll.get(credential) ?? 0n;
  }

  private owned(
    { event, where }: Link,
    what: string,
    owners: readonly number[],
  ): { place: OwnedPlace; content: Uint8Array } {
    const payload = this.chain.take(event.payload, where);
    const { owner, payload: hash } = read(payload.content, Owned, `${where}, payload ${payload.hash}`);
    const known = this.setup?.trustees.some((trustee) => trustee.owner === owner) === true;
    need(known, `${what}.owner`, where, `there is no trustee ${owner}`);
    need(!owners.includes(owner), `${what}.owner`, where, `trustee ${owner} has done this already`);
    const data = this.chain.take(hash, `${where}, $.payload`);
    const place = { ...placeOf(data, `${where}, trustee ${owner}, ${what} ${data.hash}`), owner };
    return { place, content: data.content };
  }

  reading(setup: Setup, last: Tip): Reading {
    const { content, election, trustees, roll, fingerprints } = setup;
    const counts = ({ credential }: { credential: string }, i: number) => this.counting.get(credential) === i;
    return {
      uuid: election.uuid,
      group: election.group.name,
      election: content,
      trustees: trustees.map(({ key }) => String(key)),
      credentials: [...roll.keys()],
      fingerprints,
      ballots: this.ballots.map((own, i) => ({
        ...own.place,
        weight: counts(own, i) ? this.weightOf(own.credential) : 0n,
      })),
      counted: this.counting.size,
      tally: this.tally,
      shuffles: this.shuffles,
      decrypted: this.decrypted,
      state: this.state,
      last,
    };
  }
}

function ownerOf({ owner }: OwnedPlace): number {
  return owner;
}

function placeOf({ hash, offset, content }: Data, where: string): Place {
  return { hash, offset, size: content.length, where };
}

/** Whose ballot it is; it is read as a whole, and strictly, when its proofs are checked. */
function credentialOf(content: Uint8Array, where: string): { credential: string } {
  const written = textOf(content, where);
  try {
    return shaped(JSON.parse(written), Credential, where);
  } catch {
    return read(content, Credential, where);
  }
}
