// SPDX-License-Identifier: Apache-2.0
// The credential authority: private credentials are made here and leave only as a file to save.

import { call, group, own, uuid } from "./api.ts";
import { derive, type Derived, keptCodes } from "./derive.ts";
import { chosen, has, main, part, report, save, show, tell, when } from "./dom.ts";
import { run } from "./engine.ts";
import { beginLetters, offerLetters } from "./letters.ts";

interface VoterLine {
  login: string;
  email: string;
  weight: number;
  language: string;
}

interface Made {
  list: string;
  fingerprint: string;
  credentials: Record<string, string>;
}

let made: Made | undefined;

/** A cell of CSV; what a spreadsheet would take for a formula is made a text. */
function cell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

async function make(voters: readonly VoterLine[]): Promise<void> {
  show("working");
  try {
    const weighted = voters.some((voter) => voter.weight !== 1);
    const input = voters.map(({ login, weight }) => (weighted ? { login, weight } : { login }));
    const issued = await run("issueCredentials", { group, uuid, voters: input });
    const credentials: Record<string, string> = {};
    for (const [login, credential] of issued.privateCredentials)
      credentials[login] = (await run("publicCredential", { group, uuid, credential })).publicCredential;
    const byLogin = new Map(issued.privateCredentials);
    const rows = voters.map((v) => [v.login, v.email, v.language, byLogin.get(v.login) ?? ""].map(cell).join(","));
    const list = ["login,email,language,credential", ...rows, ""].join("\r\n");
    made = { list, fingerprint: issued.fingerprint, credentials };
    show("save");
  } catch (error) {
    show("begin");
    throw error;
  }
}

/** Send the public halves; with a list of new credentials, letters can be made of it. */
async function send(own_: Derived, list?: string): Promise<void> {
  const answer = await call<{ fingerprint: string }>("POST", own("/credentials"), { credentials: own_.credentials });
  if (answer.fingerprint !== own_.fingerprint) {
    tell("list-differs");
    return;
  }
  part("fingerprint").textContent = own_.fingerprint;
  if (list !== undefined) offerLetters(list);
  show("done");
}

/** A second round whose voters keep their credentials: nothing new is made, and nothing has to be saved. */
async function keep(voters: readonly VoterLine[]): Promise<void> {
  const codes = keptCodes(await chosen("kept"));
  show("working");
  try {
    await send(await derive(voters, codes, part("keep").dataset["previous"] ?? ""));
  } catch (error) {
    show("begin");
    throw error;
  }
}

async function begin(): Promise<void> {
  const voters = await call<VoterLine[]>("GET", own("/voters"));
  if (voters.length === 0) return show("wait");
  part("count").textContent = String(voters.length);
  when("make", () => make(voters));
  if (has("keep")) when("keep", () => keep(voters));
  when("save", () => {
    if (made === undefined) return;
    save(`${uuid}.credentials.csv`, made.list, "text/csv");
    part<HTMLButtonElement>("send").disabled = false;
  });
  when("send", async () => {
    if (made !== undefined) await send(made, made.list);
  });
  show("begin");
}

beginLetters();
if (has("step-made")) show("made");
else if (has("step-begin") && main.dataset["state"] === "draft") await begin().catch(report);
