// SPDX-License-Identifier: Apache-2.0
// Every step of every role, with plain JSON going in and out: what a Web Worker, a page or a test calls by name.
//
// Messages of the record (election, ballot, tally, …) are texts, exactly as they stand in it.

import { makeBallot } from "./ballots.ts";
import * as ceremony from "./ceremony.ts";
import { fingerprint } from "./challenges.ts";
import { type CodedVoter, derive, type Issued, issue, type Voter } from "./credential_authority.ts";
import { publicCredential, secretExponent } from "./credentials.ts";
import { makePartialDecryption } from "./decryptions.ts";
import { type Election, readElection } from "./elections.ts";
import { BoothError } from "./errors.ts";
import { type Group, group as groupOf } from "./groups/index.ts";
import { decode, encode, list } from "./json.ts";
import * as keyfile from "./keyfile.ts";
import * as messages from "./messages.ts";
import { checkOpening, makeOpening } from "./openings.ts";
import { checkCertificates, type Terms } from "./pedersen.ts";
import type { Progress } from "./progress.ts";
import type { Question, Vote } from "./questions.ts";
import { makeShuffle } from "./shuffles.ts";
import { readTally } from "./tally.ts";
import { newKey, publicKey, readPrivateKey } from "./trustee_keys.ts";
import { findTrustee, readTrustees } from "./trustees.ts";

// --- what goes in and out --------------------------------------------------------------------------------------------

export interface ElectionSummary {
  uuid: string;
  name: string;
  description: string;
  group: string;
  fingerprint: string;
  publicKey: string;
  questions: readonly Question[];
}

/** What a ceremony is about, and the texts that all trustees have published. */
export interface CeremonyInput {
  group: string;
  size: number;
  threshold: number;
}

export interface PlaceInput extends CeremonyInput {
  /** From 1. */
  index: number;
  seed: string;
  /** The certificate of every trustee, in order. */
  certificates: readonly string[];
}

export interface IssuedCredentials {
  /** public_credentials, as the record will hold it. */
  publicCredentials: string;
  fingerprint: string;
  privateCredentials: [login: string, credential: string][];
}

export interface KeyFileInput {
  file: string;
  passphrase: string;
}

// --- steps -----------------------------------------------------------------------------------------------------------

let latest: { content: string; election: Election } | undefined;

/** The election of a text; the latest one stays read. */
function electionOf(content: string): Election {
  if (latest?.content !== content) latest = { content, election: readElection(content) };
  return latest.election;
}

function termsOf({ group, size, threshold }: CeremonyInput): Terms {
  return { group: groupOf(group), size, threshold };
}

function placeOf(input: PlaceInput): ceremony.Place {
  return ceremony.place(termsOf(input), certificatesOf(input.certificates), input.index, input.seed);
}

function certificatesOf(texts: readonly string[]): messages.SignedMsg[] {
  return texts.map((text, i) => decode(text, messages.SignedMsg, `certificate ${i + 1}`));
}

function polynomialsOf(texts: readonly string[]): messages.Polynomial[] {
  return texts.map((text, i) => decode(text, messages.Polynomial, `polynomial ${i + 1}`));
}

function publicKeyOf(group: Group, privateKey: string): { secret: bigint; key: string } {
  const secret = readPrivateKey(group, privateKey);
  return { secret, key: String(group.secretPower(group.g, secret)) };
}

function issuedOf(made: Issued): IssuedCredentials {
  return { publicCredentials: made.public, fingerprint: made.fingerprint, privateCredentials: made.private };
}

function textOf(secret: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(secret);
  } catch {
    throw new BoothError("keyfile", "the secret in the key file is not text");
  }
}

const Ciphertexts = list(list(messages.Ciphertext));

export const steps = {
  // --- anybody

  /** Reads and checks an election: what a booth shows. */
  election({ election }: { election: string }): ElectionSummary {
    const own = electionOf(election);
    const { name, description, public_key, group } = own.message;
    const { uuid, fingerprint, questions } = own;
    return { uuid, name, description, group, fingerprint, publicKey: public_key, questions };
  },

  /** The fingerprint of any text of the record: tracker of a ballot, fingerprint of a roll, a tally, a key. */
  fingerprint({ content }: { content: string }): { fingerprint: string } {
    return { fingerprint: fingerprint(content) };
  },

  /** What a ballot encrypts, if the opening is right. */
  checkOpening(input: { election: string; ballot: string; opening: string }): { tracker: string; votes: Vote[] } {
    const votes = checkOpening(electionOf(input.election), input.ballot, input.opening);
    return { tracker: fingerprint(input.ballot), votes };
  },

  // --- voter

  /** The public credential of a private one: is it on the roll? */
  publicCredential(input: { group: string; uuid: string; credential: string; salts?: readonly string[] | undefined }): {
    publicCredential: string;
  } {
    const group = groupOf(input.group);
    const exponent = secretExponent(group, input.uuid, input.credential, input.salts);
    return { publicCredential: String(publicCredential(group, exponent)) };
  },

  /** A ballot, and what opens it: the opening tells the vote, and is for a ballot that was spoiled. */
  vote(
    input: {
      election: string;
      credential: string;
      votes: readonly Vote[];
      salts?: readonly string[] | undefined;
    },
    progress?: Progress,
  ): { ballot: string; tracker: string; opening: string } {
    const election = electionOf(input.election);
    const exponent = secretExponent(election.group, election.uuid, input.credential, input.salts);
    const made = makeBallot(election, exponent, input.votes, progress);
    return { ballot: made.content, tracker: made.tracker, opening: makeOpening(election, made, input.votes) };
  },

  // --- credential authority

  /** Fresh credentials: `publicCredentials` is for the server, the others are for the voters alone. */
  issueCredentials(
    input: { group: string; uuid: string; voters: readonly Voter[] },
    progress?: Progress,
  ): IssuedCredentials {
    return issuedOf(issue(groupOf(input.group), input.uuid, input.voters, progress));
  },

  /** The roll of another election, a second round for instance, whose voters keep their credentials. */
  deriveCredentials(
    input: { group: string; uuid: string; voters: readonly CodedVoter[] },
    progress?: Progress,
  ): IssuedCredentials {
    return issuedOf(derive(groupOf(input.group), input.uuid, input.voters, progress));
  },

  // --- trustee

  /** A single trustee's key pair; `publicKey` (with its proof) is for the server. */
  newTrusteeKey(input: { group: string }): { privateKey: string; key: string; publicKey: string; fingerprint: string } {
    const made = newKey(groupOf(input.group));
    const key = made.public.public_key;
    return {
      privateKey: String(made.private),
      key,
      publicKey: encode(made.public, messages.TrusteePublicKey),
      fingerprint: fingerprint(key),
    };
  },

  /** The public key of a private one: does a key file hold what it says? */
  trusteeKey(input: { group: string; privateKey: string }): { key: string; publicKey: string; fingerprint: string } {
    const group = groupOf(input.group);
    const made = publicKey(group, readPrivateKey(group, input.privateKey));
    return {
      key: made.public_key,
      publicKey: encode(made, messages.TrusteePublicKey),
      fingerprint: fingerprint(made.public_key),
    };
  },

  /** Checks the trustees of an election and finds the one with this key. */
  findTrustee(input: { election: string; trustees: string; key: string }): { owner: number; trustees: string[] } {
    const election = electionOf(input.election);
    const trustees = readTrustees(election, input.trustees);
    const { owner } = findTrustee(trustees, election.group.element(input.key));
    return { owner, trustees: trustees.map((trustee) => String(trustee.key)) };
  },

  /** Step 1 of the ceremony: a fresh seed, which is the secret to keep, and the certificate. */
  newSeed(): { seed: string } {
    return { seed: ceremony.newSeed() };
  },

  certificate(input: CeremonyInput & { index: number; seed: string }): { certificate: string; verification: string } {
    const certificate = ceremony.makeCertificate(termsOf(input), input.index, input.seed);
    const { verification } = decode(certificate.message, messages.CertKeys, "certificate");
    return { certificate: encode(certificate, messages.SignedMsg), verification };
  },

  /** Checks all certificates; the verification keys are what trustees compare over the telephone. */
  checkCertificates(input: CeremonyInput & { certificates: readonly string[] }): { verification: string[] } {
    const own = checkCertificates(termsOf(input), certificatesOf(input.certificates));
    return { verification: own.map(({ keys }) => keys.verification) };
  },

  /** Step 2: the polynomial, with a share for each trustee. */
  async polynomial(input: PlaceInput): Promise<{ polynomial: string }> {
    return { polynomial: encode(await ceremony.makePolynomial(placeOf(input)), messages.Polynomial) };
  },

  /** Step 3: checks everything, gives the public share and the private key. */
  async voutput(
    input: PlaceInput & { polynomials: readonly string[] },
  ): Promise<{ voutput: string; privateKey: string; key: string }> {
    const { voutput, privateKey } = await ceremony.makeVoutput(placeOf(input), polynomialsOf(input.polynomials));
    return {
      voutput: encode(voutput, messages.Voutput),
      privateKey: String(privateKey),
      key: voutput.public_key.public_key,
    };
  },

  /** The private key again, from the seed and the `private_key` of the own voutput. */
  async openPrivateKey(input: PlaceInput & { sealed: string }): Promise<{ privateKey: string; key: string }> {
    const own = placeOf(input);
    const privateKey = String(await ceremony.openPrivateKey(own, input.sealed));
    return { privateKey, key: publicKeyOf(own.terms.group, privateKey).key };
  },

  /** Step 4, which needs no secret: the threshold parameters, checked. */
  thresholdParameters(
    input: CeremonyInput & {
      certificates: readonly string[];
      polynomials: readonly string[];
      voutputs: readonly string[];
    },
  ): { parameters: string } {
    const voutputs = input.voutputs.map((text, i) => decode(text, messages.Voutput, `voutput ${i + 1}`));
    const made = ceremony.thresholdParameters(
      termsOf(input),
      certificatesOf(input.certificates),
      polynomialsOf(input.polynomials),
      voutputs,
    );
    return { parameters: encode(made, messages.ThresholdParameters) };
  },

  /** Shuffles; `ciphertexts` has a list for each non-homomorphic question, as the last shuffle or the tally left it. */
  shuffle(input: { election: string; ciphertexts: string }, progress?: Progress): { shuffle: string } {
    const before = decode(input.ciphertexts, Ciphertexts, "ciphertexts");
    const shuffle = makeShuffle(electionOf(input.election), before, progress);
    return { shuffle: encode(shuffle, messages.Shuffle) };
  },

  /** Decrypts a tally in which shuffled ciphertexts are in place. A key decrypts one tally an election, never two. */
  decrypt(
    input: { election: string; tally: string; privateKey: string },
    progress?: Progress,
  ): { decryption: string; key: string; fingerprint: string } {
    const election = electionOf(input.election);
    const { secret, key } = publicKeyOf(election.group, input.privateKey);
    const decryption = makePartialDecryption(election, readTally(election, input.tally), secret, progress);
    return { decryption, key, fingerprint: fingerprint(input.tally) };
  },

  // --- key files

  /** What a key file says in the clear, unproven. */
  keyFileLabel({ file }: { file: string }): keyfile.Label {
    return keyfile.readLabel(file);
  },

  /** Seals a text. */
  async sealKeyFile(
    input: { kind: string; public: keyfile.Public; secret: string; passphrase: string },
    progress?: Progress,
  ): Promise<{ file: string }> {
    const secret = new TextEncoder().encode(input.secret);
    return {
      file: await keyfile.seal({ kind: input.kind, public: input.public, secret }, input.passphrase, { progress }),
    };
  },

  /** Opens a key file of this kind and no other. */
  async openKeyFile(
    input: KeyFileInput & { kind: string },
    progress?: Progress,
  ): Promise<keyfile.Label & { secret: string }> {
    if (keyfile.readLabel(input.file).kind !== input.kind) {
      throw new BoothError("keyfile", `this is not a key file of kind ${input.kind}`);
    }
    const opened = await keyfile.unseal(input.file, input.passphrase, { progress });
    return { kind: opened.kind, public: opened.public, secret: textOf(opened.secret) };
  },
};

export type Steps = typeof steps;
export type StepName = keyof Steps;
export type Input<K extends StepName> = Parameters<Steps[K]>[0];
export type Output<K extends StepName> = Awaited<ReturnType<Steps[K]>>;
