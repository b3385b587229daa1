// SPDX-License-Identifier: Apache-2.0
// Strict JSON of a record: what two honest readers could understand differently is refused. As the specification
// wants, it is compact; unlike core/json.ts, which reads what is about to be used again, it takes escapes that are
// not needed, for releases write some.

import { BoothError } from "../core/errors.ts";
import type { Shape } from "../core/json.ts";
import { refuse } from "./failures.ts";

const MAX_DEPTH = 32;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?![0-9.eE])/y;
const WORDS = new Map<string, unknown>([
  ["true", true],
  ["false", false],
  ["null", null],
]);

/** A message from its bytes. Throws "record". */
export function read<T>(content: Uint8Array, shape: Shape<T>, where: string): T {
  return shaped(parse(textOf(content, where), where), shape, where);
}

/** A value as a message. Throws "record". */
export function shaped<T>(value: unknown, shape: Shape<T>, where: string): T {
  try {
    return shape(value, "$");
  } catch (error) {
    if (error instanceof BoothError && error.code === "json")
      refuse(error.check ?? "json.syntax", where, error.message);
    throw error;
  }
}

/** Throws "record" unless the bytes are UTF-8. */
export function textOf(content: Uint8Array, where: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return refuse("json.syntax", where, "the bytes are not UTF-8");
  }
}

/** Throws "record" unless the text is one compact JSON value that every reader reads alike. */
export function parse(text: string, where: string): unknown {
  const parser = new Parser(text, where);
  const value = parser.value(0);
  parser.end();
  return value;
}

class Parser {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly where: string,
  ) {}

  end(): void {
    if (this.at < this.text.length) this.fail();
  }

  value(depth: number): unknown {
    const { text } = this;
    switch (text[this.at]) {
      case '"':
        return this.string();
      case "{":
        return this.object(this.deeper(depth));
      case "[":
        return this.list(this.deeper(depth));
      default:
        return this.wordOrNumber();
    }
  }

  private deeper(depth: number): number {
    if (depth >= MAX_DEPTH) this.fail(`nested more than ${MAX_DEPTH} deep`);
    return depth + 1;
  }

  private object(depth: number): unknown {
    // without a prototype every key is as good as another
    const members = Object.create(null) as Record<string, unknown>;
    this.at += 1;
    if (this.take("}")) return members;
    do {
      if (this.text[this.at] !== '"') this.fail();
      const key = this.string();
      if (key in members) {
        refuse("json.keys", this.where, `the key ${JSON.stringify(key.slice(0, 80))} stands twice in one object`);
      }
      this.expect(":");
      members[key] = this.value(depth);
    } while (this.take(","));
    this.expect("}");
    return members;
  }

  private list(depth: number): unknown[] {
    const items: unknown[] = [];
    this.at += 1;
    if (this.take("]")) return items;
    do items.push(this.value(depth));
    while (this.take(","));
    this.expect("]");
    return items;
  }

  private string(): string {
    const { text } = this;
    let end = this.at;
    do {
      end = text.indexOf('"', end + 1);
      if (end < 0) this.fail();
    } while (isEscaped(text, end));
    const own = text.slice(this.at, end + 1);
    let value: string;
    try {
      value = JSON.parse(own) as string;
    } catch {
      return this.fail("not a string of JSON");
    }
    if (own.includes("\\u") && /\p{Surrogate}/u.test(value)) this.fail("half of a surrogate pair");
    this.at = end + 1;
    return value;
  }

  private wordOrNumber(): unknown {
    const found = [...WORDS].find(([word]) => this.text.startsWith(word, this.at));
    if (found === undefined) return this.number();
    this.at += found[0].length;
    return found[1];
  }

  private number(): number {
    NUMBER.lastIndex = this.at;
    const found = NUMBER.exec(this.text)?.[0];
    if (found === undefined || found === "-0") this.fail();
    this.at += found.length;
    return Number(found); // a shape refuses what is not exact
  }

  private take(token: string): boolean {
    if (this.text[this.at] !== token) return false;
    this.at += 1;
    return true;
  }

  private expect(token: string): void {
    if (!this.take(token)) this.fail();
  }

  private fail(why = "not JSON, or a number that is no integer"): never {
    const found = this.text[this.at] ?? "";
    if (found !== "" && " \n\r\t".includes(found)) {
      refuse("json.compact", this.where, `a space stands at character ${this.at}`);
    }
    return refuse("json.syntax", this.where, `${why}, at character ${this.at}`);
  }
}

/** Whether an odd number of backslashes stands before. */
function isEscaped(text: string, at: number): boolean {
  let before = at;
  while (text[before - 1] === "\\") before -= 1;
  return (at - before) % 2 === 1;
}
