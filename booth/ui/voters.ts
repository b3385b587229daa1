// SPDX-License-Identifier: Apache-2.0
// The list of voters as the administrator sees it: what was imported, and the list itself when it is asked for.

import { call, own } from "./api.ts";
import { element, has, part, report, typed, word } from "./dom.ts";

interface VoterLine {
  login: string;
  email: string;
  weight: number;
  language: string;
  voted: boolean;
}

/** Rows that are shown at once; the search finds the others. */
const MOST = 100;

let voters: VoterLine[] = [];

/** How many, their weight, and what they read. */
export function showImported(now: {
  voters: number;
  languages: Record<string, number>;
  turnout: { registered_weight: number };
}): void {
  const languages = Object.entries(now.languages).map(([code, count]) => `${word(`language-${code}`)}: ${count}`);
  const parts = [
    `${now.voters} ${word("voters")}`,
    word("weight-of-all", { weight: now.turnout.registered_weight }),
    ...languages.sort(),
  ];
  part("voter-count").textContent = now.voters > 0 ? parts.join(" · ") : "";
  if (has("voter-list")) part("voter-list").hidden = now.voters === 0;
}

function show(): void {
  const sought = typed("voter-search").toLocaleLowerCase();
  const found = voters.filter((own_) => `${own_.login}\n${own_.email}`.toLocaleLowerCase().includes(sought));
  part("voter-rows").replaceChildren(
    ...found.slice(0, MOST).map((voter) => {
      const row = document.createElement("tr");
      const cells = [voter.email === voter.login ? "" : voter.email, String(voter.weight), voter.language];
      const login = element("th", voter.login);
      (login as HTMLTableCellElement).scope = "row";
      row.append(login, ...cells.map((text) => element("td", text)));
      row.append(element("td", word(voter.voted ? "yes" : "no")));
      return row;
    }),
  );
  part("voters-shown").textContent = word("shown-of", { shown: Math.min(MOST, found.length), total: found.length });
}

/** The list is fetched when somebody opens it. */
export function beginVoters(): void {
  const list = part<HTMLDetailsElement>("voter-list");
  list.hidden = false;
  list.addEventListener("toggle", () => {
    if (!list.open) return;
    call<VoterLine[]>("GET", own("/voters"))
      .then((lines) => {
        voters = lines;
        show();
      })
      .catch(report);
  });
  part("voter-search").addEventListener("input", show);
}
