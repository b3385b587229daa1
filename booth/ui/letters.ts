// SPDX-License-Identifier: Apache-2.0
// Letters with the credentials, one page a voter: made, shown and printed in the authority's browser. Nothing of her
// list is in any request, address or storage; what is printed leaves with her.

import { encode } from "uqr";
import { call, file, group, own, uuid } from "./api.ts";
import { rows } from "./csv.ts";
import { chosen, Coded, element, main, part, when } from "./dom.ts";
import { run } from "./engine.ts";

interface Line {
  line: number;
  login: string;
  language: string;
  credential: string;
}

const AT_ONCE = 25;
const MOST_WRONG = 20;
const FORM = /^(?:[1-9A-HJ-NP-Za-km-z]{3,6}-){3,4}[1-9A-HJ-NP-Za-km-z]{3,6}$/;
const SVG = "http://www.w3.org/2000/svg";
const vote = part("letters").dataset["vote"] ?? "";

let offered = "";

/** A note of the page, with its places filled. */
function note(name: string, values: Record<string, number> = {}): string {
  const found = part<HTMLTemplateElement>("letter-notes").content.querySelector(`[data-word="${name}"]`);
  return (found?.textContent ?? name).replace(/\{(\w+)\}/g, (_, place: string) => String(values[place] ?? ""));
}

/** Lets the page breathe: it can be read, scrolled and left meanwhile. */
async function breathe(done: number, total: number): Promise<void> {
  part<HTMLProgressElement>("letters-progress").value = total > 0 ? done / total : 0;
  await new Promise((go) => setTimeout(go, 0));
}

/** The lines of the saved list, and what is wrong with it. */
function read(text: string): { lines: Line[]; wrong: string[] } {
  const [head, ...body] = rows(text);
  const names = (head?.cells ?? []).map((name) => name.trim().toLowerCase());
  const column = (name: string) => names.indexOf(name);
  if (column("login") < 0 || column("credential") < 0) return { lines: [], wrong: [note("columns")] };
  const lines = body.map(({ line, cells }) => ({
    line,
    login: cells[column("login")] ?? "",
    language: cells[column("language")] ?? "",
    credential: (cells[column("credential")] ?? "").trim(),
  }));
  const wrong = lines.length === 0 ? [note("empty")] : [];
  const seen = new Map<string, number>();
  for (const { line, login, credential } of lines) {
    const before = seen.get(`login ${login}`) ?? seen.get(credential);
    if (!FORM.test(credential)) wrong.push(note("form", { line }));
    else if (before !== undefined) wrong.push(note("twice", { line, before }));
    seen.set(`login ${login}`, line).set(credential, line);
  }
  return { lines, wrong };
}

/** Against the election: every login is a voter's and, once it is open, every credential on its list. */
async function check(lines: readonly Line[], wrong: string[]): Promise<string> {
  const voters = new Set((await call<{ login: string }[]>("GET", own("/voters"))).map((voter) => voter.login));
  for (const { line, login } of lines) if (!voters.has(login)) wrong.push(note("nobody", { line }));
  if (wrong.length > 0) return "";
  if (main.dataset["state"] === "draft") return note("unchecked");
  const roll = JSON.parse(await file("public_credentials.json")) as string[];
  const listed = new Set(roll.map((entry) => entry.split(",")[0]));
  for (const [i, { line, credential }] of lines.entries()) {
    const { publicCredential } = await run("publicCredential", { group, uuid, credential });
    if (!listed.has(publicCredential)) wrong.push(note("not-on-roll", { line }));
    if (i % AT_ONCE === 0) await breathe(i, lines.length * 2);
  }
  const more = listed.size - lines.length;
  return more === 0 ? note("on-roll") : note("more-on-roll", { count: more });
}

async function make(text: string): Promise<void> {
  clear();
  const progress = part("letters-progress");
  progress.hidden = false;
  try {
    const { lines, wrong } = read(text);
    const checked = wrong.length === 0 ? await check(lines, wrong) : "";
    if (wrong.length > 0) return refuse(wrong);
    const made: HTMLElement[] = [];
    for (const [i, line] of lines.entries()) {
      made.push(letter(line));
      if (i % AT_ONCE === 0) await breathe(lines.length + i, lines.length * 2);
    }
    part("sheets").replaceChildren(...made);
    part("letters-count").textContent = note("ready", { count: made.length });
    part("letters-checked").textContent = checked;
    document.body.classList.add("with-letters");
    part("letters-ready").hidden = false;
    part("letters-first").focus();
  } finally {
    progress.hidden = true;
  }
}

function refuse(wrong: readonly string[]): void {
  const shown = wrong.slice(0, MOST_WRONG);
  if (wrong.length > MOST_WRONG) shown.push(note("more", { count: wrong.length - MOST_WRONG }));
  part("letters-wrong").replaceChildren(...shown.map((text) => element("li", text)));
  part("letters-trouble").hidden = false;
}

function clear(): void {
  part("sheets").replaceChildren();
  part("letters-ready").hidden = true;
  part("letters-trouble").hidden = true;
  document.body.classList.remove("with-letters");
}

/** The words of a language; those of the election's own for one that the page has not. */
function wordsOf(language: string): { language: string; word: (name: string) => string } {
  const all = part<HTMLTemplateElement>("letter-words").content;
  const found = all.querySelector<HTMLElement>(`[lang="${CSS.escape(language)}"]`) ?? all.querySelector("[lang]");
  const word = (name: string) => found?.querySelector(`[data-word="${name}"]`)?.textContent ?? "";
  return { language: found?.getAttribute("lang") ?? "en", word };
}

function letter({ login, language: wanted, credential }: Line): HTMLElement {
  const { language, word } = wordsOf(wanted);
  const made = element("article", "", "letter");
  made.lang = language;
  const facts = document.createElement("dl");
  const fact = (name: string, value: string, className = "") => {
    if (value !== "") facts.append(element("dt", word(name)), element("dd", value, className));
  };
  fact("login", login);
  fact("credential", credential, "credential");
  fact("address", vote);
  for (const name of ["opens", "closes"]) fact(name, part("letters").dataset[name] ?? "");
  const steps = document.createElement("ol");
  steps.append(...["step-open", "step-type", "step-cast"].map((name) => element("li", word(name))));
  const code = element("figure", "");
  code.append(qr(`${vote}#${credential}`, word("code")), element("figcaption", word("scan")));
  const secret = element("p", "");
  secret.append(element("strong", word("secret")), ` ${word("again")}`);
  made.append(element("h4", word("title")), element("p", word("for")), facts, code, steps, secret);
  const contact = part("letters").dataset["contact"] ?? "";
  if (contact !== "") made.append(element("p", `${word("ask")}: ${contact}`, "ask"));
  return made;
}

/** A QR code as one path; the quiet zone around it is part of the picture. */
function qr(text: string, label: string): SVGElement {
  const { data, size } = encode(text, { ecc: "M", border: 4 });
  const made = document.createElementNS(SVG, "svg");
  made.setAttribute("viewBox", `0 0 ${size} ${size}`);
  made.setAttribute("role", "img");
  made.setAttribute("aria-label", label);
  made.setAttribute("shape-rendering", "crispEdges");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", data.map((row, y) => runs(row, y)).join(""));
  made.append(path);
  return made;
}

/** The dark modules of a row, those beside each other as one rectangle. */
function runs(row: readonly boolean[], y: number): string {
  let [drawn, x] = ["", 0];
  while (x < row.length) {
    const start = x;
    while (row[x] === true) x++;
    if (x > start) drawn += `M${start} ${y}h${x - start}v1h-${x - start}z`;
    x++;
  }
  return drawn;
}

/** The list was made a moment ago: letters of it without choosing a file. */
export function offerLetters(list: string): void {
  offered = list;
  part("letters-now").hidden = false;
}

/** The part of the page that makes letters works. */
export function beginLetters(): void {
  part("letters-link").textContent = `${vote}#{credential}`;
  when("letters-form", async () => make(await chosen("letters-file")));
  when("letters-now", async () => {
    if (offered === "") throw new Coded("internal", "there is no list");
    await make(offered);
  });
  when("letters-print", () => window.print());
  when("letters-clear", clear);
  window.addEventListener("pagehide", clear); // no copy of the page is kept with them
}
