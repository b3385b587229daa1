// SPDX-License-Identifier: Apache-2.0
// One question as inputs, and back: what is chosen as the protocol wants it, and in words.

import type { Question, Vote } from "../core/index.ts";
import { element, word } from "./dom.ts";
import type { Numbers } from "./ranks.ts";

/** What the person has to know before choosing; `numbers` is what numbers mean. */
export function rule(question: Question, numbers: Numbers): string {
  if (question.type === "NonHomomorphic") return word(numbers);
  if (question.type === "Lists") return word("list");
  const { min, max } = question;
  return min === max ? word("exactly", { min }) : word("between", { min, max });
}

/** The answers as a voter reads them, a blank one first if there is one. */
function labels(question: Question): string[] {
  if (question.type === "Lists") return question.answers.flat();
  const blank = question.type === "Homomorphic" && question.blank === true ? [word("blank")] : [];
  return [...blank, ...question.answers];
}

/** Put the inputs of a question into the page, with what was chosen before. */
export function draw(place: HTMLElement, question: Question, before: Vote | undefined): void {
  const chosen = before === undefined ? [] : before.flat();
  if (question.type === "Lists") return drawLists(place, question.answers, chosen);
  const number = question.type === "NonHomomorphic";
  const single = question.type === "Homomorphic" && question.max === 1 && question.min === 1 && !question.blank;
  place.replaceChildren(
    ...labels(question).map((text, i) => {
      const label = element("label", "", "choice");
      const input = document.createElement("input");
      input.type = number ? "number" : single ? "radio" : "checkbox";
      input.name = "answer";
      if (number) {
        input.min = "0";
        input.max = "255";
        input.required = true;
        input.value = chosen[i] === undefined ? "" : String(chosen[i]);
      } else input.checked = chosen[i] === 1;
      label.append(input, element("span", text));
      return label;
    }),
  );
}

/** Each list with its candidates under it; whoever chooses a candidate chooses the list, and no candidate of others. */
function drawLists(
  place: HTMLElement,
  lists: readonly (readonly string[])[],
  chosen: readonly (number | undefined)[],
): void {
  let at = 0;
  const boxes = lists.map((row) => {
    const box = element("div", "", "list");
    const inputs = row.map((text, i) => {
      const label = element("label", "", i === 0 ? "choice" : "choice candidate");
      const input = document.createElement("input");
      input.type = i === 0 ? "radio" : "checkbox";
      input.name = i === 0 ? "list" : "candidate";
      input.checked = chosen[at++] === 1;
      label.append(input, element("span", text));
      box.append(label);
      return input;
    });
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", row[0] ?? "");
    return { box, inputs };
  });
  for (const { inputs } of boxes)
    for (const input of inputs)
      input.addEventListener("change", () => {
        const title = inputs[0];
        if (!input.checked || title === undefined) return;
        title.checked = true;
        for (const other of boxes) if (other.inputs !== inputs) for (const own of other.inputs) own.checked = false;
      });
  place.replaceChildren(...boxes.map(({ box }) => box));
}

/** What is chosen now. */
export function read(place: HTMLElement, question: Question): Vote {
  const inputs = [...place.querySelectorAll("input")];
  if (question.type === "NonHomomorphic") return inputs.map((input) => Number(input.value));
  const bits = inputs.map((input) => (input.checked ? 1 : 0));
  if (question.type === "Homomorphic") return bits;
  let at = 0;
  return question.answers.map((row) => bits.slice(at, (at += row.length)));
}

/** Whether the rules of the question allow it. */
export function allowed(question: Question, vote: Vote): boolean {
  const numbers = vote.flat();
  if (question.type === "NonHomomorphic") return numbers.every((n) => Number.isInteger(n) && n >= 0 && n <= 255);
  if (question.type === "Lists") return listsAllowed(vote as number[][]);
  const chosen = (from: number) => numbers.slice(from).reduce((sum, bit) => sum + bit, 0);
  if (question.blank === true && numbers[0] === 1) return chosen(1) === 0;
  const count = chosen(question.blank === true ? 1 : 0);
  return question.min <= count && count <= question.max;
}

/** One list, and candidates of it alone. */
function listsAllowed(rows: number[][]): boolean {
  const lists = rows.filter((row) => row[0] === 1);
  return lists.length === 1 && rows.every((row) => row[0] === 1 || row.every((bit) => bit === 0));
}

/** What is chosen, in words. */
export function words(question: Question, vote: Vote): string[] {
  const numbers = vote.flat();
  const shown = labels(question).map((text, i) => ({ text, number: numbers[i] ?? 0 }));
  if (question.type === "NonHomomorphic") return shown.map(({ text, number }) => `${text}: ${number}`);
  const chosen = shown.filter(({ number }) => number === 1).map(({ text }) => text);
  return chosen.length > 0 ? chosen : [word("nothing")];
}
