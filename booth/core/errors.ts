// SPDX-License-Identifier: Apache-2.0
// What the core throws. The code is stable: pages translate by it. The message is for logs and developers
// and never repeats a secret, nor text that may be one.

export type Code =
  | "group" // the group is not known
  | "element" // a text is no element of the group
  | "scalar" // a text is no number reduced modulo q
  | "embedding" // integers do not fit into an element
  | "json" // a text is not the message that it should be
  | "election" // the election makes no sense
  | "vote" // the question does not allow this vote
  | "credential" // no private credential
  | "credential.checksum" // a private credential with a typing error
  | "credential.salts" // a private credential of release 2.3 without its salt
  | "voters" // the list of voters is not right
  | "opening" // the opening is not of this ballot
  | "key" // the private key belongs to nobody here, or is none
  | "channel" // a message between trustees does not open
  | "ceremony" // somebody in the ceremony is wrong or dishonest; the message names the trustee
  | "trustees" // the trustees structure is not right
  | "record" // the public record is not right; `check` names the check that failed
  | "keyfile" // no key file, or one with parameters that are refused
  | "keyfile.passphrase" // the passphrase is wrong, or the file was changed
  | "passphrase"; // cannot be a passphrase

export class BoothError extends Error {
  constructor(
    readonly code: Code,
    message: string,
    /** The identifier of the check that failed, as docs/checks.md lists them; where it is one of a record. */
    readonly check?: string,
  ) {
    super(message);
    this.name = "BoothError";
  }
}

/** Throws unless the condition holds. */
export function require(condition: boolean, code: Code, message: string, check?: string): asserts condition {
  if (!condition) throw new BoothError(code, message, check);
}
