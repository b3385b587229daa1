// SPDX-License-Identifier: Apache-2.0
//! Work over many items, spread over the threads of rayon when there is enough of it.

use rayon::prelude::*;

/// The function of every item, in order. `grain` items are worth a thread's while.
pub fn map<T: Sync, R: Send>(
    items: &[T],
    grain: usize,
    f: impl Fn(&T) -> R + Sync + Send,
) -> Vec<R> {
    if items.len() <= grain {
        return items.iter().map(f).collect();
    }
    items.par_iter().with_min_len(grain).map(f).collect()
}

/// The same for a function of up to `size` items at a time that gives one result for each.
pub fn map_chunks<T: Sync, R: Send>(
    items: &[T],
    size: usize,
    f: impl Fn(&[T]) -> Vec<R> + Sync + Send,
) -> Vec<R> {
    if items.len() <= size {
        return f(items);
    }
    items.par_chunks(size).flat_map_iter(f).collect()
}
