// SPDX-License-Identifier: Apache-2.0
// The worker: every step of the cryptography runs here, so that the page stays alive.

import { BoothError, steps } from "../core/index.ts";
import { recordSteps } from "../record/steps.ts";

const all = { ...steps, ...recordSteps };

interface Order {
  id: number;
  step: keyof typeof all;
  input: never;
}

onmessage = async (event: MessageEvent<Order>) => {
  const { id, step, input } = event.data;
  try {
    const run = all[step] as (input: never, progress: (done: number, total: number) => void) => unknown;
    const output = await run(input, (done, total) => postMessage({ id, done, total }));
    postMessage({ id, output });
  } catch (error) {
    const known = error instanceof BoothError;
    const { code, message, check } = known ? error : { code: "internal", message: "", check: undefined };
    postMessage({ id, error: { code, message, check } });
  }
};
