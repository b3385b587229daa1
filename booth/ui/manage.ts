// SPDX-License-Identifier: Apache-2.0
// The administrator's page: draft, voters, invitations, opening and closing.

import { call, own } from "./api.ts";
import { beginConduct, type Promises, readPromises, showPromises } from "./conduct.ts";
import { chosen, Coded, element, has, part, ready, report, tell, typed, when, word } from "./dom.ts";

interface PlainQuestion {
  answers: string[];
  question: string;
  min?: number;
  max?: number;
  blank?: boolean;
}

type DraftQuestion = PlainQuestion | { type: string; value: PlainQuestion };

interface Draft extends Promises {
  name?: string;
  description?: string;
  contact?: string;
  questions?: DraftQuestion[];
  [other: string]: unknown;
}

interface Management {
  state: string;
  draft: Draft;
  voters: number;
  credentials: number;
  parties: { role: string; number: number; name: string; done: boolean }[];
  missing: { code: string; message: string }[];
  turnout: { registered: number; voted: number };
  undelivered: number;
  unfinished: string[];
}

let draft: Draft = {};

function field<T extends HTMLElement>(root: ParentNode, name: string): T {
  const found = root.querySelector<T>(`[data-part="${name}"]`);
  if (found === null) throw new Error(`the template has no ${name}`);
  return found;
}

function addQuestion(given?: DraftQuestion): void {
  const made = part<HTMLTemplateElement>("question").content.cloneNode(true) as DocumentFragment;
  const box = made.querySelector("fieldset") as HTMLFieldSetElement;
  const ranks = given !== undefined && "type" in given;
  const plain = given === undefined ? undefined : "type" in given ? given.value : given;
  field<HTMLSelectElement>(box, "kind").value = ranks ? "rank" : "choose";
  field<HTMLInputElement>(box, "text").value = plain?.question ?? "";
  field<HTMLTextAreaElement>(box, "answers").value = (plain?.answers ?? []).join("\n");
  field<HTMLInputElement>(box, "min").value = String(plain?.min ?? 1);
  field<HTMLInputElement>(box, "max").value = String(plain?.max ?? 1);
  const kind = field<HTMLSelectElement>(box, "kind");
  const rules = () => (field(box, "rules").hidden = kind.value === "rank");
  kind.addEventListener("change", rules);
  rules();
  field(box, "remove").addEventListener("click", () => {
    box.remove();
    number();
  });
  field(box, "up").addEventListener("click", () => {
    box.previousElementSibling?.before(box);
    number();
  });
  part("questions").append(made);
  number();
}

function number(): void {
  const all = part("questions").querySelectorAll('[data-part="number"]');
  for (const [i, place] of all.entries()) place.textContent = String(i + 1);
}

function readQuestion(box: ParentNode): DraftQuestion {
  const question = field<HTMLInputElement>(box, "text").value.trim();
  const lines = field<HTMLTextAreaElement>(box, "answers").value.split("\n");
  const answers = lines.map((line) => line.trim()).filter((line) => line !== "");
  if (field<HTMLSelectElement>(box, "kind").value === "rank")
    return { type: "NonHomomorphic", value: { answers, question } };
  const [min, max] = ["min", "max"].map((name) => Number(field<HTMLInputElement>(box, name).value));
  return { answers, min: min ?? 0, max: max ?? 1, question };
}

function showDraft(): void {
  part<HTMLInputElement>("name").value = draft.name ?? "";
  part<HTMLTextAreaElement>("description").value = draft.description ?? "";
  part<HTMLInputElement>("contact").value = draft.contact ?? "";
  part("questions").replaceChildren();
  for (const question of draft.questions ?? []) addQuestion(question);
  if ((draft.questions ?? []).length === 0) addQuestion();
}

/** Parties, turnout, what is missing: what changes while others do their parts. */
async function refresh(): Promise<Management> {
  const now = await call<Management>("GET", own("/management"));
  part("turnout").textContent = `${now.voters} ${word("voters")}, ${now.turnout.voted} ${word("voted")}`;
  const rows = now.parties.map((party) => {
    const row = document.createElement("tr");
    const role = party.number > 0 ? `${party.role} ${party.number}` : party.role;
    row.append(element("td", role), element("td", party.name), element("td", word(party.done ? "yes" : "no")));
    return row;
  });
  part("parties").replaceChildren(...rows);
  part("undelivered").hidden = now.undelivered === 0;
  part("undelivered").textContent = word("undelivered", { count: now.undelivered });
  part("unfinished").hidden = now.unfinished.length === 0;
  part("unfinished").textContent = word("unfinished", { steps: now.unfinished.join(", ") });
  if (has("missing")) {
    part("missing").replaceChildren(...now.missing.map((own_) => element("li", own_.message)));
    part("nothing-missing").hidden = now.missing.length > 0;
    part<HTMLButtonElement>("open").disabled = now.missing.length > 0;
    part("voter-count").textContent = now.voters > 0 ? `${now.voters} ${word("voters")}` : "";
  }
  const log = await call<{ time: string; actor: string; action: string }[]>("GET", own("/log"));
  part("log").replaceChildren(
    ...log.map((line) => element("li", `${line.time.slice(0, 19)} ${line.actor}: ${line.action}`)),
  );
  return now;
}

async function saveDraft(): Promise<void> {
  const boxes = [...part("questions").querySelectorAll("fieldset")];
  const { schedule: _schedule, law: _law, ...others } = draft;
  draft = {
    ...others,
    ...readPromises(),
    name: typed("name"),
    description: part<HTMLTextAreaElement>("description").value,
    contact: typed("contact"),
    questions: boxes.map(readQuestion),
  };
  await call("PUT", own("/draft"), draft);
  await refresh();
}

async function importVoters(): Promise<void> {
  const wrong = part("roll-wrong");
  wrong.hidden = true;
  try {
    await call("PUT", own("/voters"), await chosen("roll"));
  } catch (error) {
    if (!(error instanceof Coded) || error.code !== "roll-wrong") throw error;
    wrong.replaceChildren(...error.details.map((line) => element("li", line)));
    wrong.hidden = false;
  }
  await refresh();
}

async function inviteTrustees(): Promise<void> {
  const language = document.documentElement.lang;
  const lines = typed("trustee-list")
    .split("\n")
    .filter((line) => line.trim() !== "");
  const trustees = lines.map((line) => {
    const at = line.lastIndexOf(",");
    return { name: line.slice(0, at).trim(), email: line.slice(at + 1).trim(), language };
  });
  const threshold = typed("threshold") === "" ? null : Number(typed("threshold"));
  await call("PUT", own("/trustees"), { trustees, threshold });
  await refresh();
}

async function begin(): Promise<void> {
  for (const step of ["open", "close", "end-shuffles"])
    if (has(step))
      when(step, async () => {
        await call("POST", own(`/${step}`));
        location.reload();
      });
  draft = (await refresh()).draft;
  if (has("draft")) {
    showDraft();
    await showPromises(draft);
    when("add-question", () => addQuestion());
    when("draft", saveDraft);
    when("voters", importVoters);
    when("authority", async () => {
      const person = { name: typed("authority-name"), email: typed("authority-email") };
      await call("PUT", own("/authority"), { ...person, language: document.documentElement.lang });
      await refresh();
    });
    when("trustees", inviteTrustees);
  }
  await beginConduct();
  ready();
  setInterval(() => void refresh().catch(() => tell("network")), 15_000);
}

await begin().catch(report);
