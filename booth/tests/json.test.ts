// SPDX-License-Identifier: Apache-2.0
// What two honest readers could understand differently is refused.

import assert from "node:assert/strict";
import { test } from "node:test";
import { decode, encode, list, natural, optional, record, text } from "../core/json.ts";
import { QuestionH } from "../core/messages.ts";

const Own = record({ a: natural, b: optional(list(text)) });

test("what is right is read, and written in the order of the shape", () => {
  assert.deepEqual(decode('{"a":1,"b":["é\\u0001\u2028/"]}', Own, "here"), { a: 1, b: ["é\u0001\u2028/"] });
  assert.deepEqual(decode('{"b":[],"a":0}', Own, "here"), { a: 0, b: [] });
  assert.equal(encode({ b: ["x"], a: 1 }, Own), '{"a":1,"b":["x"]}');
  assert.equal(encode({ a: 1, b: undefined }, Own), '{"a":1}');
});

const WRONG = {
  "a doubled key": '{"a":1,"a":1}',
  "an unknown key": '{"a":1,"c":1}',
  "the key of every object": '{"a":1,"__proto__":{"b":[]}}',
  "a missing key": '{"b":[]}',
  "a space": '{"a": 1}',
  "a line break at the end": '{"a":1}\n',
  "a byte order mark": '\ufeff{"a":1}',
  "a fraction": '{"a":1.0}',
  "an exponent": '{"a":1e0}',
  "minus zero": '{"a":-0}',
  "a negative number": '{"a":-1}',
  "a number that is not exact": '{"a":9007199254740993}',
  "a text for a number": '{"a":"1"}',
  "null for an option": '{"a":1,"b":null}',
  "an escape that is not needed": '{"a":1,"b":["\\u0041"]}',
  "an escaped solidus": '{"a":1,"b":["\\/"]}',
  "half a surrogate pair": '{"a":1,"b":["\\ud800"]}',
  "a list for an object": "[1]",
  "an object for a list": '{"a":1,"b":{"0":"x","length":1}}',
  nothing: "",
  "half of it": '{"a":1',
};

for (const [what, content] of Object.entries(WRONG)) {
  test(what, () => {
    assert.throws(() => decode(content, Own, "here"), { code: "json" });
  });
}

test("depth does not overflow the stack", () => {
  assert.throws(() => decode("[".repeat(1e6) + "]".repeat(1e6), Own, "here"), { code: "json" });
});

test("the place is told, not the content", () => {
  const content = '{"answers":["secret",1],"min":0,"max":1,"question":""}';
  assert.throws(
    () => decode(content, QuestionH, "q"),
    (error: Error) => {
      assert.match(error.message, /q\.answers\[1\]/);
      return !error.message.includes("secret");
    },
  );
});
