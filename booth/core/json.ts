// SPDX-License-Identifier: Apache-2.0
// Strict JSON. A shape says once what a message is: it gives the type, reads what others wrote, and puts the fields
// in the written order of the specification, so that encoding is canonical.
//
// JSON.parse takes the last of doubled keys, and 1.0 for 1, without a word. So a text must be exactly what
// JSON.stringify gives back: compact, every key once, numbers and characters in their one form.

import { BoothError } from "./errors.ts";

/** Checks a parsed value and gives it with fields in written order. Throws "json" with the place. */
export type Shape<T> = (value: unknown, where: string) => T;

/** A field that may be absent. */
export type Optional<T> = Shape<T> & { readonly optional: true };

type Any = Shape<any>;
type Fields = Record<string, Any>;
export type Read<S> = S extends Shape<infer T> ? T : never;
type OptionalKey<F> = { [K in keyof F]: F[K] extends Optional<any> ? K : never }[keyof F];
type Members<F> = { [K in Exclude<keyof F, OptionalKey<F>>]: Read<F[K]> } & {
  [K in OptionalKey<F>]?: Read<F[K]> | undefined;
};

function fail(where: string, why: string, check = "json.syntax"): never {
  throw new BoothError("json", `${where}: ${why}`, check);
}

export const text: Shape<string> = (value, where) => {
  if (typeof value !== "string") fail(where, "not a text");
  if (/\p{Surrogate}/u.test(value)) fail(where, "half a surrogate pair");
  return value;
};

export const flag: Shape<boolean> = (value, where) => (typeof value === "boolean" ? value : fail(where, "not a flag"));

/** An integer that JavaScript holds exactly, not negative. */
export const natural: Shape<number> = (value, where) =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : fail(where, "not a whole number");

/** An integer that JavaScript holds exactly, negative or not: whether it fits is for a check to say. */
export const integer: Shape<number> = (value, where) =>
  typeof value === "number" && Number.isSafeInteger(value) ? value : fail(where, "not an integer");

export const anything: Shape<unknown> = (value) => value;

export function list<T>(item: Shape<T>): Shape<T[]> {
  return (value, where) => {
    if (!Array.isArray(value)) fail(where, "not a list");
    return value.map((own, i) => item(own, `${where}[${i}]`));
  };
}

/** A list with one shape for each place. */
export function tuple<S extends readonly Any[]>(...shapes: S): Shape<{ -readonly [K in keyof S]: Read<S[K]> }> {
  return (value, where) => {
    if (!Array.isArray(value) || value.length !== shapes.length) fail(where, `not a list of ${shapes.length}`);
    return shapes.map((shape, i) => shape(value[i], `${where}[${i}]`)) as { -readonly [K in keyof S]: Read<S[K]> };
  };
}

export function optional<T>(shape: Shape<T>): Optional<T> {
  return Object.assign((value: unknown, where: string) => shape(value, where), { optional: true as const });
}

/** An object with these fields and no others. */
export function record<F extends Fields>(fields: F): Shape<Members<F>> {
  return (value, where) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) fail(where, "not an object");
    const given = new Map(Object.entries(value));
    const members: Record<string, unknown> = {};
    for (const [name, shape] of Object.entries(fields)) {
      const own = given.get(name);
      given.delete(name);
      if (own !== undefined) members[name] = shape(own, `${where}.${name}`);
      else if (!("optional" in shape)) fail(where, `${name} is missing`, "json.keys");
    }
    if (given.size > 0) fail(where, "a member that does not belong here", "json.keys");
    return members as Members<F>;
  };
}

/** A message from its text. Throws "json". */
export function decode<T>(content: string, shape: Shape<T>, where: string): T {
  return shape(parse(content, where), where);
}

function parse(content: string, where: string): unknown {
  let value: unknown;
  let again: string;
  try {
    value = JSON.parse(content);
    again = JSON.stringify(value);
  } catch {
    fail(where, "not JSON");
  }
  if (again !== content) fail(where, "not compact JSON: a space, a doubled key, or something written another way");
  return value;
}

/** The text of a message, fields in written order. */
export function encode<T>(message: T, shape: Shape<T>): string {
  return JSON.stringify(shape(message, "$"));
}
