// SPDX-License-Identifier: Apache-2.0
// Signing in and up; beginning an election.

import { call } from "./api.ts";
import { has, part, ready, typed, when } from "./dom.ts";

if (has("sign-in")) {
  when("sign-in", async () => {
    const password = part<HTMLInputElement>("in-password").value;
    await call("POST", "/api/session", { email: typed("in-email"), password });
    location.reload();
  });
  when("sign-up", async () => {
    const password = part<HTMLInputElement>("up-password").value;
    await call("POST", "/api/accounts", { email: typed("up-email"), name: typed("up-name"), password });
    location.reload();
  });
}

if (has("second-step")) {
  when("second-step", async () => {
    await call("POST", "/api/session/code", { code: typed("in-code") });
    location.reload();
  });
}

if (has("new")) {
  when("new", async () => {
    const language = document.documentElement.lang;
    const draft = { name: typed("new-name"), language };
    const made = await call<{ uuid: string }>("POST", "/api/elections", { draft, group: typed("new-group") });
    location.assign(`/elections/${made.uuid}/manage`);
  });
}

if (has("sign-out")) {
  when("sign-out", async () => {
    await call("DELETE", "/api/session");
    location.reload();
  });
}

ready();
