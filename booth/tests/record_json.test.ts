// SPDX-License-Identifier: Apache-2.0
// JSON of a record: what two readers could understand differently is refused, and the check is named.

import assert from "node:assert/strict";
import { test } from "node:test";
import { anything, integer, optional, record, text } from "../core/json.ts";
import { read } from "../record/json.ts";

const Own = record({ a: integer, b: optional(text), c: optional(anything) });
const bytes = (content: string) => new TextEncoder().encode(content);

test("what is right is read, an escape that is not needed too", () => {
  const content = '{"a":-1,"b":"\\u0041\\/\\\\\\"é\\ud83d\\ude00","c":[true,false,null,{},[],{"x":0}]}';
  const expected = { a: -1, b: 'A/\\"é😀', c: [true, false, null, {}, [], { x: 0 }] };
  assert.equal(JSON.stringify(read(bytes(content), Own, "here")), JSON.stringify(expected));
});

const WRONG: Record<string, [content: string, check: string]> = {
  "a doubled key": ['{"a":1,"a":1}', "json.keys"],
  "a doubled key deep inside": ['{"a":1,"c":[{"x":1,"x":2}]}', "json.keys"],
  "a key doubled by an escape": ['{"a":1,"\\u0061":1}', "json.keys"],
  "an unknown key": ['{"a":1,"d":1}', "json.keys"],
  "the key of every object": ['{"a":1,"__proto__":{"b":"x"}}', "json.keys"],
  "a missing key": ['{"b":""}', "json.keys"],
  "a space": ['{"a": 1}', "json.compact"],
  "a line break at the end": ['{"a":1}\n', "json.compact"],
  "a byte order mark": ['\ufeff{"a":1}', "json.syntax"],
  "a fraction": ['{"a":1.0}', "json.syntax"],
  "an exponent": ['{"a":1e0}', "json.syntax"],
  "minus zero": ['{"a":-0}', "json.syntax"],
  "a leading zero": ['{"a":01}', "json.syntax"],
  "a number that is not exact": ['{"a":9007199254740993}', "json.syntax"],
  "half a surrogate pair": ['{"a":1,"b":"\\ud800"}', "json.syntax"],
  "half a surrogate pair as a key": ['{"a":1,"c":{"\\udc00":1}}', "json.syntax"],
  "a control character": ['{"a":1,"b":"\u0001"}', "json.syntax"],
  "a comma too many": ['{"a":1,}', "json.syntax"],
  "a string without an end": ['{"a":1,"b":"x\\"}', "json.syntax"],
  "two values": ['{"a":1}{"a":1}', "json.syntax"],
  "a word that is none": ['{"a":tru}', "json.syntax"],
  "too deep": [`{"a":1,"c":${"[".repeat(40)}${"]".repeat(40)}}`, "json.syntax"],
  "very deep": ["[".repeat(1e6), "json.syntax"],
  nothing: ["", "json.syntax"],
};

for (const [what, [content, check]] of Object.entries(WRONG)) {
  test(`${what}: ${check}`, () => {
    assert.throws(() => read(bytes(content), Own, "here"), { code: "record", check });
  });
}

test("bytes that are no UTF-8", () => {
  const content = Uint8Array.from([...bytes('{"a":1,"b":"'), 0xc0, 0xaf, ...bytes('"}')]);
  assert.throws(() => read(content, Own, "here"), { code: "record", check: "json.syntax" });
});
