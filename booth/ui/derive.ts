// SPDX-License-Identifier: Apache-2.0
// A second round whose voters keep their credentials: the roll is made from the list that the authority has kept.

import { group, text, uuid } from "./api.ts";
import { rows } from "./csv.ts";
import { Coded } from "./dom.ts";
import { run } from "./engine.ts";

export interface Derived {
  fingerprint: string;
  /** The public credential of each login: for the server. */
  credentials: Record<string, string>;
}

/** The codes in a file that this page, or the command line, has made: by login. Throws Coded. */
export function keptCodes(content: string): Map<string, string> {
  if (content.trimStart().startsWith("{")) {
    try {
      return new Map(Object.entries(JSON.parse(content) as Record<string, string>));
    } catch {
      throw new Coded("kept-list", "");
    }
  }
  const [head, ...lines] = rows(content);
  const names = (head?.cells ?? []).map((name) => name.trim().toLowerCase());
  const [login, credential] = [names.indexOf("login"), names.indexOf("credential")];
  if (login < 0 || credential < 0) throw new Coded("kept-list", "");
  return new Map(lines.map(({ cells }) => [cells[login] ?? "", (cells[credential] ?? "").trim()]));
}

/**
 * The roll of this election from the codes of election `first`. Every voter must have one, and each must be on the
 * first one's public list. Throws Coded; no message holds a code.
 */
export async function derive(
  voters: readonly { login: string; weight: number }[],
  codes: ReadonlyMap<string, string>,
  first: string,
): Promise<Derived> {
  const without = voters.filter(({ login }) => !codes.has(login)).map(({ login }) => login);
  if (without.length > 0) throw new Coded("kept-list-lacks", "", without);
  const roll = JSON.parse(await text("GET", `/elections/${first}/public_credentials.json`)) as string[];
  const known = new Set(roll.map((entry) => entry.split(",")[0]));
  const credentials: Record<string, string> = {};
  const wrong: string[] = [];
  for (const { login } of voters) {
    const credential = codes.get(login) ?? "";
    try {
      const before = await run("publicCredential", { group, uuid: first, credential });
      if (!known.has(before.publicCredential)) throw new Coded("credential-unknown", "");
      credentials[login] = (await run("publicCredential", { group, uuid, credential })).publicCredential;
    } catch (error) {
      if (!(error instanceof Coded) || !error.code.startsWith("credential")) throw error;
      wrong.push(login);
    }
  }
  if (wrong.length > 0) throw new Coded("kept-list-wrong", "", wrong);
  const weighted = voters.some(({ weight }) => weight !== 1);
  const input = voters.map(({ login, weight }) => {
    const credential = codes.get(login) ?? "";
    return weighted ? { login, credential, weight } : { login, credential };
  });
  return { fingerprint: (await run("deriveCredentials", { group, uuid, voters: input })).fingerprint, credentials };
}
