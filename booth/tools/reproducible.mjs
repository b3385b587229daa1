// SPDX-License-Identifier: Apache-2.0
// Builds the bundle twice, from the sources here and from a copy elsewhere, and compares the bytes.

import { spawnSync } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BOOTH } from "./bundle.mjs";

const scratch = await mkdtemp(join(tmpdir(), "booth-reproducible-"));
try {
  const elsewhere = join(scratch, "a", "copy", "elsewhere");
  await cp(BOOTH, elsewhere, { recursive: true, filter: (path) => path !== join(BOOTH, "dist") });
  const [first, second] = [join(scratch, "first"), join(scratch, "second")];
  built(BOOTH, first);
  built(elsewhere, second);
  for (const name of await readdir(first)) {
    const contents = await Promise.all([first, second].map((folder) => readFile(join(folder, name))));
    if (!contents[0].equals(contents[1])) throw new Error(`${name} differs between two builds of the same sources`);
    if (contents[0].includes("node:")) throw new Error(`${name} uses what only Node.js has`);
    console.log(`${name}: twice the same ${contents[0].length} bytes`);
  }
} finally {
  await rm(scratch, { recursive: true });
}

function built(folder, outdir) {
  const done = spawnSync(process.execPath, [join(folder, "tools", "build.mjs"), outdir], { stdio: "inherit" });
  if (done.status !== 0) throw new Error("the build failed");
}
