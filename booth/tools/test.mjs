// SPDX-License-Identifier: Apache-2.0
// Bundles the unit tests into a temporary folder and runs them with Node's own test runner.

import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BOOTH, bundleForNode } from "./bundle.mjs";

const outdir = await mkdtemp(join(tmpdir(), "booth-tests-"));
try {
  const names = (await readdir(join(BOOTH, "tests"))).filter((name) => name.endsWith(".test.ts"));
  await bundleForNode(
    names.map((name) => join("tests", name)),
    outdir,
  );
  const files = names.map((name) => join(outdir, name.replace(/ts$/, "mjs")));
  const env = { ...process.env, VECTORS: join(BOOTH, "..", "vectors") };
  process.exitCode = spawnSync(process.execPath, ["--test", ...files], { stdio: "inherit", env }).status ?? 1;
} finally {
  await rm(outdir, { recursive: true });
}
