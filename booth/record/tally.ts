// SPDX-License-Identifier: Apache-2.0
// The encrypted tally computed from the ballots, compared with the published one (section "Encrypted tally").

import type { Election } from "../core/elections.ts";
import type { Group } from "../core/groups/index.ts";
import { require } from "../core/errors.ts";
import { anything, encode, list, type Shape } from "../core/json.ts";
import { Ciphertext } from "../core/messages.ts";
import { ordered } from "../core/order.ts";
import { ED25519 } from "../core/groups/parameters.ts";
import type { Part } from "./ballots.ts";
import { need } from "./failures.ts";
import { read } from "./json.ts";

/** For each question its ciphertexts: a list, or for Lists a list of lists. */
export type EncryptedTally = (Ciphertext[] | Ciphertext[][])[];

/** Its shape: one entry a question. Throws "json". */
export function tallyShape({ questions }: Election): Shape<EncryptedTally> {
  const rows = list(Ciphertext);
  const shapes = questions.map(({ type }) => (type === "Lists" ? list(rows) : rows));
  return (value, where) => {
    const parts = list(anything)(value, where);
    const fits = parts.length === shapes.length;
    require(fits, "json", `${where}: not an entry for each of ${shapes.length} questions`, "json.syntax");
    return shapes.map((shape, i) => shape(parts[i], `${where}[${i}]`));
  };
}

/** The text of a tally, as it is published, decrypted and hashed. */
export function tallyText(election: Election, tally: EncryptedTally): string {
  return encode(tally, tallyShape(election));
}

/** The tally of the ballots that count, from those of their chunks. */
export function combined(election: Election, parts: readonly Part[]): EncryptedTally {
  const { group, questions } = election;
  return questions.map((question, i) => {
    const rows = parts.map((part) => part[i] ?? []).filter((row) => row.length > 0);
    if (question.type === "NonHomomorphic") return sorted(group, rows.flat());
    const count = question.answers.flat().length + Number(question.type === "Homomorphic" && question.blank === true);
    const sums = Array.from({ length: count }, (_, j) =>
      times(
        group,
        rows.map((row) => row[j]),
      ),
    );
    if (question.type === "Homomorphic") return sums;
    let at = 0;
    return question.answers.map((names) => sums.slice(at, (at += names.length)));
  });
}

/** The parts are of our own workers, which have checked what they are made of. */
function times(group: Group, column: readonly (Ciphertext | undefined)[]): Ciphertext {
  const all = (part: "alpha" | "beta") => {
    const factors = column.map((own) => group.unchecked(own?.[part] ?? ""));
    return String(factors.reduce((product, factor) => product.times(factor), group.identity));
  };
  return { alpha: all("alpha"), beta: all("beta") };
}

/** As releases write what will be shuffled: by alpha, then beta. */
function sorted(group: Group, own: readonly Ciphertext[]): Ciphertext[] {
  const byBeta = ordered(group.name, own, ({ beta }) => beta);
  return ordered(group.name, byBeta, ({ alpha }) => alpha);
}

/**
 * The published tally is the computed one; on Ed25519, what will be shuffled may be in any order
 * (docs/decisions/0002). Gives it in the published order. Throws "record".
 */
export function compared(
  election: Election,
  computed: EncryptedTally,
  content: Uint8Array,
  where: string,
): EncryptedTally {
  const published = read(content, tallyShape(election), where);
  return computed.map((own, i) => {
    const theirs = published[i] ?? [];
    const place = `${where}, question ${i}`;
    const why = "the number of ciphertexts is not the one of the ballots";
    need(lengths(own) === lengths(theirs), "tally.ciphertexts", place, why);
    const anyOrder = election.questions[i]?.type === "NonHomomorphic" && election.group.name === ED25519;
    const texts = ([own, theirs] as const).map((tally) => tally.flat().map(({ alpha, beta }) => `${alpha},${beta}`));
    if (anyOrder) texts.forEach((row) => row.sort());
    const [mine = [], others = []] = texts;
    mine.forEach((text, j) => {
      const same = text === others[j];
      need(same, "tally.ciphertexts", `${place}, ciphertext ${j}`, "is not the one that the last ballots give");
    });
    return anyOrder ? theirs : own; // what was computed, and of what was published at most the order
  });
}

function lengths(tally: readonly (Ciphertext | Ciphertext[])[]): string {
  return JSON.stringify(tally.map((own) => (Array.isArray(own) ? own.length : null)));
}
