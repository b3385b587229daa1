// SPDX-License-Identifier: Apache-2.0
// Does steps of roles outside of a browser, for tests: a JSON line {"step": …, "input": …} on standard input, a JSON
// line {"output": …} or {"error": {"code": …, "message": …}} on standard output. Nothing comes by the command line.

import { createInterface } from "node:readline";
import { BoothError, type StepName, steps } from "../core/index.ts";

async function answer(line: string): Promise<unknown> {
  const { step, input } = JSON.parse(line) as { step: StepName; input: never };
  try {
    return { output: await steps[step](input) };
  } catch (error) {
    if (!(error instanceof BoothError)) throw error;
    return { error: { code: error.code, message: error.message } };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answer(line))}\n`);
}
