// SPDX-License-Identifier: Apache-2.0
// How everything is bundled: one place, so that what is tested is what is served.

import { fileURLToPath } from "node:url";
import { build } from "esbuild";

export const BOOTH = fileURLToPath(new URL("..", import.meta.url));

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
    legalComments: "eof",
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
