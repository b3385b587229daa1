// SPDX-License-Identifier: Apache-2.0
// One question of a draft as a box of the form: any of the three kinds, in every language of the election.

import { Lists } from "./draft_lists.ts";
import type { DraftQuestion, Texts } from "./draft_model.ts";
import { nameTools, newKey, Rows, tools } from "./draft_rows.ts";
import { languages, Said } from "./draft_texts.ts";
import { part, word } from "./dom.ts";

type Kind = "choose" | "rank" | "lists";

function field<T extends HTMLElement>(root: ParentNode, name: string): T {
  const found = root.querySelector<T>(`[data-part="${name}"]`);
  if (found === null) throw new Error(`the template has no ${name}`);
  return found;
}

/** What a question says in the main language and in others, answer by answer: [question, answer, …]. */
function textsOf(given: DraftQuestion | undefined, main: string, others: Record<string, string[]>): Texts[] {
  if (given === undefined) return [{}];
  const { question, answers } = "type" in given ? given.value : given;
  return [question, ...answers.flat()].map((text, i) => {
    const translated = Object.entries(others).map(([code, texts]) => [code, texts[i] ?? ""] as const);
    return { ...Object.fromEntries(translated), [main]: text };
  });
}

function kindOf(given: DraftQuestion | undefined): Kind {
  if (given === undefined || !("type" in given)) return "choose";
  return ({ Homomorphic: "choose", NonHomomorphic: "rank", Lists: "lists" } as const)[given.type];
}

/** A box in #questions. */
export class QuestionBox {
  readonly box: HTMLFieldSetElement;
  readonly key = newKey();
  private readonly given: DraftQuestion | undefined;
  private readonly text: Said;
  private readonly answers: Rows;
  private readonly lists: Lists;
  private readonly tools: HTMLElement;

  /** `others`: the texts of the question in each further language. */
  constructor(given: DraftQuestion | undefined, others: Record<string, string[]>, changed: () => void) {
    this.given = given;
    const made = part<HTMLTemplateElement>("question").content.cloneNode(true) as DocumentFragment;
    this.box = made.querySelector("fieldset") as HTMLFieldSetElement;
    const main = languages()[0] ?? "en";
    const [text = {}, ...answers] = textsOf(given, main, others);
    const kind = kindOf(given);
    this.text = new Said(word("question-text"), text, { part: "text" });
    const words = { one: "answer", more: "more-answers", add: "add-answers" };
    this.answers = new Rows(kind === "lists" ? [] : answers, words, "answers", changed);
    this.lists = new Lists(rowsOf(given, answers), changed);
    field(this.box, "said").append(this.text.place);
    field(this.box, "plain").append(this.answers.place);
    field(this.box, "lists").append(this.lists.place);
    const value = given !== undefined && !("type" in given) ? given : given?.type === "Homomorphic" ? given.value : {};
    const { min = 1, max = 1, blank = false } = value as { min?: number; max?: number; blank?: boolean };
    field<HTMLInputElement>(this.box, "min").value = String(min);
    field<HTMLInputElement>(this.box, "max").value = String(max);
    field<HTMLInputElement>(this.box, "blank").checked = blank;
    const chooser = field<HTMLSelectElement>(this.box, "kind");
    chooser.value = kind;
    chooser.addEventListener("change", () => this.show());
    this.tools = tools(this.box, changed, () => part("add-question").focus());
    this.box.append(this.tools);
    this.show();
  }

  get kind(): Kind {
    return field<HTMLSelectElement>(this.box, "kind").value as Kind;
  }

  focus(): void {
    this.text.focus();
  }

  /** Which question it is, from 1. */
  number(number: number): void {
    field(this.box, "number").textContent = String(number);
    const trouble = field(this.box, "trouble");
    trouble.dataset["trouble"] = `questions.${number - 1}`;
    trouble.id = `trouble-${this.key}`;
    this.box.setAttribute("aria-describedby", trouble.id);
    nameTools(this.tools, word("question-number", { number }));
  }

  /** Lines that were typed and not added yet become rows. */
  absorb(): void {
    this.answers.absorb();
    this.lists.absorb();
  }

  /** Its text, and the answers that a law may know as the one against all, with their keys. */
  choices(): { text: string; answers: { key: string; text: string }[] } {
    const main = languages()[0] ?? "en";
    const keys = this.kind === "lists" ? this.lists.keys() : this.answers.keys();
    return {
      text: this.text.values()[main] ?? "",
      answers: keys.map(({ key, texts }) => ({ key, text: texts[main] ?? "" })),
    };
  }

  /** As the draft holds it. */
  read(): DraftQuestion {
    const main = languages()[0] ?? "en";
    const said = (texts: Texts) => texts[main] ?? "";
    const question = said(this.text.values());
    if (this.kind === "lists")
      return {
        type: "Lists",
        value: { answers: this.lists.values().map((own) => own.map(said)), question },
        ...this.extra("Lists"),
      };
    const answers = this.answers.values().map(said);
    if (this.kind === "rank")
      return { type: "NonHomomorphic", value: { answers, question }, ...this.extra("NonHomomorphic") };
    const number = (name: string) => Math.trunc(Number(field<HTMLInputElement>(this.box, name).value));
    const blank = field<HTMLInputElement>(this.box, "blank").checked;
    const plain = { answers, ...(blank ? { blank } : {}), min: number("min"), max: number("max"), question };
    const extra = this.extra("Homomorphic");
    return "extra" in extra ? { type: "Homomorphic", value: plain, ...extra } : plain;
  }

  /** Its texts in another language, as the terms list them. */
  translated(code: string): string[] {
    const answers = this.kind === "lists" ? this.lists.values().flat() : this.answers.values();
    return [this.text.values(), ...answers].map((texts) => texts[code] ?? "");
  }

  /** What a draft that was made elsewhere says beside, of a question of the same kind. */
  private extra(type: string): { extra?: unknown } {
    const given = this.given;
    return given !== undefined && "type" in given && given.type === type && "extra" in given
      ? { extra: given.extra }
      : {};
  }

  private show(): void {
    const kind = this.kind;
    field(this.box, "plain").hidden = kind === "lists";
    field(this.box, "lists").hidden = kind !== "lists";
    field(this.box, "rules").hidden = kind !== "choose";
    for (const name of ["min", "max"]) field<HTMLInputElement>(this.box, name).disabled = kind !== "choose";
    for (const hint of this.box.querySelectorAll<HTMLElement>("[data-kind]"))
      hint.hidden = hint.dataset["kind"] !== kind;
  }
}

/** The texts of lists, list by list; two empty lists to begin with. */
function rowsOf(given: DraftQuestion | undefined, texts: readonly Texts[]): Texts[][] {
  if (given === undefined || !("type" in given) || given.type !== "Lists") return [[], []];
  let at = 0;
  return given.value.answers.map((row) => texts.slice(at, (at += row.length)));
}
