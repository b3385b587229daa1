// SPDX-License-Identifier: Apache-2.0
// Writes package-lock.json anew: versions and hashes for every platform, and no address of any kind.
//
// In an empty folder: beside node_modules, npm leaves out the packages of other platforms.

import { spawnSync } from "node:child_process";
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const booth = fileURLToPath(new URL("..", import.meta.url));
const folder = await mkdtemp(join(tmpdir(), "booth-lock-"));
try {
  for (const name of ["package.json", ".npmrc"]) await copyFile(join(booth, name), join(folder, name));
  const done = spawnSync("npm", ["install", "--package-lock-only"], { cwd: folder, stdio: "inherit" });
  if (done.status !== 0) throw new Error("npm could not resolve the packages");
  const lock = JSON.parse(await readFile(join(folder, "package-lock.json"), "utf8"));
  for (const own of Object.values(lock.packages)) delete own.funding;
  const content = `${JSON.stringify({ ...lock, name: "isonomia-booth" }, null, 2)}\n`;
  if (content.includes("://")) throw new Error("an address is left in package-lock.json");
  await writeFile(join(booth, "package-lock.json"), content);
} finally {
  await rm(folder, { recursive: true });
}
