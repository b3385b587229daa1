// SPDX-License-Identifier: Apache-2.0
// The server's HTTP API.

import { Coded, main } from "./dom.ts";

interface ErrorAnswer {
  error: { code: string; message: string; failures?: { check: string; where: string; why: string }[] };
}

/** Call the API; `body` is sent as JSON, a string as it is; `more` are headers. Throws Coded. */
export async function call<T = unknown>(
  method: string,
  path: string,
  body?: unknown,
  more: Record<string, string> = {},
): Promise<T> {
  return JSON.parse(await text(method, path, body, more)) as T;
}

/** As {@link call}, the answer as it is. */
export async function text(
  method: string,
  path: string,
  body?: unknown,
  more: Record<string, string> = {},
): Promise<string> {
  const headers: Record<string, string> = { ...more, ...(method === "GET" ? {} : { "X-CSRFToken": token() }) };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const content =
    body === undefined ? null : typeof body === "string" || body instanceof Blob ? body : JSON.stringify(body);
  let answer: Response;
  let received: string;
  try {
    answer = await fetch(path, { method, headers, body: content, redirect: "error" });
    received = await answer.text();
  } catch {
    throw new Coded("network", "");
  }
  if (answer.ok) return received;
  const { code, message, failures } = readError(received, answer.status);
  throw new Coded(
    code,
    message,
    (failures ?? []).map((failure) => `${failure.where}: ${failure.why}`),
  );
}

function readError(received: string, status: number): ErrorAnswer["error"] {
  try {
    return (JSON.parse(received) as ErrorAnswer).error;
  } catch {
    return { code: "internal", message: `HTTP ${status}` };
  }
}

function token(): string {
  return /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
}

export const uuid = main.dataset["uuid"] ?? "";
export const group = main.dataset["group"] ?? "";

/** An address of this election's part of the API. */
export function own(path: string): string {
  return `/api/elections/${uuid}${path}`;
}

/** A public file of this election. */
export function file(name: string): Promise<string> {
  return text("GET", `/elections/${uuid}/${name}`);
}
