// SPDX-License-Identifier: Apache-2.0
// A trustee: her key is made, sealed, checked and used here; what is secret leaves only as a sealed file.

import { call, file, group, own, text, uuid } from "./api.ts";
import { ceremony, ownKey, pressed, rememberKey, type Turn } from "./ceremony.ts";
import { Coded, chosen, part, report, show, when } from "./dom.ts";
import { run } from "./engine.ts";
import { keep, newPassphrase, working } from "./sealed.ts";

const KIND = "trustee-key";
const PAUSE = 3000; // milliseconds
const MOST_SHUFFLES = 20; // tries: every one that fails means that another trustee has shuffled meanwhile
const DECRYPTED = "isonomia decrypted ";

interface PublicKey {
  public_key: string;
}

interface Task {
  state: string;
  number: number;
  threshold: number | null;
  public_key: PublicKey | null;
  shuffled: boolean;
  decrypted: boolean;
}

/** Errors of a server that is busy, or is started again: the page looks again by itself. */
const PASSING: readonly string[] = ["network", "internal"];

let inCeremony = false;
let turn: Turn | "key" | "shuffle" | "decryption";
let timer: ReturnType<typeof setTimeout> | undefined;

// --- her key ---------------------------------------------------------------------------------------------------------

async function makeKey(): Promise<void> {
  if (inCeremony) return pressed();
  const passphrase = newPassphrase();
  await working("key", async () => {
    const { privateKey, key, publicKey } = await run("newTrusteeKey", { group });
    const next = async () => {
      await call("POST", own("/key"), publicKey);
      rememberKey(key);
      await resume();
    };
    const [name, content] = [`trustee-${uuid}.key.json`, { group, public_key: key }];
    await keep({ kind: KIND, name, content, secret: privateKey, passphrase, next });
  });
}

async function showKey(key: string): Promise<void> {
  part("fingerprint").textContent = (await run("fingerprint", { content: key })).fingerprint;
  show("wait");
}

/** Whether her key is in the election that was opened: the one made here, if it was, and not what the server says. */
async function lookForKey(task: Task): Promise<void> {
  const key = ownKey() ?? task.public_key?.public_key ?? "";
  const [election, trustees] = await Promise.all([file("election.json"), file("trustees.json")]);
  const there = await run("findTrustee", { election, trustees, key }).then(
    ({ owner }) => owner === task.number,
    () => false,
  );
  part("in-election").hidden = !there;
  part("not-in-election").hidden = there;
}

// --- after the voting ------------------------------------------------------------------------------------------------

/** If another trustee is faster, then what she has made of it is shuffled instead. */
async function shuffle(): Promise<void> {
  await working("shuffle", async () => {
    const election = await file("election.json");
    const { questions } = await run("election", { election });
    for (let tries = 1; ; tries++) {
      const tally = await text("GET", own("/tally"));
      const parts = JSON.parse(tally) as unknown[];
      const ciphertexts = JSON.stringify(parts.filter((_, i) => questions[i]?.type === "NonHomomorphic"));
      const { shuffle } = await run("shuffle", { election, ciphertexts });
      try {
        return void (await call("POST", own("/shuffle"), shuffle));
      } catch (error) {
        const other = error instanceof Coded && error.code === "check-failed"; // it may be of what was there before
        if (!other || tries === MOST_SHUFFLES || (await text("GET", own("/tally"))) === tally) throw error;
      }
    }
  });
  await resume();
}

/** What is decrypted: shown, and then this very text is decrypted. */
let tally = "";

async function decrypt(): Promise<void> {
  await working("decrypt", async () => {
    const passphrase = part<HTMLInputElement>("open-phrase").value;
    const { secret } = await run("openKeyFile", { file: await chosen("file"), kind: KIND, passphrase });
    const { key } = await run("trusteeKey", { group, privateKey: secret });
    const [election, trustees] = await Promise.all([file("election.json"), file("trustees.json")]);
    await run("findTrustee", { election, trustees, key });
    remember((await run("fingerprint", { content: tally })).fingerprint);
    const { decryption } = await run("decrypt", { election, tally, privateKey: secret });
    await call("POST", own("/decryption"), decryption);
    part<HTMLInputElement>("open-phrase").value = "";
  });
  await resume();
}

/** A key decrypts one tally of an election: which one is kept here (it is no secret), before it does. Throws Coded. */
function remember(fingerprint: string): void {
  const before = localStorage.getItem(DECRYPTED + uuid);
  if (before !== null && before !== fingerprint) throw new Coded("decrypted-another", "", [before, fingerprint]);
  localStorage.setItem(DECRYPTED + uuid, fingerprint);
}

async function showTally(): Promise<void> {
  tally = await text("GET", own("/tally"));
  part("tally").textContent = (await run("fingerprint", { content: tally })).fingerprint;
  show("decrypt");
}

// --- whose turn it is ------------------------------------------------------------------------------------------------

/** Hand in the file that the command line has made: its first line. */
async function handIn(): Promise<void> {
  const [content = ""] = (await chosen("made")).split("\n");
  await call("POST", own(`/${turn ?? "key"}`), content);
  if (turn === "key") rememberKey((JSON.parse(content) as PublicKey).public_key);
  if (turn === "voutput") rememberKey((JSON.parse(content) as { public_key: PublicKey }).public_key.public_key);
  part<HTMLInputElement>("made").value = "";
  await resume();
}

/** Look now and then whether something has changed since, unless she is at work. */
function watch(before: string): void {
  const mine = setTimeout(async () => {
    const atWork = () => !part("step-working").hidden || !part("step-back").hidden;
    const now = atWork() ? before : await text("GET", own("/task")).catch(() => before);
    if (mine !== timer) return;
    if (now === before || atWork()) watch(before);
    else await resume();
  }, PAUSE);
  timer = mine;
}

let last = Promise.resolve();

/** Look what is to be done: one look after the other, so that the page ends with the newest. No look waits for it. */
function resume(): Promise<void> {
  last = last.then(look, look);
  return last;
}

async function look(): Promise<void> {
  timer = undefined;
  try {
    const seen = await text("GET", own("/task"));
    const task = JSON.parse(seen) as Task;
    inCeremony = task.threshold !== null;
    turn = await step(task);
    part("by-file").hidden = turn === undefined;
    part("by-file-ceremony").hidden = !inCeremony || task.state !== "draft";
    // what others do meanwhile changes nothing of her own turn: what she types stays
    if (task.state !== "draft" || turn === undefined) watch(seen);
  } catch (error) {
    report(error);
    if (error instanceof Coded && PASSING.includes(error.code)) watch("");
  }
}

async function step(task: Task): Promise<typeof turn> {
  if (task.state === "draft") {
    if (inCeremony) return ceremony(task.number, resume);
    if (task.public_key !== null) await showKey(task.public_key.public_key);
    else show("key");
    return task.public_key === null ? "key" : undefined;
  }
  if (task.state === "shuffling" && !task.shuffled) {
    show("shuffle");
    return "shuffle";
  }
  if (task.state === "decrypting" && !task.decrypted) {
    await showTally();
    return "decryption";
  }
  if (task.state === "tallied") show("over");
  else if (task.shuffled || task.decrypted) show("done");
  else {
    show("open");
    await lookForKey(task);
  }
  return undefined;
}

when("make", makeKey);
when("do-shuffle", shuffle);
when("use", decrypt);
when("by-file", handIn);
await resume();
