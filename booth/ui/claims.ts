// SPDX-License-Identifier: Apache-2.0
// A table of results is sent to be examined.

import { call } from "./api.ts";
import { Coded, part, typed, when } from "./dom.ts";

const LARGEST = 35_000_000; // bytes: what the server takes

when("upload", async () => {
  const file = part<HTMLInputElement>("table").files?.[0];
  if (file === undefined) return;
  if (file.size > LARGEST) throw new Coded("too-large", "");
  part("sending").hidden = false;
  try {
    const asked = JSON.stringify({
      name: file.name,
      leader: typed("leader"),
      turnout: typed("turnout"),
      mapping: typed("mapping"),
    });
    const { token } = await call<{ token: string }>("POST", "/api/claims", new Blob([asked, "\n", file]));
    location.assign(`/claims/${token}`);
  } finally {
    part("sending").hidden = true;
  }
});
