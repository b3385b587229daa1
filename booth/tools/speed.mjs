// SPDX-License-Identifier: Apache-2.0
// Bundles tools/speed.ts into a temporary folder and runs it.

import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleForNode } from "./bundle.mjs";

const outdir = await mkdtemp(join(tmpdir(), "booth-speed-"));
try {
  await bundleForNode(["tools/speed.ts"], outdir);
  process.exitCode = spawnSync(process.execPath, [join(outdir, "speed.mjs")], { stdio: "inherit" }).status ?? 1;
} finally {
  await rm(outdir, { recursive: true });
}
