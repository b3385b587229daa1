// SPDX-License-Identifier: Apache-2.0
// Node.js 18 has no global Web Crypto, which every browser has.

import { webcrypto } from "node:crypto";

if (globalThis.crypto === undefined) Object.assign(globalThis, { crypto: webcrypto });
