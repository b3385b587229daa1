// SPDX-License-Identifier: Apache-2.0
// The trustees of an election (section "Trustees"), for a trustee who asks whether her key is in it.
//
// Threshold parameters are taken as release 3.0 and later write them; older ones are for the command line.

import type { Election } from "./elections.ts";
import { BoothError, require } from "./errors.ts";
import type { Element, Group } from "./groups/index.ts";
import { anything, decode, list, text, tuple } from "./json.ts";
import { ThresholdParameters, TrusteePublicKey } from "./messages.ts";
import { checkThresholdParameters } from "./pedersen.ts";
import { checkPublicKey } from "./trustee_keys.ts";

/** The trustees structure; what an item is follows from its kind. */
export const Trustees = list(tuple(text, anything));

export interface Trustee {
  /** Her number through the whole structure, from 1: the `owner` of shuffles and decryptions. */
  readonly owner: number;
  readonly key: Element;
}

/** All trustees of an election, whose public key is made of theirs. Throws "json", "trustees" and more. */
export function readTrustees(election: Election, content: string): Trustee[] {
  return trusteesOf(election, decode(content, Trustees, "trustees"));
}

/** As {@link readTrustees}, of what was read from the text. */
export function trusteesOf(election: Election, structure: readonly [string, unknown][]): Trustee[] {
  const { group } = election;
  require(structure.length > 0, "trustees", "there are no trustees", "trustees.shape");
  const items = structure.map((item, i) => readItem(group, item, `trustees[${i}]`));
  // where one of a threshold group suffices, polynomials are constants: all of the group have one key
  const texts = items.flatMap(({ keys, threshold }) => (threshold === 1 ? keys.slice(0, 1) : keys)).map(String);
  const distinct = new Set(texts).size === texts.length;
  const why = "two trustees have one public key: one of them may not know the private key";
  require(distinct, "trustees", why, "trustees.public-key");
  const joint = items.reduce((product, item) => product.times(item.joint), group.identity);
  const made = joint.equals(election.y);
  require(made, "trustees", "the election's public key is not made of the trustees' keys", "setup.public-key");
  return items.flatMap(({ keys }) => keys).map((key, i) => ({ owner: i + 1, key }));
}

interface Item {
  readonly keys: readonly Element[];
  /** Their part of the election's key. */
  readonly joint: Element;
  readonly threshold: number;
}

function readItem(group: Group, [kind, value]: [string, unknown], where: string): Item {
  if (kind === "Single") {
    const own = TrusteePublicKey(value, where);
    const why = `${where}: has a signature, which only the keys of threshold trustees have`;
    require(own.signature === undefined, "trustees", why, "trustees.shape");
    const key = checkPublicKey(group, own, where);
    return { keys: [key], joint: key, threshold: 1 };
  }
  if (kind === "Pedersen") {
    const parameters = ThresholdParameters(value, where);
    return { ...checkThresholdParameters(group, parameters), threshold: parameters.threshold };
  }
  throw new BoothError("json", `${where}: the kind of trustee is not known`, "json.syntax");
}

/** Which trustee of an election has this key. Throws "key". */
export function findTrustee(trustees: readonly Trustee[], key: Element): Trustee {
  const own = trustees.find((trustee) => trustee.key.equals(key));
  if (own === undefined) throw new BoothError("key", "this key belongs to no trustee of the election");
  return own;
}
