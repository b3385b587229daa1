// SPDX-License-Identifier: Apache-2.0
// Waiting for a report: the page is loaded again when it is there.

import { text } from "./api.ts";

const PAUSE = 2000; // milliseconds

async function look(): Promise<void> {
  const { state } = JSON.parse(await text("GET", `${location.pathname}/state`)) as { state: string };
  if (state === "waiting") setTimeout(() => void look().catch(again), PAUSE);
  else location.reload();
}

/** The server may be away for a moment. */
function again(): void {
  setTimeout(() => void look().catch(again), 5 * PAUSE);
}

await look().catch(again);
