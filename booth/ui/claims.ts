// SPDX-License-Identifier: Apache-2.0
// A table of results is sent to be examined.

import { call } from "./api.ts";
import { Coded, part, typed, when } from "./dom.ts";

const LARGEST = 35_000_000; // bytes: what the server takes, before Base64

/** The bytes of a file in Base64. */
function base64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ""));
    reader.onerror = () => reject(new Coded("other", file.name));
    reader.readAsDataURL(file);
  });
}

when("upload", async () => {
  const file = part<HTMLInputElement>("table").files?.[0];
  if (file === undefined) return;
  if (file.size > LARGEST) throw new Coded("too-large", "");
  part("sending").hidden = false;
  try {
    const { token } = await call<{ token: string }>("POST", "/api/claims", {
      name: file.name,
      content: await base64(file),
      leader: typed("leader"),
      turnout: typed("turnout"),
      mapping: typed("mapping"),
    });
    location.assign(`/claims/${token}`);
  } finally {
    part("sending").hidden = true;
  }
});
