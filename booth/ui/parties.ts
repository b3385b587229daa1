// SPDX-License-Identifier: Apache-2.0
// Who is invited, and how far each is: one more trustee leaves the others what they have made; whoever would lose it is
// named first.

import { call, own } from "./api.ts";
import { element, fill, has, part, report, typed, word } from "./dom.ts";

export interface Party {
  role: string;
  number: number;
  name: string;
  email: string;
  language: string;
  done: boolean;
  /** Messages of the ceremony, of three. */
  said: number;
}

interface Invited {
  state: string;
  parties: Party[];
  threshold: number | null;
}

type Person = Pick<Party, "name" | "email" | "language">;

let invited: Invited = { state: "", parties: [], threshold: null };
let refresh: () => Promise<unknown> = () => Promise.resolve();

const trustees = () => invited.parties.filter(({ role }) => role === "trustee");
const called = ({ role, number, name }: Party) => `${word(`role-${role}`, { number })}: ${name}`;
const begun = (party: Party) => party.done || party.said > 0;

/** The list. It stays as it is, with the focus, while nothing changes. */
export function showParties({ state, parties, threshold }: Invited): void {
  const now = { state, parties, threshold };
  if (JSON.stringify(now) === JSON.stringify(invited)) return;
  invited = now;
  const focus = document.activeElement?.id;
  part("parties").replaceChildren(...parties.map(line));
  if (focus !== undefined && focus !== "" && has(focus)) part(focus).focus();
  if (has("trustees")) requireLines();
}

function line(party: Party): HTMLElement {
  const made = part<HTMLTemplateElement>("party").content.firstElementChild?.cloneNode(true) as HTMLElement;
  fill(made, "who", called(party));
  fill(made, "email", party.email);
  const far = party.done ? "done" : party.said > 0 ? "begun" : "none";
  for (const said of made.querySelectorAll<HTMLElement>("[data-far]")) said.hidden = said.dataset["far"] !== far;
  fill(made, "round", String(party.said));
  button(made, party, "again", async () => {
    await call("POST", own("/invitations"), { number: party.number });
    fill(made, "sent", party.email);
    for (const said of made.querySelectorAll<HTMLElement>(".sent")) said.hidden = false;
  });
  if (party.role === "trustee" && invited.state === "draft") button(made, party, "remove", () => change([], party));
  else made.querySelector('[data-do="remove"]')?.remove();
  return made;
}

function button(made: HTMLElement, { number }: Party, what: string, action: () => Promise<void>): void {
  const found = made.querySelector<HTMLButtonElement>(`[data-do="${what}"]`);
  if (found === null) return;
  found.id = `${what}-${number}`;
  found.addEventListener("click", () => void action().catch(report));
}

/** Name and address of each line; what is missing is told by the server. */
function lines(): Person[] {
  const language = document.documentElement.lang;
  const found = typed("trustee-list").split("\n");
  return found
    .filter((text) => text.trim() !== "")
    .map((text) => {
      const [, name = text, email = ""] = /^(.*?)[\s,;<]*([^\s,;<>]+@[^\s,;<>]+)[>\s]*$/.exec(text) ?? [];
      return { name: name.trim(), email, language };
    });
}

const same = (one: Person, other: Person) => one.email.toLowerCase() === other.email.toLowerCase();

/** The trustees as they shall be: those who are invited, but for one, with names that were mended; and new ones. */
function wanted(more: readonly Person[], without?: Party): Person[] {
  const stay = trustees().filter((party) => party !== without);
  const mended = stay.map(({ name, email, language }) => {
    const again = more.find((person) => same(person, { name, email, language }));
    return { name: again === undefined || again.name === "" ? name : again.name, email, language };
  });
  return [...mended, ...more.filter((person) => !stay.some((party) => same(person, party)))];
}

/** Invite more, or remove one. Whose key is lost by it is asked first, and nobody else's is lost. Throws Coded. */
async function change(more: readonly Person[], removed?: Party): Promise<void> {
  await refresh(); // what others did meanwhile
  const without = trustees().find(({ number, email }) => number === removed?.number && email === removed.email);
  if (removed !== undefined && without === undefined) return;
  const people = wanted(more, without);
  const threshold = typed("threshold") === "" || people.length === 0 ? null : Number(typed("threshold"));
  const ceremony = trustees().some(({ said }) => said > 0);
  const anew = ceremony || (threshold !== invited.threshold && trustees().some(begun));
  const lost = trustees().filter((party) => begun(party) && (anew || party === without));
  if ((lost.length > 0 || without !== undefined) && !(await asked(anew, lost, without))) return;
  const losing = lost.map(({ number }) => number);
  await call("PUT", own("/trustees"), { trustees: people, threshold, losing });
  if (removed === undefined) part<HTMLTextAreaElement>("trustee-list").value = "";
  await refresh();
  if (removed !== undefined) part("invited").focus(); // her button is not there any more
}

/** The question, with everybody who loses what she has made. */
async function asked(anew: boolean, lost: readonly Party[], without?: Party): Promise<boolean> {
  const dialog = part<HTMLDialogElement>("ask");
  const said = { remove: without !== undefined, invite: without === undefined, anew, lost: lost.length > 0 };
  for (const [name, shown] of Object.entries(said))
    for (const found of dialog.querySelectorAll<HTMLElement>(`[data-ask="${name}"]`)) found.hidden = !shown;
  fill(dialog, "removed", without === undefined ? "" : called(without));
  part("ask-lost").replaceChildren(...lost.map((party) => element("li", called(party))));
  dialog.returnValue = "";
  dialog.showModal();
  await new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
  return dialog.returnValue === "yes";
}

/** A line is needed, but where the number that suffices is another one, or a ceremony begins anew. */
function requireLines(): void {
  const threshold = invited.threshold === null ? "" : String(invited.threshold);
  const enough = trustees().length > 0 && (typed("threshold") !== threshold || trustees().some(({ said }) => said > 0));
  part<HTMLTextAreaElement>("trustee-list").required = !enough;
}

/** What the form of the trustees does; `again` shows what has come of it. */
export function beginParties(again: () => Promise<unknown>): () => Promise<void> {
  refresh = again;
  part<HTMLInputElement>("threshold").value = invited.threshold === null ? "" : String(invited.threshold);
  requireLines();
  part("threshold").addEventListener("input", requireLines);
  return () => change(lines());
}
