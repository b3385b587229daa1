// SPDX-License-Identifier: Apache-2.0
// The groups that we know, by name.

import { BoothError } from "../errors.ts";
import { Ed25519Group } from "./ed25519.ts";
import { FiniteFieldGroup } from "./finite_field.ts";
import type { Group } from "./group.ts";
import { BELENIOS_2048, ED25519, RFC_3526_2048 } from "./parameters.ts";

export { type Element, type Embedding, type Group, mod, product, type Row, secretProduct } from "./group.ts";

const FIELDS = [BELENIOS_2048, RFC_3526_2048];

/** The first is what new elections use. */
export const NAMES: readonly string[] = [ED25519, ...FIELDS.map((field) => field.name)];

const made = new Map<string, Group>();

/** The group of that name. Throws "group". */
export function group(name: string): Group {
  let own = made.get(name);
  if (own === undefined) {
    own = make(name);
    made.set(name, own);
  }
  return own;
}

function make(name: string): Group {
  if (name === ED25519) return new Ed25519Group();
  const field = FIELDS.find((known) => known.name === name);
  if (field === undefined) throw new BoothError("group", `the group is not known; known are ${NAMES.join(", ")}`);
  return new FiniteFieldGroup(field);
}
