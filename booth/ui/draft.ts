// SPDX-License-Identifier: Apache-2.0
// The form of a draft: what is shown, what is read, what is unsaved, and where something is wrong.

import { call, own, uuid } from "./api.ts";
import { readSchedule, showSchedule } from "./conduct.ts";
import { LawForm } from "./draft_law.ts";
import type { Draft, DraftQuestion, Missing, Translation } from "./draft_model.ts";
import { QuestionBox } from "./draft_question.ts";
import { languages, Said, setLanguages } from "./draft_texts.ts";
import { Coded, element, has, main, part, typed, when, word } from "./dom.ts";

interface Saved {
  version: string;
  missing: Missing[];
}

let draft: Draft = {};
let version = "";
/** The form as it was saved last, as JSON. */
let saved = "";
let name: Said;
let description: Said;
let law: LawForm;
const boxes = new Map<Element, QuestionBox>();

/** The version of the draft that this page shows. */
export function shownVersion(): string {
  return version;
}

/** Whether something would be lost. */
export function isUnsaved(): boolean {
  return saved !== "" && JSON.stringify(readForm()) !== saved;
}

function ordered(): QuestionBox[] {
  return [...part("questions").children].flatMap((box) => boxes.get(box) ?? []);
}

function addQuestion(given?: DraftQuestion, others: Record<string, string[]> = {}): QuestionBox {
  const made = new QuestionBox(given, others, changed);
  boxes.set(made.box, made);
  part("questions").append(made.box);
  return made;
}

/** Something came, went or moved. */
function changed(): void {
  const all = ordered();
  for (const [i, box] of all.entries()) box.number(i + 1);
  law.offer(all);
  part("unsaved").hidden = !isUnsaved();
}

/** The texts of a question in each language that has all of them; of others nobody knows whose they are. */
function translations(number: number): Record<string, string[]> {
  const texts = Object.entries(draft.texts ?? {});
  return Object.fromEntries(texts.map(([code, all]) => [code, all.questions?.[number] ?? []]));
}

function show(): void {
  const known = languageBoxes().map((box) => box.value);
  const first = known.includes(draft.language ?? "en") ? (draft.language ?? "en") : "en";
  const chosen = [first, ...Object.keys(draft.texts ?? {})];
  for (const box of languageBoxes()) box.checked = chosen.includes(box.value);
  part<HTMLSelectElement>("main-language").value = first;
  takeLanguages();
  const said = (key: "name" | "description") => ({
    ...Object.fromEntries(Object.entries(draft.texts ?? {}).map(([code, texts]) => [code, texts[key] ?? ""])),
    [first]: draft[key] ?? "",
  });
  name = new Said(word("name"), said("name"), { id: "name" });
  description = new Said(word("description"), said("description"), { id: "description", long: true });
  part("said-name").replaceChildren(name.place);
  part("said-description").replaceChildren(description.place);
  part<HTMLInputElement>("contact").value = draft.contact ?? "";
  showSchedule(draft);
  part("questions").replaceChildren();
  for (const [i, question] of (draft.questions ?? []).entries()) addQuestion(question, translations(i));
  if ((draft.questions ?? []).length === 0) addQuestion();
  law.offer(ordered());
  law.show(draft.law, ordered());
}

function languageBoxes(): HTMLInputElement[] {
  return [...part("language-choice").querySelectorAll<HTMLInputElement>("input[type=checkbox]")];
}

/** The languages that are chosen now; the main one is always among them. */
function takeLanguages(): void {
  const first = part<HTMLSelectElement>("main-language").value;
  for (const box of languageBoxes()) {
    box.disabled = box.value === first;
    if (box.disabled) box.checked = true;
  }
  const others = languageBoxes().filter((box) => box.checked && box.value !== first);
  setLanguages([first, ...others.map((box) => box.value)]);
}

function readForm(): Draft {
  const { schedule: _schedule, law: _law, texts: _texts, ...others } = draft;
  const [first = "en", ...further] = languages();
  const all = ordered();
  const names = name.values();
  const descriptions = description.values();
  const texts: Record<string, Translation> = {};
  for (const code of further) {
    const questions = all.map((box) => box.translated(code));
    texts[code] = { name: names[code] ?? "", description: descriptions[code] ?? "", questions };
  }
  return {
    ...others,
    ...readSchedule(),
    ...law.read(all),
    name: names[first] ?? "",
    description: descriptions[first] ?? "",
    contact: typed("contact"),
    language: first,
    texts,
    questions: all.map((box) => box.read()),
  };
}

/** Save; whatever somebody else has saved meanwhile is not overwritten. Throws Coded. */
export async function saveDraft(): Promise<void> {
  for (const box of ordered()) box.absorb();
  const now = readForm();
  const answer = await call<Saved>("PUT", own("/draft"), now, { "If-Match": `"${version}"` });
  draft = now;
  saved = JSON.stringify(now);
  version = answer.version;
  mark(answer.missing);
  changed();
  part("saved").hidden = false;
  const places = [...document.querySelectorAll<HTMLElement>("[data-trouble]")];
  part("saved-troubles").hidden = places.every((place) => place.hidden);
  compareVersion(version);
  part("draft").dispatchEvent(new Event("saved"));
}

/** Say at each place of the form what the checklist says of it. */
function mark(missing: readonly Missing[]): void {
  for (const place of document.querySelectorAll<HTMLElement>("[data-trouble]")) {
    const own_ = missing.filter(({ where = "" }) => where === place.dataset["trouble"]);
    const texts = place.dataset["trouble"] === "languages" ? missing.filter(({ code }) => code === "texts") : own_;
    place.replaceChildren(...texts.map(({ message }) => element("span", message)));
    place.hidden = texts.length === 0;
  }
  const unnamed = missing.some(({ where }) => where === "name");
  part("name").setAttribute("aria-describedby", "name-trouble");
  const gaps = missing.some(({ code }) => code === "texts");
  const [, ...further] = languages();
  for (const field of part("draft").querySelectorAll<HTMLInputElement>(".texts input")) {
    const empty = field.value.trim() === "" && field.offsetParent !== null;
    const gap = empty && ((gaps && further.includes(field.lang)) || (unnamed && field.id === "name"));
    if (gap) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }
}

/** Whether somebody else has saved the draft since it was shown here. */
export function compareVersion(now: string): void {
  if (has("moved")) part("moved").hidden = now === version;
}

/** Show a draft in the form, and give its buttons their meaning. */
export async function beginDraft(given: Draft, shown: string): Promise<void> {
  draft = given;
  version = shown;
  law = await LawForm.load();
  show();
  saved = JSON.stringify(readForm());
  changed();
  const form = part("draft");
  form.addEventListener("input", () => {
    part("saved").hidden = true;
    part("saved-troubles").hidden = true;
    changed();
  });
  part("language-choice").addEventListener("change", () => {
    takeLanguages();
    changed();
  });
  when("add-question", () => {
    addQuestion().focus();
    changed();
  });
  when("draft", saveDraft);
  when("show-preview", async () => {
    if (!part<HTMLFormElement>("draft").reportValidity()) return;
    await saveDraft();
    location.assign(`/elections/${uuid}/preview`);
  });
  window.addEventListener("beforeunload", (event) => {
    if (isUnsaved()) event.preventDefault();
  });
  form.hidden = false; // not before: what is typed while the draft is on its way would be overwritten
}

/** Opening opens what is saved: what is not saved must not be thought to be opened. Throws Coded. */
export function requireSaved(): void {
  if (main.dataset["state"] === "draft" && isUnsaved()) throw new Coded("unsaved", "");
}
