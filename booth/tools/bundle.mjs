// SPDX-License-Identifier: Apache-2.0
// How everything is bundled: one place, so that what is tested is what is served.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

export const BOOTH = fileURLToPath(new URL("..", import.meta.url));

/** The licences of what is bundled: they must go with it. */
async function licences() {
  const packages = ["@noble/curves", "@noble/hashes", "uqr"];
  const texts = packages.map((name) => readFile(join(BOOTH, "node_modules", name, "LICENSE"), "utf8"));
  return (await Promise.all(texts)).map((text, i) => `/*! ${packages[i]}\n\n${text.trim()}\n*/`).join("\n");
}

/** The same sources give the same bytes, in any folder: paths are relative to booth/ and nothing has a date. */
export async function bundle(entryPoints, outdir, options = {}) {
  await build({
    absWorkingDir: BOOTH,
    entryPoints,
    outdir,
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    footer: { js: await licences() },
    logLevel: "warning",
    ...options,
  });
}

/** For a program of Node.js; core stays free of its APIs. */
export async function bundleForNode(entryPoints, outdir) {
  const outExtension = { ".js": ".mjs" };
  await bundle(entryPoints, outdir, {
    platform: "node",
    target: "node18",
    outExtension,
    inject: ["tools/web_crypto.ts"],
  });
}
