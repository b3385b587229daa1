// SPDX-License-Identifier: Apache-2.0
// The booth: credential, questions, review, encryption on this device, tracker, login, and then cast or challenge.
// The credential is in a variable of this page, in no address, no storage and no request.

import type { Output } from "../core/index.ts";
import { call, file, group, own, uuid } from "./api.ts";
import { Asking, listed } from "./asking.ts";
import { inLanguage, lawOf } from "./texts.ts";
import {
  clearTrouble,
  Coded,
  failed,
  fill,
  has,
  main,
  part,
  report,
  save,
  show,
  tell,
  typed,
  when,
  word,
} from "./dom.ts";
import { run } from "./engine.ts";
import { accepted, lists } from "./trackers.ts";

let election = "";
let credential = "";
let login = "";
let made: Awaited<Output<"vote">> | undefined;
let fingerprint = "";
/** How many ballots the record had before this one was sent; undefined if it was not. */
let before: number | undefined;
/** Whether the vote is cast: nothing that ends later leads away from there. */
let over = false;

/** The steps until a vote is cast, by the number that a voter is told. */
const WAY = { credential: 1, question: 2, review: 2, working: 3, tracker: 4, code: 4, decide: 5, opened: 3, done: 6 };
const title = document.title;

const asking = new Asking(go);

/** Show a step; until the server has acknowledged the ballot, page and tab say that the vote is not yet cast. */
function go(step: keyof typeof WAY): void {
  if (over) return;
  over = step === "done";
  const at = WAY[step];
  const items = [...part("way").children];
  for (const [i, item] of items.entries()) {
    item.className = i + 1 < at ? "done" : i + 1 === at ? "now" : "later";
    item.toggleAttribute("aria-current", false);
    if (i + 1 === at) item.setAttribute("aria-current", "step");
  }
  part("way").hidden = false;
  part("cast-state").hidden = over;
  part("cast-left").textContent = word("left", { step: at, total: items.length });
  document.title = `${word(over ? "cast" : "not-yet")}: ${title}`;
  show(step);
}

async function takeCredential(): Promise<void> {
  const given = typed("credential");
  const { publicCredential } = await run("publicCredential", { group, uuid, credential: given });
  const roll = JSON.parse(await file("public_credentials.json")) as string[];
  if (!roll.some((entry) => entry.split(",")[0] === publicCredential)) throw new Coded("credential-unknown", "");
  if (given !== credential) asking.forget(); // what another person may have chosen
  credential = given;
  asking.ask(0);
}

async function encrypt(): Promise<void> {
  go("working");
  try {
    made = await run("vote", { election, credential, votes: asking.complete });
    before = undefined;
  } catch (error) {
    asking.review();
    throw error;
  }
  part("challenged").hidden = true;
  fill(main, "tracker", made.tracker);
  go(login === "" ? "tracker" : "decide");
}

async function askCode(): Promise<void> {
  await call("POST", own("/codes"), { login: typed("login") });
  fill(main, "login", typed("login"));
  go("code");
}

/** Who has mistyped her login gets no code, and nobody tells her why: ballot and tracker stay as they are. */
function anotherLogin(): void {
  part<HTMLInputElement>("code").value = "";
  go("tracker");
  part("login").focus();
}

async function logIn(): Promise<void> {
  await call("POST", own("/voter"), { login: typed("login"), code: typed("code") });
  login = typed("login");
  part<HTMLInputElement>("code").value = "";
  go("decide");
}

/** The provider is in another window, so that nothing here is lost; the session tells when she is back. */
async function waitForProvider(): Promise<void> {
  if (!part("provider-wait").hidden) return;
  part("provider-wait").hidden = false;
  while (!part("step-tracker").hidden) {
    const known = await call<{ voter_in: string[] }>("GET", "/api/session").catch(() => ({ voter_in: [] as string[] }));
    if (known.voter_in.includes(uuid)) {
      login = "by the provider";
      go("decide");
    } else await new Promise((resolve) => setTimeout(resolve, 2000));
  }
  part("provider-wait").hidden = true;
}

/** What a voter alone may do. The ballot may be in the record all the same if the server's answer was lost. */
async function asVoter(action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    if (over) return;
    const listed = await isCast();
    if (listed === true) return done();
    const code = error instanceof Coded ? error.code : "";
    if (code === "login-required") logInAgain();
    if (listed === false && ["ballot-replayed", "already-cast"].includes(code)) throw new Coded("not-listed", "");
    throw error;
  }
}

/** A session may end while somebody thinks: nothing is lost. */
function logInAgain(): void {
  login = "";
  go("tracker");
}

/** Whether the public list has the ballot; undefined if it was never sent, or the list cannot be read. */
async function isCast(): Promise<boolean | undefined> {
  if (made === undefined || before === undefined) return undefined;
  return await lists(made.tracker, before).catch(() => undefined);
}

async function cast(ballot: string): Promise<void> {
  before ??= await accepted().catch(() => 0);
  await call("POST", own("/ballots"), ballot);
  done();
}

function done(): void {
  forget();
  part<HTMLAnchorElement>("find").search = new URLSearchParams({ tracker: made?.tracker ?? "" }).toString();
  go("done");
}

/** First the server confirms that this tracker is spoiled; only then the ballot is opened. */
async function challenge(tracker: string): Promise<void> {
  const confirmed = await call<{ tracker: string }>("POST", own("/challenges"), { tracker });
  const spoiled = await call<string[]>("GET", own("/spoiled"));
  if (confirmed.tracker !== tracker || !spoiled.includes(tracker)) throw new Coded("not-spoiled", "");
  part("opened").replaceChildren(...listed(asking.questions, asking.complete));
  go("opened");
}

/** Who tests a device often chooses what she would not cast: before the next ballot she sees it, and can change it. */
function reviewAgain(): void {
  part("challenged").hidden = false;
  asking.review();
}

/** The credential and the choices are not needed any more. */
function forget(): void {
  credential = "";
  asking.forget();
  part<HTMLInputElement>("credential").value = "";
  if (made !== undefined) made = { ...made, ballot: "", opening: "" };
  for (const id of ["choices", "answers", "opened"]) part(id).replaceChildren();
}

/** What a voter keeps: where her ballot is, and nothing of what is in it. */
function receipt(): string {
  const address = part<HTMLAnchorElement>("find").href;
  const lines = [
    `${word("receipt-election")} ${document.querySelector("h1")?.textContent ?? ""} (${uuid})`,
    `${word("receipt-fingerprint")} ${fingerprint}`,
    `${word("receipt-tracker")} ${made?.tracker ?? ""}`,
    `${word("receipt-find")} ${address}`,
  ];
  return `${word("receipt")}\n\n${lines.join("\n")}\n\n${word("receipt-note")}\n`;
}

/** What stands behind the # of the link (a QR code): no server sees it, and it does not stay in the address. */
function fragment(): string {
  const given = location.hash.slice(1);
  if (given === "" || has(given)) return ""; // a place on the page
  history.replaceState(null, "", location.pathname + location.search);
  return given;
}

/** A credential in the link, also of one that is pasted later: it is taken as long as no ballot is made. */
function fromLink(): void {
  const given = fragment();
  if (given === "") return;
  if (made !== undefined || !part("step-working").hidden) return tell("link-late");
  if (part("step-credential").hidden) go("credential");
  try {
    part<HTMLInputElement>("credential").value = decodeURIComponent(given);
    clearTrouble();
  } catch {
    tell("credential");
  }
}

/** Leaving with choices made and not cast is asked about. */
function guard(event: BeforeUnloadEvent): void {
  if (credential !== "") event.preventDefault();
}

async function begin(): Promise<void> {
  if (main.dataset["state"] !== "open") {
    fragment();
    return show("closed");
  }
  when("credential-form", takeCredential);
  when("question-form", () => asking.take());
  when("question-back", () => asking.back(() => go("credential")));
  when("encrypt", encrypt);
  when("encrypt-again", reviewAgain);
  if (has("provider")) part("provider").addEventListener("click", () => void waitForProvider());
  else when("login-form", askCode);
  when("code-form", logIn);
  when("code-again", askCode);
  when("another-login", anotherLogin);
  when("cast", () => asVoter(() => cast(made?.ballot ?? "")));
  when("challenge", () => asVoter(() => challenge(made?.tracker ?? "")));
  when("save-opening", () =>
    save(`${uuid}.opening.json`, JSON.stringify({ ballot: made?.ballot, opening: made?.opening })),
  );
  when("save-receipt", () => save(`${uuid}.receipt.txt`, receipt(), "text/plain;charset=utf-8"));
  election = await file("election.json");
  const read = await run("election", { election });
  fingerprint = read.fingerprint;
  const terms = await file("terms.json");
  asking.questions = await inLanguage(read.questions, read.description, terms);
  asking.law = lawOf(terms);
  window.addEventListener("beforeunload", guard);
  window.addEventListener("hashchange", fromLink);
  go("credential");
  fromLink();
}

/** Whoever is shown other texts than those of the election is not asked to try again. */
function stopped(error: unknown): void {
  (error instanceof Coded && error.code === "terms" ? report : failed)(error);
}

await begin().catch(stopped);
