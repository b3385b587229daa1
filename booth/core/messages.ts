// SPDX-License-Identifier: Apache-2.0
// Messages of version 1 (specification, section "Messages"): fields in written order. Elements and scalars are texts.

import { anything, flag, integer, list, optional, type Read, record, type Shape, text, tuple } from "./json.ts";

export const VERSION = 1;

export const Proof = record({ challenge: text, response: text });
export type Proof = Read<typeof Proof>;

export const Ciphertext = record({ alpha: text, beta: text });
export type Ciphertext = Read<typeof Ciphertext>;

// --- election --------------------------------------------------------------------------------------------------------

export const QuestionH = record({
  answers: list(text),
  blank: optional(flag),
  min: integer,
  max: integer,
  question: text,
});
export type QuestionH = Read<typeof QuestionH>;

export const QuestionNH = record({ answers: list(text), question: text });
export type QuestionNH = Read<typeof QuestionNH>;

export const QuestionL = record({ answers: list(list(text)), question: text });
export type QuestionL = Read<typeof QuestionL>;

/** A homomorphic question stands bare, or nested as the others do where it says something extra. */
export const QuestionGeneric = record({ type: text, value: anything, extra: optional(anything) });

export const Election = record({
  version: integer,
  description: text,
  name: text,
  group: text,
  public_key: text,
  questions: list(anything),
  uuid: text,
  administrator: optional(text),
  credential_authority: optional(text),
  language: optional(tuple(text, text)), // not in the specification: release 3.3 writes it
});
export type Election = Read<typeof Election>;

export const Roll = list(text);

// --- trustees --------------------------------------------------------------------------------------------------------

export const TrusteePublicKey = record({
  pok: Proof,
  public_key: text,
  signature: optional(Proof),
  name: optional(text), // not in the specification: servers write the trustee's description
});
export type TrusteePublicKey = Read<typeof TrusteePublicKey>;

export const SignedMsg = record({ message: text, signature: Proof });
export type SignedMsg = Read<typeof SignedMsg>;

export const Context = record({ group: text, size: integer, threshold: integer, index: integer });

export const CertKeys = record({ context: optional(Context), verification: text, encryption: text });
export type CertKeys = Read<typeof CertKeys>;

export const RawCoefexps = record({ coefexps: list(text) });

export const Certs = record({ certs: list(SignedMsg), coefexps: list(text) });

export const ThresholdParameters = record({
  threshold: integer,
  certs: list(SignedMsg),
  coefexps: list(SignedMsg),
  signatures: optional(list(Proof)),
  verification_keys: list(TrusteePublicKey),
});
export type ThresholdParameters = Read<typeof ThresholdParameters>;

// --- ceremony of threshold trustees ----------------------------------------------------------------------------------

export const EncryptedMsg = record({ algorithm: optional(text), alpha: text, beta: text, data: text });
export type EncryptedMsg = Read<typeof EncryptedMsg>;

export const ChannelMsg = record({ recipient: text, message: text });

export const Polynomial = record({
  polynomial: text,
  secrets: list(text),
  coefexps: SignedMsg,
  signature: optional(Proof),
});
export type Polynomial = Read<typeof Polynomial>;

export const RawPolynomial = record({ polynomial: list(text) });
export const Secret = record({ secret: text });

/** What a voutput carries for the trustee herself; not in the specification. */
export const DecryptionKey = record({ decryption_key: text });

export const Voutput = record({ private_key: text, public_key: TrusteePublicKey });
export type Voutput = Read<typeof Voutput>;

// --- ballots ---------------------------------------------------------------------------------------------------------

export const AnswerH = record({
  choices: list(Ciphertext),
  individual_proofs: list(list(Proof)),
  overall_proof: list(Proof),
  blank_proof: optional(list(Proof)),
});
export type AnswerH = Read<typeof AnswerH>;

export const AnswerNH = record({ choices: Ciphertext, proof: Proof });
export type AnswerNH = Read<typeof AnswerNH>;

export const NonzeroProof = record({ commitment: text, challenge: text, response: list(text) });
export type NonzeroProof = Read<typeof NonzeroProof>;

export const AnswerL = record({
  choices: list(list(Ciphertext)),
  individual_proofs: list(list(list(Proof))),
  overall_proof: Proof,
  list_proofs: list(list(Proof)),
  nonzero_proof: NonzeroProof,
});
export type AnswerL = Read<typeof AnswerL>;

export type Answer = AnswerH | AnswerNH | AnswerL;

export const Signature = record({ hash: text, proof: Proof });

/** The part of a ballot that is signed; the shape of answers follows from the questions. */
export const UnsignedBallot = <A extends Shape<unknown>>(answers: A) =>
  record({ election_uuid: text, election_hash: text, credential: text, answers });

export const Ballot = <A extends Shape<unknown>>(answers: A) =>
  record({ election_uuid: text, election_hash: text, credential: text, answers, signature: Signature });

// --- tally -----------------------------------------------------------------------------------------------------------

export const ShuffleProof = tuple(
  tuple(text, text, text, tuple(text, text), list(text)), // commitment_rand
  tuple(text, text, text, text, list(text), list(text)), // response
  list(text), // commitment_perm
  list(text), // chained_challenges
);
export type ShuffleProof = Read<typeof ShuffleProof>;

export const Shuffle = record({ ciphertexts: list(list(Ciphertext)), proofs: list(ShuffleProof) });
export type Shuffle = Read<typeof Shuffle>;

export const PartialDecryption = record({ decryption_factors: list(anything), decryption_proofs: list(anything) });
