// SPDX-License-Identifier: Apache-2.0
// Builds tools/role.ts into the folder that is given, for the tests in Python.

import { resolve } from "node:path";
import { bundleForNode } from "./bundle.mjs";

await bundleForNode(["tools/role.ts"], resolve(process.argv[2]));
