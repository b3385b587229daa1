// SPDX-License-Identifier: Apache-2.0
// A trustee: her key is made, sealed, checked and used here; what is secret leaves only as a sealed file.

import { call, file, group, own, text, uuid } from "./api.ts";
import { Coded, chosen, part, report, save, show, when } from "./dom.ts";
import { run } from "./engine.ts";

const KIND = "trustee-key";
const PAUSE = 3000; // milliseconds
const DECRYPTED = "isonomia decrypted ";

interface Task {
  state: string;
  number: number;
  public_key: { public_key: string } | null;
}

interface NewKey {
  sealed: string;
  publicKey: string;
  key: string;
}

let made: NewKey | undefined;

async function makeKey(): Promise<void> {
  const phrase = part<HTMLInputElement>("phrase").value;
  if (phrase.length < 12 || phrase !== part<HTMLInputElement>("again").value) throw new Coded("passphrases-differ", "");
  show("working");
  try {
    const { privateKey, key, publicKey } = await run("newTrusteeKey", { group });
    const content = { group, public_key: key };
    const sealed = await run("sealKeyFile", { kind: KIND, public: content, secret: privateKey, passphrase: phrase });
    made = { sealed: sealed.file, publicKey, key };
    show("back");
  } catch (error) {
    show("key");
    throw error;
  }
}

async function checkBack(): Promise<void> {
  if (made === undefined) return;
  const opened = await openFile(await chosen("back"), part<HTMLInputElement>("phrase").value);
  if (opened.key !== made.key) throw new Coded("keyfile", "");
  await call("POST", own("/key"), made.publicKey);
  await resume();
}

/** The private key of a file. Throws Coded. */
async function openFile(content: string, passphrase: string): Promise<{ privateKey: string; key: string }> {
  const { secret } = await run("openKeyFile", { file: content, kind: KIND, passphrase });
  const { key } = await run("trusteeKey", { group, privateKey: secret });
  return { privateKey: secret, key };
}

async function decrypt(tally: string): Promise<void> {
  const [content, phrase] = [await chosen("file"), part<HTMLInputElement>("open-phrase").value];
  show("working");
  try {
    const { privateKey, key } = await openFile(content, phrase);
    const [election, trustees] = await Promise.all([file("election.json"), file("trustees.json")]);
    await run("findTrustee", { election, trustees, key });
    const { decryption, fingerprint } = await run("decrypt", { election, tally, privateKey });
    remember(fingerprint);
    await call("POST", own("/decryption"), decryption);
    part<HTMLInputElement>("open-phrase").value = "";
    show("done");
  } catch (error) {
    show("decrypt");
    throw error;
  }
}

/** One key decrypts one tally of an election: what was decrypted here is kept (it is no secret). Throws Coded. */
function remember(fingerprint: string): void {
  const before = localStorage.getItem(DECRYPTED + uuid);
  if (before !== null && before !== fingerprint)
    throw new Coded("refused", `this browser has decrypted another tally of this election (${before})`);
  localStorage.setItem(DECRYPTED + uuid, fingerprint);
}

async function shuffle(): Promise<void> {
  show("working");
  try {
    const election = await file("election.json");
    const { questions } = await run("election", { election });
    const parts = JSON.parse(await text("GET", own("/tally"))) as unknown[];
    const ciphertexts = JSON.stringify(parts.filter((_, i) => questions[i]?.type === "NonHomomorphic"));
    const { shuffle } = await run("shuffle", { election, ciphertexts });
    await call("POST", own("/shuffle"), shuffle);
    show("done");
  } catch (error) {
    show("shuffle");
    throw error;
  }
}

/** Look now and then whether it is her turn. */
function watch(state: string): void {
  const timer = setInterval(async () => {
    const now = await call<Task>("GET", own("/task")).catch(() => undefined);
    if (now === undefined || now.state === state) return;
    clearInterval(timer);
    await resume().catch(report);
  }, PAUSE);
}

async function resume(): Promise<void> {
  const task = await call<Task>("GET", own("/task"));
  const key = task.public_key?.public_key;
  if (key === undefined) return show("key");
  if (task.state === "draft") {
    part("fingerprint").textContent = (await run("fingerprint", { content: key })).fingerprint;
    watch(task.state);
    return show("wait");
  }
  if (task.state === "shuffling") return show("shuffle");
  if (task.state === "decrypting") {
    const tally = await text("GET", own("/tally"));
    part("tally").textContent = (await run("fingerprint", { content: tally })).fingerprint;
    when("use", () => decrypt(tally));
    return show("decrypt");
  }
  watch(task.state);
  show("open");
  const [election, trustees] = await Promise.all([file("election.json"), file("trustees.json")]);
  const there = await run("findTrustee", { election, trustees, key }).then(
    () => true,
    () => false,
  );
  part(there ? "in-election" : "not-in-election").hidden = false;
}

when("make", makeKey);
when("save", () => {
  if (made !== undefined) save(`trustee-${uuid}.key.json`, made.sealed);
});
when("check", checkBack);
when("do-shuffle", shuffle);
await resume().catch(report);
