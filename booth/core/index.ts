// SPDX-License-Identifier: Apache-2.0
// The prover's side of Belenios, version 1, for the browser: what pages and workers import.

export type { CodedVoter, Voter } from "./credential_authority.ts";
export { BoothError, type Code } from "./errors.ts";
export { NAMES as GROUPS } from "./groups/index.ts";
export type { Label, Public } from "./keyfile.ts";
export type { Progress } from "./progress.ts";
export type { Question, Vote } from "./questions.ts";
export {
  type CeremonyInput,
  type ElectionSummary,
  type Input,
  type IssuedCredentials,
  type Output,
  type PlaceInput,
  type StepName,
  type Steps,
  steps,
} from "./steps.ts";
