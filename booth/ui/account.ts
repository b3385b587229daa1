// SPDX-License-Identifier: Apache-2.0
// One's account: the second factor, its recovery codes, the password.

import { call } from "./api.ts";
import { element, fill, has, main, part, save, show, typed, when } from "./dom.ts";

const ACCOUNT = "/api/account";
let codes: string[] = [];

function secret(id: string): string {
  return part<HTMLInputElement>(id).value;
}

function showCodes(made: { codes: string[] }): void {
  codes = made.codes;
  part("codes").replaceChildren(...codes.map((code) => element("li", code)));
  show("codes");
}

async function begin(): Promise<void> {
  const made = await call<{ secret: string }>("POST", `${ACCOUNT}/authenticator`, {
    password: secret("begin-password"),
  });
  part<HTMLInputElement>("begin-password").value = "";
  fill(main, "secret", made.secret.replace(/.{4}(?=.)/g, "$& "));
  part<HTMLImageElement>("picture").src = `${ACCOUNT}/authenticator.svg`;
  show("new");
}

async function confirm(): Promise<void> {
  const made = await call<{ codes: string[] }>("PUT", `${ACCOUNT}/authenticator`, { code: typed("first-code") });
  fill(main, "secret", "");
  showCodes(made);
}

/** The form has two buttons: new codes, or none any more. */
async function change(action: string): Promise<void> {
  const both = { password: secret("second-password"), code: typed("second-code") };
  if (action === "renew") showCodes(await call("POST", `${ACCOUNT}/recovery-codes`, both));
  else {
    await call("DELETE", `${ACCOUNT}/authenticator`, both);
    location.reload();
  }
}

async function password(): Promise<void> {
  await call("PUT", `${ACCOUNT}/password`, { old: secret("old"), new: secret("new") });
  part<HTMLFormElement>("password").reset();
  part("password-done").hidden = false;
}

if (has("begin")) when("begin", begin);
if (has("second-form")) {
  let action = "";
  part("second-form").addEventListener("submit", (event) => {
    action = (event.submitter as HTMLButtonElement | null)?.value ?? "renew";
  });
  when("second-form", () => change(action));
}
when("confirm", confirm);
when("cancel", () => location.reload());
when("save-codes", () => save("recovery-codes.txt", `${location.origin}\n\n${codes.join("\n")}\n`, "text/plain"));
when("kept", () => location.reload());
when("password", password);
when("sign-out", async () => {
  await call("DELETE", "/api/session");
  location.assign("/");
});
