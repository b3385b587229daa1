// SPDX-License-Identifier: Apache-2.0
// Reads vectors/, which the tests in Python read too.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const { VECTORS = "" } = process.env;

export function cases<T>(name: string): T[] {
  return JSON.parse(readFileSync(join(VECTORS, "protocol", `${name}.json`), "utf8"));
}

export function keyFiles<T>(): [name: string, vector: T][] {
  const folder = join(VECTORS, "keyfile");
  const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return names.map((name) => [name, JSON.parse(readFileSync(join(folder, name), "utf8"))]);
}

/** A record of other people's software with its secrets, as texts. */
export interface Sample {
  readonly uuid: string;
  readonly group: string;
  readonly election: string;
  readonly trustees: string;
  readonly roll: string[];
  readonly ballots: string[];
  /** Each file of `secrets/` by name. */
  readonly secrets: Map<string, string>;
}

export const SAMPLES = readdirSync(join(VECTORS, "records")).filter((name) => name !== "README.md");

export function sample(name: string): Sample {
  const folder = join(VECTORS, "records", name);
  const { uuid, group } = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8"));
  const files = untar(readFileSync(join(folder, `${uuid}.bel`)));
  const events = [...files].filter(([path]) => path.endsWith(".event.json")).map(([, text]) => JSON.parse(text));
  const data = (hash: string) => files.get(`${hash}.data.json`) ?? "";
  const payloads = (type: string) => events.filter((event) => event.type === type).map(({ payload }) => data(payload));
  const setup = JSON.parse(payloads("Setup")[0] ?? "");
  const secrets = readdirSync(join(folder, "secrets"));
  return {
    uuid,
    group,
    election: data(setup.election),
    trustees: data(setup.trustees),
    roll: JSON.parse(data(setup.credentials)),
    ballots: payloads("Ballot"),
    secrets: new Map(secrets.map((file) => [file, readFileSync(join(folder, "secrets", file), "utf8")])),
  };
}

/** The files of an archive in the old format of tar. */
function untar(archive: Buffer): Map<string, string> {
  const files = new Map<string, string>();
  for (let at = 0; at + 512 <= archive.length;) {
    const field = (start: number, end: number) =>
      archive.toString("latin1", at + start, at + end).replace(/\0.*$/s, "");
    const size = Number.parseInt(field(124, 136), 8);
    files.set(field(0, 100), archive.toString("utf8", at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}
