//! For any test: every schedule of a program, or the one that broke it last time.

use std::ops::ControlFlow;
use std::panic::Location;
use std::sync::Arc;

use crate::explore::{Conclusion, Exploration, Search, explore};
use crate::schedule::Schedule;
use crate::session::{Program, Session};
use crate::table::table;
use crate::text::Text;
use crate::trace::{Choice, Trace};
use crate::trouble::Trouble;
use crate::verdict::Verdict;
use crate::words;
use crate::world::Config;

/// Wide enough for four threads with their lines beside them.
const WIDTH: usize = 100;

/// Tries the schedules of `program`, at most as many as [`Search::default`] says, in coarse steps: all of them if it
/// is a small one. Returns what was found, so that a test can insist on a proof. Everything the program
/// shares must be made inside it, of primitives that can be stepped; it is run many times.
///
/// # Panics
/// On a schedule that ends badly, the shortest that could be found: with what went wrong, the schedule as a table
/// with a column for each thread, and the code with which [`replay`] runs it again. Also when the program is not
/// deterministic. Not when the search did not come to its end: that is said on stderr, with what was done, and is in
/// [`Exploration::conclusion`].
///
/// ```
/// use primitives::{Lock, Thread};
/// use stepper::Conclusion;
///
/// let found = stepper::check(|| {
///     let n = Lock::new(0).named("n");
///     Thread::scope(|s| {
///         s.spawn("A", || *n.acquire() += 1);
///         s.spawn("B", || *n.acquire() += 1);
///     });
///     assert_eq!(*n.acquire(), 2);
/// });
/// assert_eq!(found.conclusion, Conclusion::Proved);
/// ```
///
/// ```should_panic
/// use primitives::{Thread, Var};
///
/// stepper::check(|| {
///     let n = Var::new(0).named("n");
///     Thread::scope(|s| {
///         s.spawn("A", || n.set(n.get() + 1));
///         s.spawn("B", || n.set(n.get() + 1));
///     });
///     assert_eq!(n.get(), 2, "an update was lost");
/// });
/// ```
#[track_caller]
pub fn check(program: impl Fn() + Send + Sync + 'static) -> Exploration {
    Search::default().check(program)
}

impl Search {
    /// As [`check`], with another grain, or other limits.
    ///
    /// # Panics
    /// As [`check`].
    ///
    /// ```
    /// use primitives::{Lock, Thread};
    /// use stepper::{Config, Grain, Search};
    ///
    /// // The operations of the lock itself, one by one.
    /// let fine = Search { config: Config { grain: Grain::Fine, ..Config::default() }, ..Search::default() };
    /// fine.check(|| {
    ///     let n = Lock::new(0).named("n");
    ///     Thread::scope(|s| {
    ///         s.spawn("A", || *n.acquire() += 1);
    ///         s.spawn("B", || *n.acquire() += 1);
    ///     });
    /// });
    /// ```
    #[track_caller]
    pub fn check(&self, program: impl Fn() + Send + Sync + 'static) -> Exploration {
        let caller = Location::caller();
        let program: Program = Arc::new(program);
        let found = explore(&program, self, &mut |_| ControlFlow::Continue(()));
        match &found.conclusion {
            Conclusion::Proved if !found.spurious => {}
            Conclusion::Proved => {
                eprintln!("{}: {}", name(caller), words::no_bug(Text::english(), &found, None))
            }
            Conclusion::NotFinished(limit) => {
                eprintln!("{}: {}", name(caller), words::no_bug(Text::english(), &found, Some(*limit)));
            }
            Conclusion::Bug(bug) => {
                let mut session = Session::new(program, self.config);
                session.play(&bug.schedule);
                panic!(
                    "{}\n{}",
                    failure(&session, &name(caller), self.call()),
                    words::found(Text::english(), &found, bug)
                );
            }
            Conclusion::NotDeterministic(varies) => {
                panic!("{}", words::not_deterministic(Text::english(), varies))
            }
        }
        found
    }

    /// As the function [`replay`], for a code that was found with this [`Search::config`]. The grain is the code's.
    ///
    /// # Panics
    /// As [`replay`].
    #[track_caller]
    pub fn replay(&self, code: &str, program: impl Fn() + Send + Sync + 'static) -> usize {
        let schedule: Schedule = code.parse().unwrap_or_else(|bad| panic!("{bad}: {code}"));
        let config = Config { grain: schedule.grain, ..self.config };
        let program: Program = Arc::new(program);
        let mut session = Session::new(Arc::clone(&program), config);
        let fitted = schedule.choices.iter().filter(|choice| session.step(**choice).is_ok()).count();
        // Also after a panic: somebody may deal with it.
        while let Some(choice) = next_in_turn(session.choices(), session.line().last().copied())
            && session.step(choice).is_ok()
        {}
        if let Some(since) = wrong_since(session.trace()) {
            let mut shown = Session::new(program, config);
            shown.play(&session.line()[..since]);
            panic!("{}", failure(&shown, &schedule.program, self.call()));
        }
        fitted
    }

    /// How a code that it found is run again.
    fn call(&self) -> &'static str {
        // Only the clock makes choices possible that are not otherwise.
        if self.config.eager_clock { "search.replay" } else { "stepper::replay" }
    }
}

/// Runs `program` under the schedule of a code that [`check`] or `threadlab` printed, and on to its end, each
/// thread in its turn. A choice that cannot be made is left out: the program is another one by now. Returns how many
/// could be made.
///
/// # Panics
/// When the run ends badly, with what [`check`] would say. When the code cannot be read.
///
/// ```should_panic
/// use primitives::{Thread, Var};
///
/// stepper::replay("tl1.counter:12.c.00000000.bc2b.v6", || {
///     let n = Var::new(0).named("n");
///     Thread::scope(|s| {
///         s.spawn("A", || n.set(n.get() + 1));
///         s.spawn("B", || n.set(n.get() + 1));
///     });
///     assert_eq!(n.get(), 2, "an update was lost");
/// });
/// ```
#[track_caller]
pub fn replay(code: &str, program: impl Fn() + Send + Sync + 'static) -> usize {
    Search::default().replay(code, program)
}

/// Whose turn it is after `last`, if each thread has one.
fn next_in_turn(choices: &[Choice], last: Option<Choice>) -> Option<Choice> {
    choices.iter().find(|&&choice| last.is_none_or(|last| choice > last)).or(choices.first()).copied()
}

/// The step since which something is wrong in a run to its end, if anything is.
fn wrong_since(trace: &Trace) -> Option<usize> {
    let mut trouble = Trouble::default();
    for (step, entry) in trace.steps.iter().enumerate() {
        trouble.hear(step, entry.verdict.as_ref());
    }
    let last = trace.steps.len() - 1;
    let endless = matches!(trace.steps[last].verdict, Some(Verdict::NoEnd { .. }));
    trouble.is().map(|(since, _)| *since).or(endless.then_some(last))
}

/// What went wrong, how, and the code that makes it go wrong again.
fn failure(session: &Session, program: &str, replay: &str) -> String {
    let english = Text::english();
    let trace = session.trace();
    let end = session.cursor();
    let (title, text) = words::verdict(english, trace, end, words::reason).unwrap_or_default();
    let code = Schedule {
        program: program.to_owned(),
        grain: trace.grain,
        fingerprint: 0,
        choices: session.line().to_vec(),
    };
    let table = table(english, trace, WIDTH, |step| words::step(english, trace, step));
    format!("{title}. {text}\n\n{table}\nRun it again: {replay}(\"{code}\", program)")
}

/// A program without a name is called after the line that asks about it: "buffer:12".
fn name(caller: &Location<'_>) -> String {
    let file = caller.file().rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = file.strip_suffix(".rs").unwrap_or(file);
    let stem: String = stem.chars().map(|c| if c == '.' || c.is_whitespace() { '-' } else { c }).collect();
    format!("{stem}:{}", caller.line())
}
