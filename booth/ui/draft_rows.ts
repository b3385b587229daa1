// SPDX-License-Identifier: Apache-2.0
// Rows that can be moved and removed by mouse and keyboard: answers, candidates; also the buttons of questions and lists.

import type { Texts } from "./draft_model.ts";
import { languages, Said } from "./draft_texts.ts";
import { element, word } from "./dom.ts";

/** Told when rows come, go or move. */
type Changed = () => void;

let next = 0;

/** A name of a row or box on this page, which moves with it. */
export function newKey(): string {
  return String(next++);
}

/** Buttons that move or remove a box among its neighbours; small ones show a sign, others say what they do. */
export function tools(
  box: HTMLElement,
  changed: Changed,
  removed: (neighbour: Element | null) => void,
  small = false,
): HTMLElement {
  const place = element("div", "", "tools");
  const make = (kind: "up" | "down" | "remove", act: (button: HTMLElement) => void) => {
    const button = element("button", { up: "↑", down: "↓", remove: "✕" }[kind], small ? "second small" : "second");
    (button as HTMLButtonElement).type = "button";
    button.dataset["part"] = kind;
    button.addEventListener("click", () => act(button));
    place.append(button);
  };
  const move = (button: HTMLElement, act: () => void) => {
    act();
    changed();
    button.focus();
  };
  make("up", (button) => move(button, () => box.previousElementSibling?.before(box)));
  make("down", (button) => move(button, () => box.nextElementSibling?.after(box)));
  make("remove", () => {
    const neighbour = box.nextElementSibling ?? box.previousElementSibling;
    box.remove();
    changed();
    removed(neighbour);
  });
  return place;
}

/** Say what the buttons of a box are about. */
export function nameTools(place: HTMLElement, name: string): void {
  for (const button of place.querySelectorAll<HTMLElement>(":scope > button")) {
    const label = word(`tool-${button.dataset["part"] ?? ""}`, { what: name });
    if (button.classList.contains("small")) button.setAttribute("aria-label", (button.title = label));
    else button.textContent = label;
  }
}

/** Names in the page's template of words: of a row by its number, of the field for several, of its button. */
interface RowWords {
  one: string;
  more: string;
  add: string;
}

interface Row {
  box: HTMLElement;
  said: Said;
  tools: HTMLElement;
}

/** Answers of a question, or candidates of a list: a row each, and a field to add several at once. */
export class Rows {
  readonly place = element("div", "");
  private readonly list = element("ol", "", "rows");
  private readonly more = document.createElement("textarea");
  private readonly rows = new Map<Element, Row>();
  private readonly words: RowWords;
  private readonly changed: Changed;

  constructor(given: readonly Texts[], words: RowWords, part: string, changed: Changed) {
    this.words = words;
    this.changed = changed;
    this.more.dataset["part"] = part;
    const label = element("label", word(words.more));
    label.append(this.more);
    const add = element("button", word(words.add), "second");
    (add as HTMLButtonElement).type = "button";
    add.dataset["part"] = "add";
    add.addEventListener("click", () => {
      const first = this.absorb();
      (first ?? this.more).focus();
    });
    this.place.append(this.list, label, add);
    for (const values of given) this.add(values);
    this.number();
  }

  /** What is typed, row by row; lines that were not added yet are the last ones. */
  values(): Texts[] {
    const rows = this.ordered().map(({ said }) => said.values());
    const typed = this.pending().map((text) => ({ [languages()[0] ?? "en"]: text }));
    return [...rows.filter((texts) => Object.values(texts).some((text) => text !== "")), ...typed];
  }

  /** The keys of the rows, with their texts: what a law's answer against all is chosen from. */
  keys(): { key: string; texts: Texts }[] {
    const rows = this.ordered().map(({ box, said }) => ({ key: box.dataset["key"] ?? "", texts: said.values() }));
    return rows.filter(({ texts }) => Object.values(texts).some((text) => text !== ""));
  }

  /** Make rows of the lines that were typed; gives the first one's field. */
  absorb(): { focus(): void } | undefined {
    const lines = this.pending();
    this.more.value = "";
    const made = lines.map((text) => this.add({ [languages()[0] ?? "en"]: text }));
    this.number();
    if (lines.length > 0) this.changed();
    return made[0]?.said;
  }

  private pending(): string[] {
    const lines = this.more.value.split("\n").map((line) => line.trim());
    return lines.filter((line) => line !== "");
  }

  private ordered(): Row[] {
    return [...this.list.children].flatMap((box) => this.rows.get(box) ?? []);
  }

  private add(values: Texts, after?: Element): Row {
    const box = element("li", "");
    box.dataset["key"] = newKey();
    const enter = () => this.below(box);
    const said = new Said("", values, { part: "row", compact: true, enter });
    const changed = () => {
      this.number();
      this.changed();
    };
    const buttons = tools(
      box,
      changed,
      (neighbour) => {
        this.rows.delete(box);
        const row = neighbour === null ? undefined : this.rows.get(neighbour);
        (row?.said ?? this.more).focus();
      },
      true,
    );
    box.append(said.place, buttons);
    const row = { box, said, tools: buttons };
    this.rows.set(box, row);
    if (after === undefined) this.list.append(box);
    else after.after(box);
    return row;
  }

  private below(box: Element): void {
    const made = this.add({}, box);
    this.number();
    this.changed();
    made.said.focus();
  }

  private number(): void {
    for (const [i, row] of this.ordered().entries()) {
      const name = word(this.words.one, { number: i + 1 });
      row.said.relabel(name);
      nameTools(row.tools, name);
    }
  }
}
