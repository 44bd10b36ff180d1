//! Work on many files at once.

use std::num::NonZero;
use std::thread;

/// What the function makes of each value, in their order, on every core.
pub(super) fn map<T: Send, R: Send>(values: Vec<T>, function: impl Fn(T) -> R + Sync) -> Vec<R> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let share = values.len().div_ceil(threads).max(1);
    let mut rest = values.into_iter();
    let shares: Vec<Vec<T>> = std::iter::from_fn(|| {
        let share: Vec<T> = rest.by_ref().take(share).collect();
        (!share.is_empty()).then_some(share)
    })
    .collect();
    let function = &function;
    thread::scope(|scope| {
        let workers: Vec<_> = shares
            .into_iter()
            .map(|share| scope.spawn(move || share.into_iter().map(function).collect::<Vec<R>>()))
            .collect();
        let results = workers.into_iter().map(|worker| {
            worker
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        });
        results.flatten().collect()
    })
}

#[cfg(test)]
mod tests {
    use super::map;

    #[test]
    fn the_order_is_kept() {
        for length in [0, 1, 2, 3, 100] {
            let doubled: Vec<usize> = (0..length).map(|value| value * 2).collect();
            assert_eq!(map((0..length).collect(), |value| value * 2), doubled);
        }
    }
}
