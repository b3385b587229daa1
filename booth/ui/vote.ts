// SPDX-License-Identifier: Apache-2.0
// The booth: credential, questions, review, encryption on this device, tracker, login, and then cast or challenge.
// The credential is in a variable of this page, in no address, no storage and no request.

import type { Output, Question, Vote } from "../core/index.ts";
import { call, file, group, own, uuid } from "./api.ts";
import { allowed, draw, read, rule, words } from "./choices.ts";
import { Coded, element, fill, main, part, report, save, show, typed, when, word } from "./dom.ts";
import { run } from "./engine.ts";

let election = "";
let questions: readonly Question[] = [];
let votes: (Vote | undefined)[] = [];
let credential = "";
let login = "";
let at = 0;
let made: Awaited<Output<"vote">> | undefined;

async function takeCredential(): Promise<void> {
  const given = typed("credential");
  const { publicCredential } = await run("publicCredential", { group, uuid, credential: given });
  const roll = JSON.parse(await file("public_credentials.json")) as string[];
  if (!roll.some((entry) => entry.split(",")[0] === publicCredential)) throw new Coded("credential-unknown", "");
  credential = given;
  ask(0);
}

function ask(number: number): void {
  at = number;
  const question = questions[at];
  if (question === undefined) return review();
  const step = part("step-question");
  fill(step, "text", question.question);
  fill(step, "place", word("place", { number: at + 1, total: questions.length }));
  fill(step, "rule", rule(question));
  draw(part("answers"), question, votes[at]);
  show("question");
}

function takeAnswer(): void {
  const question = questions[at];
  if (question === undefined) return;
  const vote = read(part("answers"), question);
  if (!allowed(question, vote)) throw new Coded("vote", "");
  votes[at] = vote;
  ask(at + 1);
}

function list(place: HTMLElement, chosen: readonly Vote[]): void {
  place.replaceChildren(
    ...questions.flatMap((question, i) => {
      const vote = chosen[i];
      if (vote === undefined) return [];
      const answers = document.createElement("ul");
      answers.append(...words(question, vote).map((text) => element("li", text)));
      return [element("h3", question.question), answers];
    }),
  );
}

function complete(): Vote[] {
  return votes.filter((vote) => vote !== undefined);
}

function review(): void {
  list(part("choices"), complete());
  show("review");
}

async function encrypt(): Promise<void> {
  show("working");
  try {
    made = await run("vote", { election, credential, votes: complete() });
  } catch (error) {
    review();
    throw error;
  }
  fill(main, "tracker", made.tracker);
  show(login === "" ? "tracker" : "decide");
}

async function askCode(): Promise<void> {
  await call("POST", own("/codes"), { login: typed("login") });
  show("code");
}

async function logIn(): Promise<void> {
  await call("POST", own("/voter"), { login: typed("login"), code: typed("code") });
  login = typed("login");
  part<HTMLInputElement>("code").value = "";
  show("decide");
}

/** A session may end while somebody thinks: then she logs in again, and nothing is lost. */
async function asVoter(action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    if (error instanceof Coded && error.code === "login-required") {
      login = "";
      show("tracker");
    }
    throw error;
  }
}

async function cast(ballot: string): Promise<void> {
  await call("POST", own("/ballots"), ballot);
  forget();
  show("done");
}

/** First the server confirms that this tracker is spoiled; only then the ballot is opened. */
async function challenge(tracker: string): Promise<void> {
  const confirmed = await call<{ tracker: string }>("POST", own("/challenges"), { tracker });
  const listed = await call<string[]>("GET", own("/spoiled"));
  if (confirmed.tracker !== tracker || !listed.includes(tracker)) throw new Coded("internal", "the list has it not");
  list(part("opened"), complete());
  show("opened");
}

/** The credential and the choices are not needed any more. */
function forget(): void {
  credential = "";
  votes = [];
  part<HTMLInputElement>("credential").value = "";
  if (made !== undefined) made = { ...made, ballot: "", opening: "" };
  for (const id of ["choices", "answers", "opened"]) part(id).replaceChildren();
}

async function begin(): Promise<void> {
  if (main.dataset["state"] !== "open") return show("closed");
  when("credential-form", takeCredential);
  when("question-form", takeAnswer);
  when("question-back", () => (at > 0 ? ask(at - 1) : show("credential")));
  when("review-back", () => ask(0));
  when("encrypt", encrypt);
  when("encrypt-again", encrypt);
  when("login-form", askCode);
  when("code-form", logIn);
  when("code-again", askCode);
  when("cast", () => asVoter(() => cast(made?.ballot ?? "")));
  when("challenge", () => asVoter(() => challenge(made?.tracker ?? "")));
  when("save-opening", () =>
    save(`${uuid}.opening.json`, JSON.stringify({ ballot: made?.ballot, opening: made?.opening })),
  );
  when("save-receipt", () => save(`${uuid}.receipt.txt`, `${uuid}\n${made?.tracker ?? ""}\n`, "text/plain"));
  election = await file("election.json");
  questions = (await run("election", { election })).questions;
  show("credential");
}

await begin().catch(report);
