// SPDX-License-Identifier: Apache-2.0
// The administrator's page: draft, voters, invitations, opening and closing.

import { call, own } from "./api.ts";
import { beginConduct, showLog } from "./conduct.ts";
import { beginDraft, compareVersion, requireSaved, shownVersion } from "./draft.ts";
import type { Draft, Missing } from "./draft_model.ts";
import { chosenFile, Coded, element, failed, has, part, ready, report, tell, typed, when, word } from "./dom.ts";
import { beginParties, type Party, showParties } from "./parties.ts";
import { refreshTurnout } from "./turnout.ts";
import { beginVoters, showImported } from "./voters.ts";

interface Management {
  state: string;
  draft: Draft;
  version: string;
  voters: number;
  languages: Record<string, number>;
  credentials: number;
  parties: Party[];
  threshold: number | null;
  missing: Missing[];
  turnout: { registered: number; registered_weight: number; voted: number };
  undelivered: number;
  unfinished: string[];
}

/** Parties, turnout, what is missing: what changes while others do their parts. */
async function refresh(): Promise<Management> {
  const now = await call<Management>("GET", own("/management"));
  part("turnout").textContent = `${now.voters} ${word("voters")}, ${now.turnout.voted} ${word("voted")}`;
  showParties(now);
  part("undelivered").hidden = now.undelivered === 0;
  part("undelivered").textContent = word("undelivered", { count: now.undelivered });
  part("unfinished").hidden = now.unfinished.length === 0;
  part("unfinished").textContent = word("unfinished", { steps: now.unfinished.join(", ") });
  if (has("missing")) {
    part("missing").replaceChildren(...now.missing.map((own_) => element("li", own_.message)));
    part("nothing-missing").hidden = now.missing.length > 0;
    part<HTMLButtonElement>("open").disabled = now.missing.length > 0 || shownVersion() === "";
    showImported(now);
    part("remove-credentials").hidden = now.credentials === 0;
  }
  await showLog();
  return now;
}

async function importVoters(): Promise<void> {
  const wrong = part("roll-wrong");
  wrong.hidden = true;
  try {
    await call("PUT", own("/voters"), chosenFile("roll")); // as it is: the server says what it cannot read
  } catch (error) {
    if (!(error instanceof Coded) || error.code !== "roll-wrong") throw error;
    wrong.replaceChildren(...error.details.map((line) => element("li", line)));
    wrong.hidden = false;
  }
  await refresh();
}

/** The draft of a second round; this page goes on to it. */
async function secondRound(): Promise<void> {
  const withdrawn = [...part("withdrawn").querySelectorAll<HTMLInputElement>("input:checked")].map(
    (own_) => own_.value,
  );
  const lines = has("lot") ? typed("lot").split("\n") : [];
  const lot = lines.map((line) => line.trim()).filter((line) => line !== "");
  const body = { withdrawn, lot, invite: part<HTMLInputElement>("same-people").checked };
  const { uuid } = await call<{ uuid: string }>("POST", own("/second-round"), body);
  location.assign(`/elections/${uuid}/manage`);
}

/** What others have done meanwhile. */
async function look(): Promise<void> {
  const { state, version } = await refresh();
  if (state === "draft") compareVersion(version);
}

async function begin(): Promise<void> {
  for (const step of ["close", "end-shuffles"])
    if (has(step))
      when(`${step}-form`, async () => {
        await call("POST", own(`/${step}`));
        location.reload();
      });
  const now = await refresh();
  if (has("draft")) {
    await beginDraft(now.draft, now.version);
    when("open-form", async () => {
      requireSaved();
      await call("POST", own("/open"), undefined, { "If-Match": `"${shownVersion()}"` });
      location.reload();
    });
    part<HTMLButtonElement>("open").disabled = now.missing.length > 0;
    part("draft").addEventListener("saved", () => void refresh().catch(report));
    when("voters", importVoters);
    when("authority", async () => {
      const person = { name: typed("authority-name"), email: typed("authority-email") };
      await call("PUT", own("/authority"), { ...person, language: document.documentElement.lang });
      await refresh();
    });
    when("remove-credentials", async () => {
      await call("DELETE", own("/credentials"));
      part<HTMLFormElement>("remove-credentials").reset();
      await refresh();
    });
    when("trustees", beginParties(refresh));
  }
  if (has("second-round")) when("second-round", secondRound);
  if (has("voter-list")) beginVoters();
  await beginConduct();
  ready();
  setInterval(() => void look().then(refreshTurnout, () => tell("network")), 15_000);
}

await begin().catch(failed);
