// SPDX-License-Identifier: Apache-2.0
// A secret leaves as a sealed file, and is used only once that file, chosen again, has opened.

import type { Public } from "../core/index.ts";
import { Coded, chosen, fill, part, save, show, when } from "./dom.ts";
import { run } from "./engine.ts";

const SHORTEST = 12; // characters

/** What is to be kept; `next` comes when the file was checked back. */
export interface Secret {
  readonly kind: "trustee-key" | "trustee-seed";
  readonly name: string;
  readonly content: Public;
  readonly secret: string;
  readonly passphrase: string;
  readonly next: () => Promise<void>;
}

let pending: (Secret & { readonly file: string }) | undefined;

/** The passphrase that was typed twice. Throws Coded. */
export function newPassphrase(): string {
  const [phrase, again] = ["phrase", "again"].map((id) => part<HTMLInputElement>(id).value);
  if (phrase === undefined || phrase.length < SHORTEST || phrase !== again) throw new Coded("passphrases-differ", "");
  return phrase;
}

/** Seal it, and ask for the file. */
export async function keep(made: Secret): Promise<void> {
  const { kind, content, secret, passphrase } = made;
  const { file } = await run("sealKeyFile", { kind, public: content, secret, passphrase });
  pending = { ...made, file };
  part<HTMLInputElement>("back").value = "";
  fill(part("step-back"), "file", made.name);
  for (const said of part("step-back").querySelectorAll<HTMLElement>("[data-kind]"))
    said.hidden = said.dataset["kind"] !== kind;
  show("back");
}

async function checkBack(): Promise<void> {
  if (pending === undefined) return;
  const { kind, passphrase, secret, next } = pending;
  const opened = await run("openKeyFile", { file: await chosen("back", "keyfile"), kind, passphrase });
  if (opened.secret !== secret) throw new Coded("keyfile", "");
  await next();
  pending = undefined;
}

/** Do something that takes a while; if it fails, go back to a step. */
export async function working(back: string, action: () => Promise<void>): Promise<void> {
  show("working");
  try {
    await action();
  } catch (error) {
    show(back);
    throw error;
  }
}

when("save", () => {
  if (pending !== undefined) save(pending.name, pending.file);
});
when("check", checkBack);
