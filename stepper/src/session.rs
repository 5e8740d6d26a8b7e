//! Forward and backward through a run, with the futures that were left.

use std::sync::Arc;

use crate::execution::{Execution, NotPossible};
use crate::forever;
use crate::trace::{Choice, Trace};
use crate::verdict::Verdict;
use crate::world::Config;

/// A program that can be run any number of times.
pub type Program = Arc<dyn Fn() + Send + Sync>;

/// A line of choices that was left for another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// After how many steps it was left.
    pub at: usize,
    /// All its choices, from the start.
    pub choices: Vec<Choice>,
}

/// A list of choices and a cursor. Going back moves the cursor and keeps what came after it; choosing
/// something else there re-runs the steps before it and keeps the old line as a branch.
///
/// When the line has come round, so that nobody would ever get further if it went on like that, its last step has the
/// verdict [`Verdict::NoEnd`](crate::Verdict::NoEnd), as the whole run would have; one can still go on, also elsewhere.
///
/// ```
/// use std::sync::Arc;
///
/// use primitives::{Lock, Thread};
/// use stepper::{Choice, Config, Session, ThreadId};
///
/// let program = || {
///     let n = Lock::new(0).named("n");
///     Thread::scope(|s| {
///         s.spawn("A", || *n.acquire() += 1);
///         s.spawn("B", || *n.acquire() += 1);
///     });
/// };
/// let mut session = Session::new(Arc::new(program), Config::default());
/// let [a, b] = [1, 2].map(|n| Choice::Thread(ThreadId(n)));
/// assert_eq!(session.choices(), [a, b]);
/// session.step(a).unwrap(); // A acquires n,
/// assert_eq!(session.choices(), [a]); // so B cannot be chosen
/// session.back();
/// session.step(b).unwrap(); // another future;
/// assert_eq!(session.branches()[0].choices, [a]); // the first one is kept
/// ```
pub struct Session {
    program: Program,
    config: Config,
    /// Stands at the end of the line, always.
    run: Execution,
    line: Vec<Choice>,
    cursor: usize,
    branches: Vec<Branch>,
    differs_at: Option<usize>,
}

impl Session {
    /// At the start of a run.
    pub fn new(program: Program, config: Config) -> Session {
        let run = start(&program, config);
        Session { program, config, run, line: Vec::new(), cursor: 0, branches: Vec::new(), differs_at: None }
    }

    /// The whole line, also what comes after the cursor. Step `n` of the line is entry `n` of the trace;
    /// entry 0 is the start.
    pub fn trace(&self) -> &Trace {
        self.run.trace()
    }

    /// The choices of the whole line.
    pub fn line(&self) -> &[Choice] {
        &self.line
    }

    /// How many steps of the line have been made, as seen from here.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Lines that were left, oldest first.
    pub fn branches(&self) -> &[Branch] {
        &self.branches
    }

    /// The first step at which a re-run did not do what the run before it did: the program is not
    /// deterministic, and nothing said about it can be trusted.
    pub fn differs_at(&self) -> Option<usize> {
        self.differs_at
    }

    /// What may happen at the cursor besides: see [`Execution::chances`].
    pub fn chances(&self) -> &[Choice] {
        &self.trace().steps[self.cursor].then.chances
    }

    /// What can be chosen at the cursor.
    pub fn choices(&self) -> &[Choice] {
        &self.trace().steps[self.cursor].then.choices
    }

    /// How it is run.
    pub fn config(&self) -> Config {
        self.config
    }

    /// Makes a choice at the cursor, or lets something happen. Where the line goes on with the same choice, it is kept;
    /// otherwise the rest of the line becomes a branch.
    ///
    /// # Errors
    /// When the choice cannot be made here. Nothing has changed then.
    pub fn step(&mut self, choice: Choice) -> Result<(), NotPossible> {
        if self.line.get(self.cursor) == Some(&choice) {
            self.cursor += 1;
            return Ok(());
        }
        if self.cursor == self.line.len() {
            make(&self.program, self.config, &mut self.run, choice)?;
        } else {
            let here = &self.run.trace().steps[self.cursor].then;
            if !here.choices.contains(&choice) && !here.chances.contains(&choice) {
                return Err(NotPossible(choice));
            }
            let (mut run, made) = self.rerun(self.cursor);
            if made < self.cursor {
                return Err(NotPossible(choice));
            }
            make(&self.program, self.config, &mut run, choice)?;
            let left = Branch { at: self.cursor, choices: std::mem::take(&mut self.line) };
            self.line = left.choices[..self.cursor].to_vec();
            self.branches.retain(|b| b.choices != left.choices);
            self.branches.push(left);
            self.run = run;
        }
        self.line.push(choice);
        self.cursor += 1;
        Ok(())
    }

    /// One step back. False at the start.
    pub fn back(&mut self) -> bool {
        let moved = self.cursor > 0;
        self.cursor -= usize::from(moved);
        moved
    }

    /// One step forward along the line. False at its end.
    pub fn forward(&mut self) -> bool {
        let moved = self.cursor < self.line.len();
        self.cursor += usize::from(moved);
        moved
    }

    /// To a step of the line, or to its end if it is shorter.
    pub fn jump(&mut self, step: usize) {
        self.cursor = step.min(self.line.len());
    }

    /// Makes a branch the line again; the cursor stays where it was left.
    pub fn take_branch(&mut self, index: usize) {
        if index < self.branches.len() {
            let branch = self.branches.remove(index);
            self.play(&branch.choices);
            self.cursor = branch.at.min(self.line.len());
        }
    }

    /// Replaces the line by these choices, as far as they fit, with the cursor at the end; the old line
    /// becomes a branch. Returns how many fitted.
    pub fn play(&mut self, choices: &[Choice]) -> usize {
        let common = self.line.iter().zip(choices).take_while(|(a, b)| a == b).count();
        if common < self.line.len() {
            let left = Branch { at: common, choices: std::mem::take(&mut self.line) };
            self.line = left.choices[..common].to_vec();
            self.branches.retain(|b| b.choices != left.choices);
            self.branches.push(left);
            let (run, made) = self.rerun(common);
            self.run = run;
            self.line.truncate(made);
        }
        self.cursor = self.line.len();
        for &choice in &choices[self.cursor..] {
            if self.step(choice).is_err() {
                break;
            }
        }
        self.branches.retain(|b| b.choices != self.line);
        self.cursor
    }

    /// A fresh run of the first `steps` choices, as far as they can be made again; notes where it differs from
    /// the one before.
    fn rerun(&mut self, steps: usize) -> (Execution, usize) {
        let mut run = start(&self.program, self.config);
        let known = &self.run.trace().steps;
        let mut again = |choice| {
            let made = run.step(choice).is_ok();
            // Whether it has come round was tried when the line was made.
            let step = known.get(run.trace().steps.len() - 1);
            if let Some(verdict @ Verdict::NoEnd { .. }) = step.and_then(|step| step.verdict.as_ref())
                && run.verdict().is_none()
            {
                run.comes_round(verdict.clone());
            }
            made
        };
        let made = self.line[..steps].iter().take_while(|choice| again(**choice)).count();
        let pairs = self.run.trace().steps.iter().zip(&run.trace().steps);
        let same = pairs.take_while(|(old, new)| old == new).count();
        if same <= steps {
            self.differs_at.get_or_insert(same);
        }
        (run, made)
    }
}

/// Makes a step; if the run comes round by it, and would do so for ever, that is its verdict.
fn make(program: &Program, config: Config, run: &mut Execution, choice: Choice) -> Result<(), NotPossible> {
    run.step(choice)?;
    if let Some(verdict) = forever::verdict(program, config, run) {
        run.comes_round(verdict);
    }
    Ok(())
}

fn start(program: &Program, config: Config) -> Execution {
    let program = Arc::clone(program);
    Execution::start(Config { record: true, ..config }, move || program())
}
