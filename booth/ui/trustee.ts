// SPDX-License-Identifier: Apache-2.0
// A trustee: her key is made, sealed, checked and used here; what is secret leaves only as a sealed file.

import type { Examined } from "../record/examine.ts";
import type { Reading } from "../record/reading.ts";
import { call, group, own, text, uuid } from "./api.ts";
import { ceremony, ownKey, pressed, rememberKey, type Turn } from "./ceremony.ts";
import { Coded, chosen, fill, part, report, show, when } from "./dom.ts";
import { run } from "./engine.ts";
import { checkRecord, lookAtRecord, rememberShuffle, requireOwnShuffle, shuffledElsewhere } from "./record.ts";
import { keep, newPassphrase, working } from "./sealed.ts";

const KIND = "trustee-key";
const PAUSE = 3000; // milliseconds
const MOST_SHUFFLES = 20; // tries: every one that fails means that another trustee has shuffled meanwhile
const DECRYPTED = "isonomia decrypted ";
const FEW = 5; // voters

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
  const { trustees } = await lookAtRecord();
  const there = trustees[task.number - 1] === key;
  part("in-election").hidden = !there;
  part("not-in-election").hidden = there;
}

// --- after the voting ------------------------------------------------------------------------------------------------

/** The record, checked for what comes now. */
async function checked(state: "shuffling" | "decrypting"): Promise<Examined> {
  part("check-again").hidden = true;
  show("check");
  try {
    return await checkRecord(state, ownKey(), whetherToGoOn);
  } catch (error) {
    part("check-again").hidden = false;
    throw error;
  }
}

let goOnChecking = () => {};

/** Many ballots take long here: the command line is recommended, and she decides. */
async function whetherToGoOn({ ballots }: Reading, seconds: number): Promise<void> {
  fill(part("step-many"), "ballots", String(ballots.length));
  fill(part("step-many"), "minutes", String(Math.ceil(seconds / 60)));
  part("by-file").hidden = false;
  show("many");
  await new Promise<void>((resolve) => {
    goOnChecking = resolve;
  });
  show("check");
}

/** If another trustee is faster, then what she has made of it is checked, and shuffled instead. */
async function shuffle(): Promise<void> {
  let before = "";
  let refused: unknown;
  for (let tries = 1; tries <= MOST_SHUFFLES; tries++) {
    const { reading, tally } = await checked("shuffling");
    if (tally.ciphertexts === before) break; // nobody was: there is another reason
    before = tally.ciphertexts;
    try {
      await working("shuffle", () => shuffleOnce(reading.election, before));
      return await resume();
    } catch (error) {
      if (!(error instanceof Coded && error.code === "check-failed")) throw error;
      refused = error;
    }
  }
  show("shuffle");
  throw refused;
}

async function shuffleOnce(election: string, ciphertexts: string): Promise<void> {
  const { shuffle } = await run("shuffle", { election, ciphertexts });
  await rememberShuffle(shuffle);
  await call("POST", own("/shuffle"), shuffle);
}

/** What is decrypted: computed from the ballots, shown, and then this very text is decrypted. */
let examined: Examined | undefined;

async function decrypt(): Promise<void> {
  await working("decrypt", async () => {
    if (examined === undefined) return;
    const { reading, tally } = examined;
    const passphrase = part<HTMLInputElement>("open-phrase").value;
    const { secret } = await run("openKeyFile", { file: await chosen("file", "keyfile"), kind: KIND, passphrase });
    const { key } = await run("trusteeKey", { group: reading.group, privateKey: secret });
    if (!reading.trustees.includes(key)) throw new Coded("key", "");
    remember(tally.fingerprint);
    const { election } = reading;
    const { decryption } = await run("decrypt", { election, tally: tally.tally, privateKey: secret });
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

/** Check the record, and say what she is asked to decrypt, before she types anything. */
async function showTally({ number }: Task): Promise<void> {
  examined ??= await checked("decrypting");
  const { reading, tally } = examined;
  requireOwnShuffle(reading, number);
  const { election, roll, trustees } = reading.fingerprints;
  const one = reading.counted === 1;
  const said = {
    ...{ counted: reading.counted, ballots: reading.ballots.length, voters: reading.credentials.length },
    ...{ election, roll, trustees },
  };
  for (const [name, value] of Object.entries(said)) fill(part("step-decrypt"), name, String(value));
  part("tally").textContent = tally.fingerprint;
  part("few").hidden = reading.counted >= FEW || one;
  part("one-voter").hidden = !one;
  part<HTMLInputElement>("one-known").required = one;
  const elsewhere = shuffledElsewhere(reading);
  part("elsewhere").hidden = !elsewhere;
  part<HTMLInputElement>("elsewhere-known").required = elsewhere;
  show("decrypt");
}

// --- whose turn it is ------------------------------------------------------------------------------------------------

/** Hand in the file that the command line has made: its first line. */
async function handIn(): Promise<void> {
  const [content = ""] = (await chosen("made")).split("\n");
  if (turn === "shuffle") await rememberShuffle(content);
  await call("POST", own(`/${turn ?? "key"}`), content);
  if (turn === "key") rememberKey((JSON.parse(content) as PublicKey).public_key);
  if (turn === "voutput") rememberKey((JSON.parse(content) as { public_key: PublicKey }).public_key.public_key);
  part<HTMLInputElement>("made").value = "";
  await resume();
}

/** Look now and then whether something has changed since, unless she is at work. */
function watch(before: string): void {
  const mine = setTimeout(async () => {
    const atWork = () =>
      (!part("step-check").hidden && part("check-again").hidden) ||
      ["working", "back", "many"].some((step) => !part(`step-${step}`).hidden);
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
    turn = "decryption"; // her file is taken while the record is checked, too
    await showTally(task);
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
when("check-again", () => resume());
when("check-many", () => goOnChecking());
when("by-file", handIn);
await resume();
