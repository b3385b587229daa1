// SPDX-License-Identifier: Apache-2.0
// Builds core and the scripts of the pages into dist/, or into the folder that is given, and says their SHA-256.

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { BOOTH, bundle } from "./bundle.mjs";

const PAGES = "account authority check claim claims home join manage preview reset trustee vote worker".split(" ");

const outdir = resolve(process.argv[2] ?? join(BOOTH, "dist"));
const entries = Object.fromEntries(PAGES.map((name) => [name, `ui/${name}.ts`]));
await bundle({ core: "core/index.ts", ...entries }, outdir);
for (const name of ["core", ...PAGES].sort()) {
  const content = await readFile(join(outdir, `${name}.js`));
  console.log(`${createHash("sha256").update(content).digest("hex")}  ${name}.js`);
}
