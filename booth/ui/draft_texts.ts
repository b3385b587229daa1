// SPDX-License-Identifier: Apache-2.0
// One text in every language of the election, the fields beside each other: they move together, so that no
// translation is ever of another answer.

import type { Texts } from "./draft_model.ts";
import { element, word } from "./dom.ts";

let codes: readonly string[] = ["en"];
const fields = new Map<HTMLElement, Said>();

/** The languages of the election, the main one first. */
export function languages(): readonly string[] {
  return codes;
}

/** Choose the languages; every text on the page gets its fields, and keeps what was typed in others. */
export function setLanguages(chosen: readonly string[]): void {
  codes = chosen;
  for (const [place, own] of fields) {
    if (place.isConnected) own.draw();
    else fields.delete(place);
  }
}

interface How {
  /** Its name in the page: of the main language's field, and with the code behind it of the others. */
  part?: string;
  id?: string;
  long?: boolean;
  /** Whether its label is set small: one row of many. */
  compact?: boolean;
  enter?: () => void;
}

type Field = HTMLInputElement | HTMLTextAreaElement;

/** One text. */
export class Said {
  readonly place = element("div", "", "texts");
  private label: string;
  private readonly kept: Texts;
  private readonly how: How;

  constructor(label: string, values: Texts, how: How) {
    this.label = label;
    this.kept = { ...values };
    this.how = how;
    fields.set(this.place, this);
    this.draw();
  }

  /** What is typed, in each language of the election. */
  values(): Texts {
    this.keep();
    return Object.fromEntries(codes.map((code) => [code, (this.kept[code] ?? "").trim()]));
  }

  /** What it is called now: places change. */
  relabel(label: string): void {
    if (label === this.label) return;
    this.label = label;
    for (const name of this.place.querySelectorAll("[data-label]")) name.textContent = label;
  }

  focus(): void {
    this.place.querySelector<HTMLElement>("input, textarea")?.focus();
  }

  draw(): void {
    this.keep();
    this.place.replaceChildren(...codes.map((code) => this.field(code)));
  }

  private keep(): void {
    for (const field of this.place.querySelectorAll<Field>("input, textarea")) this.kept[field.lang] = field.value;
  }

  private field(code: string): HTMLElement {
    const { part, id, long = false, compact = false, enter } = this.how;
    const main = code === codes[0];
    const suffix = main ? "" : `-${code}`;
    const label = element("label", "");
    const name = element("span", this.label, compact ? "tongue" : "");
    name.dataset["label"] = "";
    const field = document.createElement(long ? "textarea" : "input");
    field.value = this.kept[code] ?? "";
    field.lang = code;
    if (part !== undefined) field.dataset["part"] = part + suffix;
    if (id !== undefined) field.id = id + suffix;
    if (field instanceof HTMLInputElement && enter !== undefined)
      field.addEventListener("keydown", (event: KeyboardEvent) => {
        if (event.key !== "Enter" || event.isComposing) return;
        event.preventDefault();
        enter();
      });
    label.append(name, ...(codes.length > 1 ? [element("span", ` ${word(`language-${code}`)}`, "tongue")] : []), field);
    return label;
  }
}
