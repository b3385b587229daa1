// SPDX-License-Identifier: Apache-2.0
// Running the steps of booth/core in a worker, with progress on the page, and those of booth/record in many.

import type { Input, Output, Progress, StepName } from "../core/index.ts";
import type { Run } from "../record/examine.ts";
import { Coded, has, main, part } from "./dom.ts";

interface Answer {
  id: number;
  output?: unknown;
  error?: { code: string; message: string; check?: string };
  done?: number;
  total?: number;
}

interface Waiting {
  resolve: (output: never) => void;
  reject: (error: Coded) => void;
  progress: Progress;
}

interface Policy {
  createScriptURL(address: string): string;
}

declare const trustedTypes:
  { createPolicy(name: string, rules: { createScriptURL(address: string): string }): Policy } | undefined;

const waiting = new Map<number, Waiting>();
const workers: Worker[] = [];
const MOST_WORKERS = 8;
let next = 0;
let policy: Policy | undefined;

/** The address of the worker, by a policy that is made once: a second one of its name is refused. */
function address(): string {
  const own = main.dataset["worker"] ?? "";
  if (typeof trustedTypes === "undefined") return own;
  policy ??= trustedTypes.createPolicy("isonomia", {
    createScriptURL: (given: string) => {
      if (given !== own || !given.startsWith("/static/booth/")) throw new TypeError("not our worker");
      return given;
    },
  });
  return policy.createScriptURL(own);
}

function started(): Worker {
  const made = new Worker(address(), { type: "module" });
  made.onmessage = (event: MessageEvent<Answer>) => {
    const { id, output, error, done, total } = event.data;
    const own = waiting.get(id);
    if (done !== undefined && total !== undefined) {
      own?.progress(done, total);
      return;
    }
    waiting.delete(id);
    if (error !== undefined) own?.reject(coded(error));
    else own?.resolve(output as never);
  };
  made.onerror = () => {
    for (const own of waiting.values()) own.reject(new Coded("internal", "the worker did not start"));
    waiting.clear();
  };
  return made;
}

/** What a check of the record found is told by the kind of the check, and then in full. */
function coded({ code, message, check }: { code: string; message: string; check?: string }): Coded {
  if (code !== "record") return new Coded(code, message);
  return new Coded(`record.${check?.split(".")[0] ?? ""}`, message, [check ?? "", message]);
}

/** Run one step. Throws Coded. */
export function run<S extends StepName>(step: S, input: Input<S>): Promise<Awaited<Output<S>>> {
  return post(0, step, input, (done, total) => {
    if (has("progress")) part<HTMLProgressElement>("progress").value = total > 0 ? done / total : 0;
  });
}

/** How many workers there are for what can be shared. */
export function manyWorkers(): number {
  return Math.max(1, Math.min(MOST_WORKERS, navigator.hardwareConcurrency));
}

/** Run a step of checking a record, by that worker. Throws Coded. */
export const runRecord: Run = (worker, step, input, progress) =>
  post(worker, step, input, progress ?? (() => {})) as never;

function post<T>(worker: number, step: string, input: unknown, progress: Progress): Promise<T> {
  const own = (workers[worker] ??= started());
  const id = next++;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve: resolve as (output: never) => void, reject, progress });
    own.postMessage({ id, step, input });
  });
}
