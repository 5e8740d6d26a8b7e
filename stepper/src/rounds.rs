//! What a list repeats up to its end.

use std::ops::RangeInclusive;

/// The end of a list: a stretch of it, again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rounds {
    /// Everything from here on is as it was one stretch later.
    pub(crate) from: usize,
    /// How long the stretch is.
    pub(crate) length: usize,
    /// How often it is there as a whole.
    pub(crate) times: usize,
}

/// The shortest stretch of one of these lengths that makes up the end of the list at least `least` times.
pub(crate) fn at_end<T>(
    list: &[T],
    lengths: RangeInclusive<usize>,
    least: usize,
    alike: impl Fn(&T, &T) -> bool,
) -> Option<Rounds> {
    let rounds = |length: usize| {
        let same = (length..list.len()).rev().take_while(|&n| alike(&list[n], &list[n - length])).count();
        Rounds { from: list.len() - length - same, length, times: same / length + 1 }
    };
    let lengths = *lengths.start()..=(*lengths.end()).min(list.len() / least);
    lengths.map(rounds).find(|rounds| rounds.times >= least)
}
