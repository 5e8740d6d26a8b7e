//! How likely it is to meet a bug by chance.

use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

use crate::dice::{Dice, mix};
use crate::execution::Execution;
use crate::runs::in_order;
use crate::session::Program;
use crate::verdict::Verdict;
use crate::world::Config;

/// How many random schedules ended badly. At each step every choice is equally likely, which no real scheduler
/// promises: a real one lets a thread run on for long, so it is rarer to meet such a bug by running the program.
///
/// ```
/// use std::sync::Arc;
///
/// use primitives::{Lock, Thread};
/// use stepper::{Config, Luck, Program};
///
/// let program: Program = Arc::new(|| {
///     let x = Lock::new(0).named("x");
///     let add = || {
///         let before = *x.acquire();
///         *x.acquire() = before + 1;
///     };
///     Thread::scope(|s| {
///         s.spawn("A", add);
///         s.spawn("B", add);
///     });
///     assert_eq!(*x.acquire(), 2, "an update was lost");
/// });
/// let luck = Luck::of(&program, Config::default(), 1_000, 7);
/// let (least, most) = luck.interval();
/// assert!(0.0 < least && least < luck.share() && luck.share() < most && most < 1.0);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Luck {
    /// Schedules that were tried.
    pub runs: u64,
    /// Those that ended badly.
    pub failures: u64,
    /// Those that were stopped at [`Config::max_steps`]: nobody knows how they would have ended.
    pub unfinished: u64,
}

impl Luck {
    /// Runs `program` under `runs` random schedules, the same ones for the same `seed`, on all processors.
    pub fn of(program: &Program, config: Config, runs: u64, seed: u64) -> Luck {
        Luck::watched(program, config, runs, seed, 0, &mut |_| ControlFlow::Continue(()))
    }

    /// As [`Luck::of`], by so many threads (0: as [`Search::workers`](crate::Search::workers)), which makes no difference. `watch` is
    /// told after each run what has come of all so far, and ends them with [`ControlFlow::Break`]; while runs are long, it is told the
    /// same again every few milliseconds.
    pub fn watched(
        program: &Program,
        config: Config,
        runs: u64,
        seed: u64,
        workers: usize,
        watch: &mut dyn FnMut(Luck) -> ControlFlow<()>,
    ) -> Luck {
        let config = Config { record: false, ..config };
        let mut luck = Luck::default();
        let run = |number| Luck::run(program, config, &mut Dice::new(mix(seed, number)));
        in_order(0..runs, crate::runs::workers(workers), run, |one| {
            luck = luck + one.unwrap_or_default();
            watch(luck)
        });
        luck
    }

    /// One run.
    fn run(program: &Program, config: Config, dice: &mut Dice) -> Luck {
        let again = program.clone();
        let mut run = Execution::start(config, move || again());
        // Also after a panic: somebody may deal with it.
        while let choices = run.choices()
            && let Some(choice) = choices.iter().nth(dice.roll(choices.len().max(1)))
            && run.step(choice).is_ok()
        {}
        let mut luck = Luck { runs: 1, ..Luck::default() };
        match run.verdict() {
            Some(Verdict::NoEnd { .. }) => luck.unfinished += 1,
            verdict => luck.failures += u64::from(verdict.is_some_and(|v| !v.is_fine())),
        }
        luck
    }

    /// The share of failures among the runs, from 0 to 1.
    pub fn share(&self) -> f64 {
        self.failures as f64 / self.runs.max(1) as f64
    }

    /// Between which two shares the true one lies, with a confidence of 95 %: the interval of Wilson (1927), good
    /// for few runs and for rare failures too.
    pub fn interval(&self) -> (f64, f64) {
        const Z: f64 = 1.959_964; // 97.5 % of a normal distribution lie below
        if self.runs == 0 {
            return (0.0, 1.0);
        }
        let n = self.runs as f64;
        let p = self.share();
        let scale = 1.0 + Z * Z / n;
        let middle = (p + Z * Z / (2.0 * n)) / scale;
        let half = Z / scale * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
        // Where nothing was seen, or nothing else, rounding must not claim otherwise.
        let least = if self.failures == 0 { 0.0 } else { middle - half };
        let most = if self.failures == self.runs { 1.0 } else { middle + half };
        (least, most)
    }
}

/// Of both together.
impl std::ops::Add for Luck {
    type Output = Luck;

    fn add(self, other: Luck) -> Luck {
        Luck {
            runs: self.runs + other.runs,
            failures: self.failures + other.failures,
            unfinished: self.unfinished + other.unfinished,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU8, Ordering};

    use super::*;
    use crate::inside;

    #[test]
    fn any_number_of_threads_is_as_lucky() {
        // Fails if the last one comes first.
        let program: Program = Arc::new(|| {
            let first = Arc::new(AtomicU8::new(0));
            for n in 1..=3 {
                let first = Arc::clone(&first);
                let body = move || {
                    inside::touch();
                    let before = first.fetch_max(n, Ordering::Relaxed);
                    assert!(n < 3 || before > 0);
                };
                inside::spawn("one of three", Box::new(body));
            }
        });
        let luck = [1, 2, 5].map(|workers| {
            Luck::watched(&program, Config::default(), 1_000, 7, workers, &mut |_| ControlFlow::Continue(()))
        });
        assert!(luck[0].runs == 1_000 && (250..420).contains(&luck[0].failures), "{:?}", luck[0]);
        assert_eq!((luck[0], luck[0]), (luck[1], luck[2]));
        assert_ne!(luck[0], Luck::of(&program, Config::default(), 1_000, 8));
        // Who has seen enough is asked no more.
        for workers in [1, 2, 5] {
            let enough = &mut |luck: Luck| match luck.runs {
                0..40 => ControlFlow::Continue(()),
                _ => ControlFlow::Break(()),
            };
            assert_eq!(Luck::watched(&program, Config::default(), 1_000, 7, workers, enough).runs, 40);
        }
    }

    #[test]
    fn the_interval_is_wilsons() {
        let interval = |failures, runs| {
            let (least, most) = Luck { runs, failures, unfinished: 0 }.interval();
            [least, most].map(|share| (share * 1e4).round() / 1e4)
        };
        // Values of R's prop.test without continuity correction.
        assert_eq!(interval(0, 10), [0.0, 0.2775]);
        assert_eq!(interval(5, 10), [0.2366, 0.7634]);
        assert_eq!(interval(1, 1_000), [0.0002, 0.0056]);
        assert_eq!(interval(10, 10), [0.7225, 1.0]);
        assert_eq!(interval(0, 0), [0.0, 1.0]);
    }
}
