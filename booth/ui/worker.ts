// SPDX-License-Identifier: Apache-2.0
// The worker: every step of the cryptography runs here, so that the page stays alive.

import { BoothError, steps, type StepName } from "../core/index.ts";

interface Order {
  id: number;
  step: StepName;
  input: never;
}

onmessage = async (event: MessageEvent<Order>) => {
  const { id, step, input } = event.data;
  try {
    const run = steps[step] as (input: never, progress: (done: number, total: number) => void) => unknown;
    const output = await run(input, (done, total) => postMessage({ id, done, total }));
    postMessage({ id, output });
  } catch (error) {
    const known = error instanceof BoothError;
    postMessage({ id, error: { code: known ? error.code : "internal", message: known ? error.message : "" } });
  }
};
