// SPDX-License-Identifier: Apache-2.0
// Tables: RFC 4180 (section 2), and what spreadsheets make of them when they save one again.

import assert from "node:assert/strict";
import { test } from "node:test";
import { rows } from "../ui/csv.ts";

const cells = (text: string) => rows(text).map((row) => row.cells);

test("the examples of RFC 4180", () => {
  assert.deepEqual(cells("aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n"), [
    ["aaa", "bbb", "ccc"],
    ["zzz", "yyy", "xxx"],
  ]);
  assert.deepEqual(cells("aaa,bbb,ccc\r\nzzz,yyy,xxx"), cells("aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n"));
  assert.deepEqual(cells('"aaa","b\r\nbb","ccc"\r\nzzz,yyy,xxx'), [
    ["aaa", "b\nbb", "ccc"],
    ["zzz", "yyy", "xxx"],
  ]);
  assert.deepEqual(cells('"aaa","b""bb","ccc"'), [["aaa", 'b"bb', "ccc"]]);
});

test("as spreadsheets save it: a byte order mark, semicolons, tabs, old line ends", () => {
  assert.deepEqual(cells("\ufefflogin;credential\nann;x, y\n"), [
    ["login", "credential"],
    ["ann", "x, y"],
  ]);
  assert.deepEqual(cells("a\tb\rc\td\r"), [
    ["a", "b"],
    ["c", "d"],
  ]);
});

test("empty cells stay, empty lines do not, and lines are counted as an editor counts them", () => {
  assert.deepEqual(cells("a,,\n\n,,\n"), [["a", "", ""]]);
  assert.deepEqual(
    rows('a,"1\n2"\n\nb,3\n').map((row) => row.line),
    [1, 4],
  );
  assert.deepEqual(cells(""), []);
});

test("what was guarded against being computed is as it was", () => {
  assert.deepEqual(cells("'=cleo,'+1,'-2,'@x,'tis,o'neill"), [["=cleo", "+1", "-2", "@x", "'tis", "o'neill"]]);
});

test("a quote that is never closed loses nothing and ends", () => {
  assert.deepEqual(cells('a,"b\nc'), [["a", "b\nc"]]);
});
