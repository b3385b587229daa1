// SPDX-License-Identifier: Apache-2.0
// Long work says how far it is.

/** Called with what is done and how much there is in all; units are the work's own. */
export type Progress = (done: number, total: number) => void;

/** One unit is done. */
export type Tick = () => void;

export function ticking(total: number, progress: Progress | undefined): Tick {
  let done = 0;
  return () => {
    done += 1;
    progress?.(Math.min(done, total), total);
  };
}
