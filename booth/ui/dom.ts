// SPDX-License-Identifier: Apache-2.0
// The page: its parts, its words, its steps. All words stand in the template; texts are set as text, never as HTML.

/** An element that the template has. */
export function part<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found as T;
}

export const main = part("main");

/** Show the page: before, what was typed or pressed would be lost, for nothing listened to it. */
export function ready(): void {
  main.removeAttribute("aria-busy");
}

/** Whether the template has it: some parts are there in some phases only. */
export function has(id: string): boolean {
  return document.getElementById(id) !== null;
}

/** What the person has typed, without spaces around it. */
export function typed(id: string): string {
  return part<HTMLInputElement>(id).value.trim();
}

/** Set the text of every part of that name within an element. */
export function fill(root: ParentNode, name: string, text: string): void {
  for (const found of root.querySelectorAll(`[data-part="${name}"]`)) found.textContent = text;
}

/** A new element with a text. */
export function element(tag: string, text: string, className = ""): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className !== "") made.className = className;
  return made;
}

/** A word of the page's template of words, with its places filled. */
export function word(name: string, values: Record<string, string | number> = {}): string {
  const words = part<HTMLTemplateElement>("words").content;
  const text = words.querySelector(`[data-word="${name}"]`)?.textContent ?? name;
  return text.replace(/\{(\w+)\}/g, (_, place: string) => String(values[place] ?? ""));
}

/** Show one step of the page and move to its heading, so that a screen reader reads on there. */
export function show(step: string): void {
  clearTrouble();
  for (const section of main.querySelectorAll<HTMLElement>("section[id^=step-]"))
    section.hidden = section.id !== `step-${step}`;
  part(`step-${step}`).querySelector("h2")?.focus();
  window.scrollTo(0, 0);
}

/** What a code means: words of this page, or of all pages. */
function message(code: string): Element | undefined {
  for (const id of ["own-messages", "messages"].filter(has)) {
    const found = part<HTMLTemplateElement>(id).content.querySelector(`[data-code="${code}"]`);
    if (found !== null) return found;
  }
  return undefined;
}

/** Tell what went wrong: a code of the API or of the cryptography, in the reader's language. */
export function tell(code: string, text = "", details: readonly string[] = []): void {
  const known = message(code) ?? message(code.split(".")[0] ?? "");
  const box = element("div", "", "panel trouble");
  box.append(element("p", known?.textContent ?? `${message("other")?.textContent ?? ""} ${text} (${code})`));
  // the reason is in English: for whoever is asked for help
  if (text !== "" && known?.hasAttribute("data-reason")) {
    const reason = element("p", text);
    reason.lang = "en";
    box.append(reason);
  }
  for (const detail of details.slice(0, 50)) box.append(element("p", detail));
  const place = part("trouble-place");
  place.replaceChildren(box);
  const shown = [...main.querySelectorAll<HTMLElement>("section[id^=step-]")].find((section) => !section.hidden);
  if (shown !== undefined) shown.append(place);
  box.scrollIntoView({ block: "center" });
}

/** Nothing is wrong any more. */
export function clearTrouble(): void {
  part("trouble-place").replaceChildren();
}

/** Do something when a form is sent or a button pressed: one thing at a time in a step, and whatever fails is told. */
export function when(id: string, action: () => Promise<void> | void): void {
  const source = part(id);
  source.addEventListener(source instanceof HTMLFormElement ? "submit" : "click", (event) => {
    event.preventDefault();
    void once(source, action);
  });
}

async function once(source: HTMLElement, action: () => Promise<void> | void): Promise<void> {
  const place = source.closest<HTMLElement>("section[id^=step-]") ?? source;
  if (place.dataset["busy"] !== undefined) return;
  lock(place, true);
  clearTrouble();
  try {
    await action();
  } catch (error) {
    report(error);
  } finally {
    lock(place, false);
  }
}

/** While something is done, no button of the place does anything; it keeps the focus, which `disabled` would lose. */
function lock(place: HTMLElement, busy: boolean): void {
  if (busy) place.dataset["busy"] = "";
  else delete place.dataset["busy"];
  for (const button of place.querySelectorAll("button"))
    if (busy) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
}

/** What an action throws: errors with a code are told, everything else is a mistake of ours. */
export function report(error: unknown): void {
  if (error instanceof Coded) tell(error.code, error.message, error.details);
  else {
    tell("internal", String(error));
    throw error;
  }
}

/** A page could not begin: that is told under its title, and it can be loaded again. */
export function failed(error: unknown): void {
  for (const child of main.querySelectorAll<HTMLElement>(":scope > :not(h1)")) child.hidden = true;
  ready();
  const again = part("load-again");
  again.hidden = false;
  again.addEventListener("click", () => location.reload());
  try {
    report(error);
  } finally {
    part("trouble-place").append(again);
    main.append(part("trouble-place"));
  }
}

/** An error with a stable code. */
export class Coded extends Error {
  readonly code: string;
  readonly details: readonly string[];

  constructor(code: string, message: string, details: readonly string[] = []) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

/** Hand a file to the person, to keep. */
export function save(name: string, content: string, type = "application/json"): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** The file that the person has chosen, as it is. */
export function chosenFile(id: string): File | undefined {
  return part<HTMLInputElement>(id).files?.[0];
}

/** Its text; what is not UTF-8 is told by a code, and never mended: a letter would be another one. Throws Coded. */
export async function chosen(id: string, code = "not-utf-8"): Promise<string> {
  const file = chosenFile(id);
  if (file === undefined) return "";
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    throw new Coded(code, "");
  }
}
