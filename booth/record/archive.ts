// SPDX-License-Identifier: Apache-2.0
// The public archive as a stream of checked entries (section "Public data"): an old-style (v7) tar without an end.
//
// Only what writers of records write is accepted, byte for byte, so that no two readers of tar can see different
// entries in one file. In memory are a part of the file and a hash for each entry that came before.

import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { integer, record, type Shape } from "../core/json.ts";
import { need, refuse } from "./failures.ts";
import { parse, read, textOf } from "./json.ts";

const BLOCK = 512;
const PART = 1 << 22;
const HEADER = "BELENIOS";
const NAME = /^([0-9a-f]{64})\.(data|event)\.json$/;

export interface Entry {
  readonly kind: "header" | "data" | "event";
  readonly hash: string;
  /** Of the content. */
  readonly offset: number;
  readonly content: Uint8Array;
}

/** The largest content of an entry of each kind, in bytes; changed while the record is read. */
export interface Limits {
  readonly header: number;
  readonly event: number;
  data: number;
}

export const LIMITS: Limits = { header: 1 << 10, event: 1 << 10, data: 1 << 30 };

/** A file that is read forwards, in parts. */
class Reader {
  private start = 0;
  private part = new Uint8Array();

  constructor(private readonly file: Blob) {}

  async read(offset: number, size: number): Promise<Uint8Array> {
    if (offset < this.start || offset + size > this.start + this.part.length) {
      const slice = this.file.slice(offset, offset + Math.max(size, PART));
      this.part = new Uint8Array(await slice.arrayBuffer());
      this.start = offset;
    }
    return this.part.subarray(offset - this.start, offset - this.start + size);
  }
}

/** Every entry. Throws "record". */
export async function* entries(file: Blob, limits: Limits): AsyncGenerator<Entry> {
  const reader = new Reader(file);
  const seen = new Set<string>();
  let timestamp: number | undefined;
  let position = 0;
  for (let number = 1; position < file.size; number++) {
    const place = `entry ${number} at byte ${position}`;
    torn(file.size - position >= BLOCK, number, place, "a header is cut off");
    const header = await reader.read(position, BLOCK);
    if (number > 1) need(!isZero(header), "archive.tail", place, "zero bytes, at which other readers stop");
    const size = sizeOf(header, number, place);
    const { kind, hash, where } = named(header, number, place);
    checkUnused(header, timestamp, where);
    need(header[156] === 0x30, "archive.tar", where, "it is not a plain file");
    const offset = position + BLOCK;
    const padded = size + ((BLOCK - (size % BLOCK)) % BLOCK);
    torn(offset + padded <= file.size, number, where, "a part of its content or padding is missing");
    need(size <= limits[kind], "archive.tar", where, `its size is ${size}, ${limits[kind]} is the most`);
    const bytes = await reader.read(offset, padded);
    const content = bytes.slice(0, size);
    need(isZero(bytes.subarray(size)), "archive.tar", where, "its padding is not zeros");
    if (kind === "header") {
      timestamp = readHeader(content, where);
      checkUnused(header, timestamp, where);
    } else {
      need(bytesToHex(sha256(content)) === hash, "archive.hashes", where, "the SHA-256 of its content is another");
      need(!seen.has(hash), "archive.names", where, "an entry of this hash stands in the record already");
      seen.add(hash);
    }
    yield { kind, hash, offset, content };
    position = offset + padded;
  }
  need(position > 0, "archive.header", "the record", "is empty");
}

function torn(whole: boolean, number: number, where: string, why: string): void {
  need(whole, number === 1 ? "archive.header" : "archive.tail", where, `torn off: ${why}`);
}

/** The size of the content, from a header that says where the next one is. */
function sizeOf(header: Uint8Array, number: number, where: string): number {
  const check = number === 1 ? "archive.header" : "archive.tar";
  const checksum = latin(header, 148, 156);
  need(/^[0-7]{6}\0 $/.test(checksum), check, where, "the checksum of its header is not six octal digits");
  const sum = header.reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 32 : byte), 0);
  need(Number.parseInt(checksum, 8) === sum, check, where, "the checksum of its header is wrong");
  const size = latin(header, 124, 136);
  need(/^[0-7]{11}[\0 ]$/.test(size), check, where, "its size is not eleven octal digits");
  return Number.parseInt(size, 8);
}

function named(
  header: Uint8Array,
  number: number,
  place: string,
): { kind: Entry["kind"]; hash: string; where: string } {
  const field = latin(header, 0, 100);
  const end = field.indexOf("\0");
  const name = end < 0 ? field : field.slice(0, end);
  const where = `${place}, ${name.replace(/[^ -~]/g, "?")}`;
  const check = number === 1 ? "archive.header" : "archive.names";
  need(/^\0*$/.test(field.slice(name.length)), check, where, "there are bytes after the end of its name");
  if (number === 1) {
    need(name === HEADER, check, where, `the first entry is not ${HEADER}`);
    return { kind: "header", hash: "", where };
  }
  const match = NAME.exec(name);
  need(match !== null, check, where, "its name is not 64 hexadecimal digits and .data.json or .event.json");
  return { kind: match[2] === "data" ? "data" : "event", hash: match[1] ?? "", where };
}

/** The fields that say the same in every entry, or nothing: nothing can hide there. */
function checkUnused(header: Uint8Array, timestamp: number | undefined, where: string): void {
  const tar = (right: boolean, why: string) => need(right, "archive.tar", where, why);
  tar(isZero(header.subarray(157)), "bytes for a link or a prefix of the name are not zero");
  tar(latin(header, 100, 124) === "0000644\0" + "0000000\0".repeat(2), "mode, owner or group are not a record's");
  tar(header[135] === 0, "its size does not end with a zero byte");
  if (timestamp === undefined) return;
  const time = `${timestamp.toString(8).padStart(11, "0")}\0`;
  tar(latin(header, 136, 148) === time, "its time is not the timestamp of the record");
}

const number: Shape<number | string> = (value, where) => (typeof value === "string" ? value : integer(value, where));
const Header = record({ version: integer, timestamp: number });

/** The timestamp. */
function readHeader(content: Uint8Array, where: string): number {
  const said = parse(textOf(content, where), where) as { version?: unknown } | null;
  need(said?.version === 1, "archive.header", where, "the version is not 1, the only one that is known");
  const header = read(content, Header, where);
  const compact = JSON.stringify({ version: 1, timestamp: header.timestamp });
  need(textOf(content, where) === compact, "json.compact", where, "its keys are not in order");
  const timestamp = /^(?:0|[1-9][0-9]{0,15})$/.test(String(header.timestamp)) ? Number(header.timestamp) : Number.NaN;
  need(Number.isSafeInteger(timestamp), "archive.header", where, "the timestamp is not a number of seconds since 1970");
  return timestamp;
}

function latin(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end));
}

function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}

/** The content of an entry that was checked before, read again; checked again, for a file can change. */
export async function contentAt(file: Blob, offset: number, size: number, hash: string): Promise<Uint8Array> {
  const content = new Uint8Array(await file.slice(offset, offset + size).arrayBuffer());
  if (bytesToHex(sha256(content)) !== hash) refuse("archive.hashes", `data ${hash}`, "has changed since it was read");
  return content;
}
