//! Asks the explorer about a lesson's program, and tells what it found: as text, as JSON, as a Rust test.

use std::io::{self, IsTerminal, Write};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use lessons::Win;
use serde_json::{Value, json};
use stepper::words;
use stepper::{
    Bug, Choice, Conclusion, Config, Diagnosis, Exploration, Grain, Limit, Luck, Outcome, Phase, Program,
    Progress, Schedule, Search, Verdict, explore, fingerprint,
};

use crate::catalog::Entry;
use crate::play::{self, Choose, Played};
use crate::text::{Text, tell};
use crate::{narrate, own, pin};

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    /// Which program.
    pub entry: Entry,
    /// How much each step does.
    pub grain: Grain,
    /// How long the search may take.
    pub budget: Duration,
}

/// What was found.
pub struct Answer {
    question: Question,
    text: &'static Text,
    found: Exploration,
    took: Duration,
    /// The schedule that ends badly, played.
    bug: Option<Played>,
    /// Whether it is what the lesson says.
    pub as_expected: bool,
    /// How it fails as the lesson says, where the shortest schedule of all fails otherwise.
    also: Option<Played>,
}

/// So many random schedules are tried to say how rare a failure is, if there is time.
const RANDOM_RUNS: u64 = 10_000;

impl Question {
    fn program(self) -> Program {
        Arc::new(self.entry.program.main)
    }

    fn config(self) -> Config {
        Config { grain: self.grain, ..Config::default() }
    }

    fn schedule(self, choices: &[Choice]) -> Schedule {
        Schedule {
            program: self.entry.name(),
            grain: self.grain,
            fingerprint: fingerprint(self.entry.program.source),
            choices: choices.to_vec(),
        }
    }

    fn play(self, choices: &[Choice]) -> Played {
        play::play(self.entry, self.grain, &Choose::Schedule(self.schedule(choices)))
    }

    fn search(self, text: &Text, until_bug: bool, begin: Instant) -> Exploration {
        // Time is the limit, whatever fits into it.
        let search = Search { config: self.config(), until_bug, executions: u64::MAX, ..Search::default() };
        self.explore(text, search, begin)
    }

    /// Looks for a bug at random.
    fn sample(self, text: &Text, begin: Instant) -> Exploration {
        self.explore(text, Search { config: self.config(), executions: 1, ..Search::default() }, begin)
    }

    fn explore(self, text: &Text, search: Search, begin: Instant) -> Exploration {
        let mut line = ProgressLine::of(text, self.entry);
        explore(&self.program(), &search, &mut |progress| {
            line.show(progress);
            // Some time is left for what comes after a search that was too long.
            let time = match progress.phase {
                Phase::Searching => self.budget * 3 / 4,
                Phase::Sampling => self.budget * 7 / 8,
                Phase::Shortening | Phase::Bounding => self.budget,
            };
            if begin.elapsed() < time { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })
    }

    /// Proves that every schedule ends well, or finds the shortest one that does not, as far as the time allows; the
    /// answer is told in this language.
    pub fn check(self, text: &'static Text) -> Answer {
        let begin = Instant::now();
        let mut found = self.search(text, true, begin);
        if found.conclusion == Conclusion::NotFinished(Limit::Cancelled) {
            let more = self.sample(text, begin);
            (found.sampled, found.bound) = (more.sampled, more.bound);
            match more.conclusion {
                Conclusion::Bug(bug) => {
                    let found_after = bug.found_after + found.executions;
                    found.conclusion = Conclusion::Bug(Bug { found_after, ..bug });
                }
                varies @ Conclusion::NotDeterministic(_) => found.conclusion = varies,
                Conclusion::Proved | Conclusion::NotFinished(_) => {}
            }
            found.executions += more.executions;
            found.steps += more.steps;
        }
        let bug = match &found.conclusion {
            Conclusion::Bug(bug) => Some(self.play(&bug.schedule)),
            _ => None,
        };
        let mut also = None;
        let as_expected = match (self.entry.is_expected_fine(), &bug) {
            (true, _) => found.conclusion == Conclusion::Proved,
            (false, None) => false,
            (false, Some(bug)) => self.entry.program.win.is_none_or(|win| {
                is_won(bug, win) || {
                    let rest = self.search(text, false, begin);
                    let bad = rest.outcomes.iter().filter(|(outcome, _)| !outcome.verdict.is_fine());
                    also = bad.map(|(_, schedule)| self.play(schedule)).find(|played| is_won(played, win));
                    also.is_some()
                }
            }),
        };
        Answer { question: self, text, found, took: begin.elapsed(), bug, as_expected, also }
    }

    /// Every outcome there is, and how likely a failure is, as far as the time allows, told in this language.
    pub fn outcomes(self, text: &'static Text) -> Outcomes {
        let begin = Instant::now();
        let found = self.search(text, false, begin);
        let luck = Luck::watched(&self.program(), self.config(), RANDOM_RUNS, 0, 0, &mut |_| {
            if begin.elapsed() > self.budget { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        Outcomes { question: self, text, found, luck }
    }
}

/// Whether a run goes wrong as the lesson says.
fn is_won(played: &Played, win: Win) -> bool {
    pin::is_won(win, played.session.trace(), played.session.cursor())
}

/// How a program can be broken, to follow "it can be broken:".
fn broken_by(text: &Text, win: Win) -> String {
    match win {
        Win::Deadlock => tell!(text, "broken-by-deadlock"),
        Win::Assertion => tell!(text, "broken-by-assertion"),
        Win::Misuse => tell!(text, "broken-by-misuse"),
        Win::TwoInside(_) => tell!(text, "broken-by-two-inside"),
        Win::LostItem(_) => tell!(text, "broken-by-lost-item"),
        Win::Livelock => tell!(text, "broken-by-livelock"),
    }
}

impl Answer {
    /// The answer in a sentence or two.
    pub fn sentence(&self) -> String {
        self.sentence_in(self.text)
    }

    fn sentence_in(&self, text: &Text) -> String {
        match &self.found.conclusion {
            Conclusion::Proved => words::no_bug(text, &self.found, None),
            Conclusion::Bug(bug) => {
                let trouble = self.bug.as_ref().map(|played| trouble(text, played));
                text.join(
                    &trouble.into_iter().chain([words::found(text, &self.found, bug)]).collect::<Vec<_>>(),
                )
            }
            Conclusion::NotFinished(Limit::Cancelled) => text.join(&[
                words::no_bug(text, &self.found, Some(Limit::Cancelled)),
                tell!(text, "time-was-up"),
            ]),
            Conclusion::NotFinished(limit) => {
                let loops = self.endless().map(|played| {
                    let (title, why) = told(text, &played);
                    tell!(text, "endless", title, why, schedule = played.schedule().to_string())
                });
                let no_bug = words::no_bug(text, &self.found, Some(*limit));
                text.join(&[no_bug].into_iter().chain(loops).collect::<Vec<_>>())
            }
            Conclusion::NotDeterministic(varies) => words::not_deterministic(text, varies),
        }
    }

    /// A schedule without an end that goes round in a circle, not only because it leaves somebody out.
    fn endless(&self) -> Option<Played> {
        let endless = self.found.outcomes.iter().filter(|(o, _)| matches!(o.verdict, Verdict::NoEnd { .. }));
        endless.map(|(_, schedule)| self.question.play(schedule)).find(|played| {
            let found = played.session.trace().diagnose(played.session.cursor());
            found.is_some_and(|d| !matches!(d, Diagnosis::Unfair { .. }))
        })
    }

    /// The answer in a line, for a list whose names are at most so wide.
    pub fn line(&self, widest: usize) -> String {
        let text = self.text;
        let executions = self.found.executions;
        let answer = match &self.found.conclusion {
            Conclusion::Proved => tell!(text, "line-proved", executions),
            Conclusion::Bug(bug) => {
                let (title, _) = self.bug.as_ref().map(|played| told(text, played)).unwrap_or_default();
                tell!(text, "line-bug", title, preemptions = bug.preemptions, steps = bug.schedule.len())
            }
            Conclusion::NotFinished(_) => tell!(text, "line-no-bug", executions),
            Conclusion::NotDeterministic(_) => tell!(text, "line-not-deterministic"),
        };
        let not = match self.found.conclusion {
            _ if self.as_expected => String::new(),
            Conclusion::NotFinished(_) => format!("  << {}", tell!(text, "line-not-settled")),
            _ => format!("  << {}", tell!(text, "line-not-expected")),
        };
        format!("{:<widest$}  {answer}, {} ms{not}", self.question.entry.name(), self.took.as_millis())
    }

    /// The answer at length, for a terminal of this width.
    pub fn text(&self, width: usize) -> String {
        let text = self.text;
        let mut lines = match (&self.found.conclusion, &self.bug) {
            (Conclusion::Bug(bug), Some(played)) => {
                format!("{}\n{}\n", played.table(text, width), words::found(text, &self.found, bug))
            }
            _ => format!("{}\n", self.sentence()),
        };
        if let Some(also) = &self.also {
            let (title, _) = told(text, also);
            lines +=
                &format!("{}\n", tell!(text, "fails-too", title, schedule = also.schedule().to_string()));
        }
        if !self.as_expected {
            let entry = self.question.entry;
            let expected = match (entry.is_expected_fine(), entry.program.win) {
                (true, _) => tell!(text, "expected-fine"),
                (false, None) => tell!(text, "expected-broken"),
                (false, Some(win)) => tell!(text, "expected-broken-by", how = broken_by(text, win)),
            };
            let settled = match self.found.conclusion {
                Conclusion::NotFinished(_) => tell!(text, "settles-nothing"),
                _ => tell!(text, "not-expected"),
            };
            lines += &format!("{}\n", text.join(&[settled, expected]));
        }
        lines
    }

    /// The answer as JSON.
    pub fn json(&self) -> Value {
        let bug = match (&self.found.conclusion, &self.bug) {
            (Conclusion::Bug(bug), Some(played)) => {
                let trace = played.session.trace();
                json!({
                    "schedule": played.schedule().to_string(),
                    "verdict": bug.verdict,
                    "diagnosis": trace.diagnose(played.session.cursor()),
                    "preemptions": bug.preemptions,
                    "steps": bug.schedule.len(),
                    "shortest": bug.shortest,
                    "found_after": bug.found_after,
                    "trace": trace,
                })
            }
            _ => Value::Null,
        };
        let answer = match self.found.conclusion {
            Conclusion::Proved => "proved",
            Conclusion::Bug(_) => "bug",
            Conclusion::NotFinished(_) => "not finished",
            Conclusion::NotDeterministic(_) => "not deterministic",
        };
        json!({
            "program": self.question.entry.name(),
            "answer": answer,
            "as_expected": self.as_expected,
            // What reads JSON is a program: its language does not change with the system's.
            "sentence": self.sentence_in(crate::text::english()),
            "executions": self.found.executions,
            "at_random": self.found.sampled.map_or(0, |(runs, _)| runs),
            "sampling": self.found.sampled.map(|(_, sampling)| sampling),
            "fewest_preemptions": self.found.bound,
            "spurious_wake_ups": self.found.spurious,
            "steps": self.found.steps,
            "milliseconds": self.took.as_secs_f64() * 1e3,
            "bug": bug,
        })
    }

    /// The schedule that ends badly, if one was found.
    pub fn schedule(&self) -> Option<Schedule> {
        self.bug.as_ref().map(Played::schedule)
    }
}

/// How a run ended, as a title and an explanation.
fn told(text: &Text, played: &Played) -> (String, String) {
    let verdict = played.verdict();
    verdict.map(|verdict| narrate::verdict(text, played.session.trace(), verdict)).unwrap_or_default()
}

/// The same in sentences.
fn trouble(text: &Text, played: &Played) -> String {
    let (title, why) = told(text, played);
    text.join(&[tell!(text, "sentence", words = title), why])
}

/// Every outcome of a program.
pub struct Outcomes {
    question: Question,
    text: &'static Text,
    found: Exploration,
    luck: Luck,
}

impl Outcomes {
    /// Each outcome with a schedule that leads there, and how likely a failure is.
    pub fn text(&self) -> String {
        let text = self.text;
        if let Conclusion::NotDeterministic(varies) = &self.found.conclusion {
            return format!("{}\n", words::not_deterministic(text, varies));
        }
        let (count, executions) = (self.found.outcomes.len(), self.found.executions);
        let mut lines = match self.found.complete {
            true => tell!(text, "outcomes-are-all", count, executions),
            false => tell!(text, "outcomes-may-be-more", count, executions),
        };
        lines.push('\n');
        for (number, (outcome, schedule)) in self.found.outcomes.iter().enumerate() {
            let ending = self.ending(outcome, schedule);
            lines += &format!("\n{:>4}  {ending}\n", number + 1);
            for (who, said) in &outcome.said {
                let said: Vec<String> = said.iter().map(|line| tell!(text, "quoted", line)).collect();
                lines += &format!("      {}\n", tell!(text, "outcome-says", who, said = text.list(&said)));
            }
            lines += &format!("      {}\n", self.question.schedule(schedule));
        }
        format!("{lines}\n{}\n", narrate::luck(text, self.luck))
    }

    fn ending(&self, outcome: &Outcome, schedule: &[Choice]) -> String {
        let played = self.question.play(schedule);
        match outcome.verdict.is_fine() {
            true => told(self.text, &played).0,
            false => trouble(self.text, &played),
        }
    }

    /// The same as JSON.
    pub fn json(&self) -> Value {
        let outcome = |(outcome, schedule): &(Outcome, Vec<Choice>)| {
            json!({
                "said": outcome.said,
                "verdict": outcome.verdict,
                "schedule": self.question.schedule(schedule).to_string(),
            })
        };
        let (least, most) = self.luck.interval();
        json!({
            "program": self.question.entry.name(),
            "complete": self.found.complete,
            "executions": self.found.executions,
            "steps": self.found.steps,
            "outcomes": self.found.outcomes.iter().map(outcome).collect::<Vec<_>>(),
            "luck": {
                "runs": self.luck.runs,
                "failures": self.luck.failures,
                "unfinished": self.luck.unfinished,
                "share": self.luck.share(),
                "interval": [least, most],
            },
        })
    }
}

/// How far a search has come, in a line that is written over again and again; nothing unless somebody looks.
struct ProgressLine<'a> {
    text: &'a Text,
    name: String,
    begin: Instant,
    next: Duration,
    shown: bool,
}

impl<'a> ProgressLine<'a> {
    const EVERY: Duration = Duration::from_millis(200);

    fn of(text: &'a Text, entry: Entry) -> ProgressLine<'a> {
        ProgressLine { text, name: entry.name(), begin: Instant::now(), next: Self::EVERY, shown: false }
    }

    fn show(&mut self, progress: Progress) {
        let since = self.begin.elapsed();
        if since < self.next || !io::stderr().is_terminal() {
            return;
        }
        self.next = since + Self::EVERY;
        self.shown = true;
        let does = match progress.phase {
            Phase::Searching => tell!(self.text, "progress-searching"),
            Phase::Shortening => tell!(self.text, "progress-shortening"),
            Phase::Sampling => tell!(self.text, "progress-sampling"),
            Phase::Bounding => tell!(self.text, "progress-bounding"),
        };
        let told =
            tell!(self.text, "progress", does, executions = progress.executions, seconds = since.as_secs());
        let mut screen = io::stderr();
        // Whoever cannot be told how far it is will see the answer all the same.
        let _ = write!(screen, "\r\x1b[K{}: {told}", self.name);
        let _ = screen.flush();
    }
}

impl Drop for ProgressLine<'_> {
    fn drop(&mut self) {
        if self.shown {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}

/// A schedule as a Rust test that stands by itself: the program with a test that replays the schedule, so that it
/// fails as long as the program has the bug. Its first lines say what it needs. Somebody's own program is where only they
/// know, so the test is for the place where it is.
pub fn export(entry: Entry, schedule: &Schedule) -> String {
    let name = entry.name();
    let source = entry.program.source;
    if own::is(entry.lesson) {
        return format!(
            "//! A schedule that breaks `{name}`, as a test: it fails until the program is repaired.
//!
//! Put the test where your program is, and write instead of PROGRAM what you gave to `visualizer::open`. In Cargo.toml
//! it needs, beside what you have (THREADLAB is where you have Threadlab):
//!
//! ```toml
//! [dev-dependencies]
//! threadlab-stepper = {{ path = \"THREADLAB/stepper\" }}
//! ```

#[test]
fn the_schedule_that_broke_it_is_fine() {{
    stepper::replay(\"{schedule}\", PROGRAM);
}}
"
        );
    }
    format!(
        "//! A schedule that breaks `{name}`, as a test: it fails until the program is repaired.
//!
//! To run it, put this file into the folder `tests` of a package, and into its Cargo.toml (THREADLAB is where you
//! have Threadlab):
//!
//! ```toml
//! [dev-dependencies]
//! threadlab-primitives = {{ path = \"THREADLAB/primitives\", features = [\"stepping\"] }}
//! threadlab-stepper = {{ path = \"THREADLAB/stepper\" }}
//! ```
//!
//! The program, as it was when the schedule was found:
//!
{source}
#[test]
fn the_schedule_that_broke_it_is_fine() {{
    stepper::replay(\"{schedule}\", main);
}}
"
    )
}
