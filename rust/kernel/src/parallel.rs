// SPDX-License-Identifier: Apache-2.0
//! Work over many items, spread over threads when there is enough of it.
//!
//! The threads are not rayon's global ones: a process that forks, as Python's servers and its
//! `multiprocessing` do, leaves them behind, and its child would wait for them for ever.

use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

/// The threads, and the process that they belong to.
static POOL: Mutex<Option<(u32, Arc<ThreadPool>)>> = Mutex::new(None);

/// Runs work whose parallel iterators then use this process's threads.
pub fn run<R: Send>(work: impl FnOnce() -> R + Send) -> R {
    if rayon::current_thread_index().is_some() {
        return work();
    }
    match pool() {
        Some(pool) => pool.install(work),
        None => work(),
    }
}

/// The threads of this process, made when they are first needed; none if there can be none.
fn pool() -> Option<Arc<ThreadPool>> {
    let process = std::process::id();
    let mut pool = POOL.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((owner, threads)) = pool.as_ref()
        && *owner == process
    {
        return Some(Arc::clone(threads));
    }
    let threads = Arc::new(ThreadPoolBuilder::new().build().ok()?);
    // what a fork left behind is not dropped: that could wait for its threads
    std::mem::forget(pool.replace((process, Arc::clone(&threads))));
    Some(threads)
}

/// How many threads there are.
pub fn threads() -> usize {
    pool().map_or(1, |pool| pool.current_num_threads())
}

/// The function of every item, in order. `grain` items are worth a thread's while.
pub fn map<T: Sync, R: Send>(items: &[T], grain: usize, f: impl Fn(&T) -> R + Sync + Send) -> Vec<R> {
    if items.len() <= grain {
        return items.iter().map(f).collect();
    }
    run(|| items.par_iter().with_min_len(grain).map(f).collect())
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
    run(|| items.par_chunks(size).flat_map_iter(f).collect())
}
