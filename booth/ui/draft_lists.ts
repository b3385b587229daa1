// SPDX-License-Identifier: Apache-2.0
// The lists of a question: each with a title and candidates.

import type { Texts } from "./draft_model.ts";
import { nameTools, newKey, Rows, tools } from "./draft_rows.ts";
import { Said } from "./draft_texts.ts";
import { element, word } from "./dom.ts";

interface List {
  box: HTMLElement;
  title: Said;
  candidates: Rows;
  tools: HTMLElement;
}

/** All lists of a question, and a button for another one. */
export class Lists {
  readonly place = element("div", "");
  private readonly boxes = element("div", "");
  private readonly lists = new Map<Element, List>();
  private readonly changed: () => void;

  constructor(given: readonly Texts[][], changed: () => void) {
    this.changed = changed;
    const another = element("button", word("another-list"), "second");
    (another as HTMLButtonElement).type = "button";
    another.dataset["part"] = "add-list";
    another.addEventListener("click", () => {
      this.add([]).title.focus();
      this.number();
      this.changed();
    });
    this.place.append(this.boxes, another);
    for (const texts of given) this.add(texts);
    this.number();
  }

  /** Title and candidates of each list. */
  values(): Texts[][] {
    return this.ordered().map(({ title, candidates }) => [title.values(), ...candidates.values()]);
  }

  /** The keys of the lists, with their titles. */
  keys(): { key: string; texts: Texts }[] {
    return this.ordered().map(({ box, title }) => ({ key: box.dataset["key"] ?? "", texts: title.values() }));
  }

  absorb(): void {
    for (const { candidates } of this.ordered()) candidates.absorb();
  }

  private ordered(): List[] {
    return [...this.boxes.children].flatMap((box) => this.lists.get(box) ?? []);
  }

  private add([title = {}, ...candidates]: readonly Texts[]): List {
    const box = element("fieldset", "", "list");
    box.dataset["key"] = newKey();
    const legend = element("legend", "");
    legend.dataset["part"] = "list-number";
    const said = new Said(word("list-title"), title, { part: "list-title" });
    const words = { one: "candidate", more: "more-candidates", add: "add-candidates" };
    const rows = new Rows(candidates, words, "candidates", this.changed);
    const changed = () => {
      this.number();
      this.changed();
    };
    const buttons = tools(box, changed, (neighbour) => {
      this.lists.delete(box);
      const next = neighbour === null ? undefined : this.lists.get(neighbour)?.title;
      (next ?? this.place.querySelector<HTMLElement>('[data-part="add-list"]'))?.focus();
    });
    box.append(legend, said.place, rows.place, buttons);
    const list = { box, title: said, candidates: rows, tools: buttons };
    this.lists.set(box, list);
    this.boxes.append(box);
    return list;
  }

  private number(): void {
    for (const [i, list] of this.ordered().entries()) {
      const name = word("list-number", { number: i + 1 });
      const legend = list.box.querySelector('[data-part="list-number"]');
      if (legend !== null) legend.textContent = name;
      nameTools(list.tools, name);
    }
  }
}
