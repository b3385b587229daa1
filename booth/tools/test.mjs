// SPDX-License-Identifier: Apache-2.0
// Bundles the unit tests into a temporary folder and runs them with Node's own test runner; says all if one fails.

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
  const done = spawnSync(process.execPath, ["--test", "--test-reporter=tap", ...files], {
    env,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  process.exitCode = done.status ?? 1;
  console.log(done.status === 0 ? done.stdout.match(/^# (?:tests|duration_ms) .*$/gm).join(", ") : done.stdout);
  if (done.status !== 0) console.error(done.stderr);
} finally {
  await rm(outdir, { recursive: true });
}
