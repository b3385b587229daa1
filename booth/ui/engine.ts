// SPDX-License-Identifier: Apache-2.0
// Running the steps of booth/core in the worker, with progress on the page.

import type { Input, Output, StepName } from "../core/index.ts";
import { Coded, has, main, part } from "./dom.ts";

interface Answer {
  id: number;
  output?: unknown;
  error?: { code: string; message: string };
  done?: number;
  total?: number;
}

interface Waiting {
  resolve: (output: never) => void;
  reject: (error: Coded) => void;
}

interface Policy {
  createScriptURL(address: string): string;
}

declare const trustedTypes:
  { createPolicy(name: string, rules: { createScriptURL(address: string): string }): Policy } | undefined;

const waiting = new Map<number, Waiting>();
let next = 0;
let worker: Worker | undefined;

function address(): string {
  const own = main.dataset["worker"] ?? "";
  const rules = {
    createScriptURL: (given: string) => {
      if (given !== own || !given.startsWith("/static/booth/")) throw new TypeError("not our worker");
      return given;
    },
  };
  return typeof trustedTypes === "undefined" ? own : trustedTypes.createPolicy("isonomia", rules).createScriptURL(own);
}

function started(): Worker {
  const made = new Worker(address(), { type: "module" });
  made.onmessage = (event: MessageEvent<Answer>) => {
    const { id, output, error, done, total } = event.data;
    const own = waiting.get(id);
    if (done !== undefined && total !== undefined) {
      if (has("progress")) part<HTMLProgressElement>("progress").value = total > 0 ? done / total : 0;
      return;
    }
    waiting.delete(id);
    if (error !== undefined) own?.reject(new Coded(error.code, error.message));
    else own?.resolve(output as never);
  };
  made.onerror = () => {
    for (const own of waiting.values()) own.reject(new Coded("internal", "the worker did not start"));
    waiting.clear();
  };
  return made;
}

/** Run one step. Throws Coded. */
export function run<S extends StepName>(step: S, input: Input<S>): Promise<Awaited<Output<S>>> {
  worker ??= started();
  const id = next++;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve: resolve as (output: never) => void, reject });
    worker?.postMessage({ id, step, input });
  });
}
