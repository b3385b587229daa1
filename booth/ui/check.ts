// SPDX-License-Identifier: Apache-2.0
// The page that checks an opened ballot: from the file that a booth has saved, and the election as its own server, or
// the person, gives it. It asks for no credential and sends nothing of the file anywhere.

import type { Output, Vote } from "../core/index.ts";
import { text } from "./api.ts";
import { words } from "./choices.ts";
import { Coded, chosen, element, fill, main, part, report, show, when, word } from "./dom.ts";
import { run } from "./engine.ts";
import { inLanguage } from "./texts.ts";

interface Saved {
  uuid: string;
  ballot: string;
  opening: string;
}

const UUID = /^[1-9A-HJ-NP-Za-km-z]{14,}$/;

/** The two texts of the file, and which election they say to be of. Throws Coded. */
function read(content: string): Saved {
  try {
    const { ballot, opening } = JSON.parse(content) as Record<string, unknown>;
    if (typeof ballot !== "string" || typeof opening !== "string") throw new TypeError();
    const { election_uuid: uuid } = JSON.parse(opening) as Record<string, unknown>;
    if (typeof uuid !== "string" || !UUID.test(uuid)) throw new TypeError();
    return { uuid, ballot, opening };
  } catch {
    throw new Coded("opening-file", "");
  }
}

/** A file of the election: the one that the person has chosen, or what the server gives. */
async function ofElection(input: string, uuid: string, name: string): Promise<string> {
  return (await chosen(input)) || (await text("GET", `/elections/${uuid}/${name}`));
}

async function opened(election: string, saved: Saved): Promise<Output<"checkOpening">> {
  try {
    return await run("checkOpening", { election, ballot: saved.ballot, opening: saved.opening });
  } catch (error) {
    if (error instanceof Coded && error.code !== "internal") throw new Coded("opening", "", [error.message]);
    throw error;
  }
}

async function check(): Promise<void> {
  const saved = read(await chosen("opening-file", "opening-file"));
  const election = await ofElection("election-file", saved.uuid, "election.json");
  const own = await run("election", { election });
  if (own.uuid !== saved.uuid) throw new Coded("opening", "", [word("other-election")]);
  const { tracker, votes } = await opened(election, saved);
  const terms = await ofElection("terms-file", saved.uuid, "terms.json");
  const questions = await inLanguage(own.questions, own.description, terms);
  part("told").replaceChildren(
    ...questions.flatMap((question, i) => {
      const answers = document.createElement("ul");
      answers.append(...words(question, votes[i] as Vote).map((answer) => element("li", answer)));
      return [element("h3", question.question), answers];
    }),
  );
  fill(main, "name", own.name);
  fill(main, "fingerprint", own.fingerprint);
  fill(main, "tracker", tracker);
  fill(main, "listed", word(await listed(saved.uuid, tracker)));
  const find = part<HTMLAnchorElement>("find");
  find.pathname = `/elections/${saved.uuid}`;
  find.search = new URLSearchParams({ tracker }).toString();
  show("told");
}

/** Whether the server's public list has the tracker; it may be out of reach. */
async function listed(uuid: string, tracker: string): Promise<"listed" | "not-listed" | "not-asked"> {
  try {
    const spoiled = JSON.parse(await text("GET", `/api/elections/${uuid}/spoiled`)) as unknown;
    return Array.isArray(spoiled) && spoiled.includes(tracker) ? "listed" : "not-listed";
  } catch {
    return "not-asked";
  }
}

async function begin(): Promise<void> {
  when("check-form", check);
  when("another", () => show("file"));
  show("file");
}

await begin().catch(report);
