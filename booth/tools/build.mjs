// SPDX-License-Identifier: Apache-2.0
// Builds the bundle into dist/, or into the folder that is given, and says its SHA-256.

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { BOOTH, bundle } from "./bundle.mjs";

const outdir = resolve(process.argv[2] ?? join(BOOTH, "dist"));
await bundle({ core: "core/index.ts" }, outdir);
const content = await readFile(join(outdir, "core.js"));
console.log(`${createHash("sha256").update(content).digest("hex")}  core.js`);
