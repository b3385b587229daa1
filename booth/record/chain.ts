// SPDX-License-Identifier: Apache-2.0
// The chain of events: from entries of an archive to events with their payloads at hand.

import { encode, integer, optional, record, text } from "../core/json.ts";
import type { Read } from "../core/json.ts";
import { type Entry, entries, type Limits } from "./archive.ts";
import { need } from "./failures.ts";
import { read, textOf } from "./json.ts";

const Event = record({ parent: optional(text), height: integer, type: text, payload: optional(text) });

/** Data that the next event refers to. */
export interface Data {
  readonly hash: string;
  readonly offset: number;
  readonly content: Uint8Array;
}

/** An event in its place. */
export interface Link {
  readonly event: Read<typeof Event>;
  readonly hash: string;
  readonly where: string;
  /** How many bytes of the file there are up to its end. */
  readonly end: number;
}

/** Walks an archive once; checks how events are linked, and that each refers to exactly what stands before it. */
export class Chain {
  private readonly pending = new Map<string, Data>();
  private readonly taken: Data[] = [];
  private last: string | undefined;
  private height = 0;

  constructor(
    private readonly file: Blob,
    private readonly limits: Limits,
  ) {}

  /** Throws "record". */
  async *[Symbol.asyncIterator](): AsyncGenerator<Link> {
    for await (const entry of entries(this.file, this.limits)) {
      if (entry.kind === "data") this.pending.set(entry.hash, entry);
      if (entry.kind !== "event") continue;
      const link = this.link(entry);
      yield link;
      this.settle(link.where);
    }
    this.settle("the end of the record");
  }

  private link(entry: Entry): Link {
    const place = `event entry ${entry.hash}`;
    const event = read(entry.content, Event, place);
    const compact = textOf(entry.content, place) === encode(event, Event);
    need(compact, "json.compact", place, "is not in the one form of an event");
    const where = `event ${event.height} (${event.type.slice(0, 20)}, ${entry.hash.slice(0, 12)}…)`;
    need(event.parent === this.last, "chain.events", where, "its parent is not the event before it");
    need(event.height === this.height, "chain.events", where, `its height should be ${this.height}`);
    this.last = entry.hash;
    this.height += 1;
    return { event, hash: entry.hash, where, end: entry.offset + entry.content.length };
  }

  /** The content of a payload that is referred to here. Throws "record". */
  take(hash: string | undefined, where: string): Data {
    const found = hash === undefined ? undefined : this.pending.get(hash);
    const why = hash === undefined ? "has no payload" : `its payload ${hash} is not before it, or used already`;
    need(found !== undefined, "chain.payload", where, why);
    this.pending.delete(found.hash);
    this.taken.push(found);
    return found;
  }

  /** What an event's payload refers to stands before it, in the order in which it is referred to, and nothing else. */
  private settle(where: string): void {
    const [payload, ...rest] = this.taken.splice(0);
    const ordered = payload === undefined ? [] : [...rest, payload];
    const sorted = ordered.every((data, i) => i === 0 || data.offset > (ordered[i - 1]?.offset ?? 0));
    need(sorted, "chain.payload", where, "its data are not in the order in which they are referred to");
    for (const [hash] of this.pending) {
      need(false, "chain.unreferenced", `data ${hash}, before ${where}`, "is not referred to there");
    }
  }
}
