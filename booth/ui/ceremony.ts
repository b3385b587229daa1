// SPDX-License-Identifier: Apache-2.0
// A trustee's part of the threshold ceremony. The server passes messages on; every check of them is made here again.

import { call, group, own, uuid } from "./api.ts";
import { Coded, chosen, element, fill, part, show, when, word } from "./dom.ts";
import { run } from "./engine.ts";
import { keep, newPassphrase, working } from "./sealed.ts";

type Texts = (string | null)[];

interface Ceremony {
  size: number;
  threshold: number;
  names: string[];
  certificates: Texts;
  polynomials: Texts;
  voutputs: Texts;
}

/** What is hers to send now; nothing while others are awaited, and at the end. */
export type Turn = "certificate" | "polynomial" | "voutput" | undefined;

const SEED = "trustee-seed";
const KEY = "isonomia trustee key ";

/** The seed, as long as the page is open. */
let held: { seed: string; passphrase: string } | undefined;
let resume: () => Promise<void> = () => Promise.resolve();
/** What the button on the page does, with what is shown there. */
let goOn: (() => Promise<void>) | undefined;

/** The public key that was made in this browser, if one was. */
export function ownKey(): string | null {
  return localStorage.getItem(KEY + uuid);
}

/** Remember it: what a server says later is compared with it. */
export function rememberKey(key: string): void {
  localStorage.setItem(KEY + uuid, key);
}

/** Show how far the ceremony is, and go on as far as it goes without her. Throws Coded. */
export async function ceremony(index: number, again: () => Promise<void>): Promise<Turn> {
  resume = again;
  const now = await call<Ceremony>("GET", own("/ceremony"));
  const about = { group, size: now.size, threshold: now.threshold };
  part("ceremony").hidden = false;
  fill(part("ceremony"), "threshold", word("needed", { threshold: now.threshold, size: now.size }));
  if (now.certificates[index - 1] == null) {
    goOn = () => begin({ ...about, index });
    part("key-saved").hidden = true;
    part("seed-saved").hidden = false;
    show("key");
    return "certificate";
  }
  const certificates = complete(now, now.certificates);
  if (certificates === undefined) return undefined;
  await checked(run("checkCertificates", { ...about, certificates }));
  const content = `[${certificates.join(",")}]`;
  fill(document, "certificates", (await run("fingerprint", { content })).fingerprint);
  if (now.polynomials[index - 1] == null) {
    goOn = () => polynomial({ ...about, index, certificates });
    ask("polynomial");
    return "polynomial";
  }
  const polynomials = complete(now, now.polynomials);
  if (polynomials === undefined) return undefined;
  if (now.voutputs[index - 1] == null) {
    goOn = () => share({ ...about, index, certificates }, polynomials);
    ask("voutput");
    if (held !== undefined) await goOn();
    return "voutput";
  }
  const voutputs = complete(now, now.voutputs);
  if (voutputs === undefined) return undefined;
  const { parameters } = await checked(run("thresholdParameters", { ...about, certificates, polynomials, voutputs }));
  await finish(parameters, index);
  return undefined;
}

/** All of them; undefined, and the page says whose are awaited, while some are missing. */
function complete(now: Ceremony, texts: Texts): string[] | undefined {
  const missing = now.names.filter((_, i) => texts[i] == null);
  if (missing.length === 0) return texts.map(String);
  part("awaited").replaceChildren(...missing.map((name) => element("li", name)));
  part("ceremony-certificates").hidden = texts === now.certificates;
  show("awaited");
  return undefined;
}

function ask(turn: "polynomial" | "voutput"): void {
  part("compare").hidden = turn !== "polynomial";
  part("shares").hidden = turn !== "voutput";
  part<HTMLFieldSetElement>("seed").hidden = held !== undefined;
  part<HTMLFieldSetElement>("seed").disabled = held !== undefined;
  show("go-on");
}

/** An error of the ceremony names the trustee at fault: that has to be read, whatever the language. */
async function checked<T>(result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    if (!(error instanceof Coded) || error.code === "internal") throw error;
    throw new Coded("ceremony", error.message, [error.message]);
  }
}

type About = { group: string; size: number; threshold: number };
type Place = About & { index: number };
type Certified = Place & { certificates: string[] };

async function begin(place: Place): Promise<void> {
  const passphrase = newPassphrase();
  await working("key", async () => {
    const { seed } = await run("newSeed", undefined);
    const { certificate, verification } = await run("certificate", { ...place, seed });
    const next = async () => {
      await call("POST", own("/certificate"), certificate);
      held = { seed, passphrase };
      await resume();
    };
    const name = `trustee-${uuid}.seed.json`;
    await keep({ kind: SEED, name, content: { ...place, verification }, secret: seed, passphrase, next });
  });
}

/** The seed: from this page, or from the file. Throws Coded. */
async function unlocked(): Promise<{ seed: string; passphrase: string }> {
  if (held !== undefined) return held;
  const passphrase = part<HTMLInputElement>("seed-phrase").value;
  const { secret } = await run("openKeyFile", { file: await chosen("seed-file", "keyfile"), kind: SEED, passphrase });
  held = { seed: secret, passphrase };
  part<HTMLInputElement>("seed-phrase").value = "";
  return held;
}

async function polynomial(place: Certified): Promise<void> {
  await working("go-on", async () => {
    const { seed } = await unlocked();
    const { polynomial } = await checked(run("polynomial", { ...place, seed }));
    await call("POST", own("/polynomial"), polynomial);
    await resume();
  });
}

async function share(place: Certified, polynomials: string[]): Promise<void> {
  await working("go-on", async () => {
    const { seed, passphrase } = await unlocked();
    const { voutput, privateKey, key } = await checked(run("voutput", { ...place, seed, polynomials }));
    const next = async () => {
      await call("POST", own("/voutput"), voutput);
      rememberKey(key);
      held = undefined;
      await resume();
    };
    const name = `trustee-${uuid}.key.json`;
    await keep({
      kind: "trustee-key",
      name,
      content: { group, public_key: key },
      secret: privateKey,
      passphrase,
      next,
    });
  });
}

async function finish(parameters: string, index: number): Promise<void> {
  const { verification_keys: keys } = JSON.parse(parameters) as { verification_keys: { public_key: string }[] };
  const key = keys[index - 1]?.public_key ?? "";
  if (ownKey() !== null && ownKey() !== key) throw new Coded("ceremony.key", "");
  part("fingerprint").textContent = (await run("fingerprint", { content: key })).fingerprint;
  fill(document, "parameters", (await run("fingerprint", { content: parameters })).fingerprint);
  part("parameters").hidden = false;
  show("wait");
}

/** What the form of the passphrase, and the one of the seed, do in a ceremony. */
export async function pressed(): Promise<void> {
  await goOn?.();
}

when("go-on", pressed);
