// SPDX-License-Identifier: Apache-2.0
// A new password: a link is mailed, or, behind the # of that link, the token; it is taken out of the address at once.

import { call } from "./api.ts";
import { part, show, typed, when } from "./dom.ts";

const token = location.hash.slice(1);
history.replaceState(null, "", location.pathname);

when("ask", async () => {
  await call("POST", "/api/password-resets", { email: typed("email") });
  show("asked");
});
when("set", async () => {
  await call("PUT", "/api/password-resets", { token, password: part<HTMLInputElement>("new").value });
  show("done");
});
show(token === "" ? "ask" : "set");
