//! Asks the explorer about a lesson's program, and tells what it found: as text, as JSON, as a Rust test.

use std::io::{self, IsTerminal, Write};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use lessons::Win;
use serde_json::{Value, json};
use stepper::words::{self, count};
use stepper::{
    Bug, Choice, Conclusion, Config, Diagnosis, Exploration, Grain, Limit, Luck, Outcome, Phase, Program,
    Progress, Schedule, Search, Verdict, explore, fingerprint,
};

use crate::catalog::Entry;
use crate::play::{self, Choose, Played};
use crate::{narrate, pin};

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
    found: Exploration,
    /// How many of its executions were made at random, after the time for all others was up.
    sampled: u64,
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

    fn search(self, until_bug: bool, begin: Instant) -> Exploration {
        // Time is the limit, whatever fits into it.
        let search = Search { config: self.config(), until_bug, executions: u64::MAX, ..Search::default() };
        self.explore(search, begin)
    }

    /// Looks for a bug at random.
    fn sample(self, begin: Instant) -> Exploration {
        self.explore(Search { config: self.config(), executions: 1, ..Search::default() }, begin)
    }

    fn explore(self, search: Search, begin: Instant) -> Exploration {
        let mut line = ProgressLine::of(self.entry);
        explore(&self.program(), &search, &mut |progress| {
            line.show(progress);
            // Some time is left for what comes after a search that was too long.
            let time = match progress.phase {
                Phase::Searching => self.budget * 3 / 4,
                Phase::Shortening | Phase::Sampling => self.budget,
            };
            if begin.elapsed() < time { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })
    }

    /// Proves that every schedule ends well, or finds the shortest one that does not, as far as the time allows.
    pub fn check(self) -> Answer {
        let begin = Instant::now();
        let mut found = self.search(true, begin);
        let mut sampled = 0;
        if found.conclusion == Conclusion::NotFinished(Limit::Cancelled) {
            let more = self.sample(begin);
            sampled = more.executions.saturating_sub(1);
            if let Conclusion::Bug(bug) = more.conclusion {
                let found_after = bug.found_after + found.executions;
                found.conclusion = Conclusion::Bug(Bug { found_after, ..bug });
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
                    let rest = self.search(false, begin);
                    let bad = rest.outcomes.iter().filter(|(outcome, _)| !outcome.verdict.is_fine());
                    also = bad.map(|(_, schedule)| self.play(schedule)).find(|played| is_won(played, win));
                    also.is_some()
                }
            }),
        };
        Answer { question: self, found, sampled, took: begin.elapsed(), bug, as_expected, also }
    }

    /// Every outcome there is, and how likely a failure is, as far as the time allows.
    pub fn outcomes(self) -> Outcomes {
        let begin = Instant::now();
        let found = self.search(false, begin);
        let mut luck = Luck::default();
        // In pieces, each with a seed of its own: the same runs on every machine that has the time for them.
        for seed in 0..RANDOM_RUNS / 500 {
            luck = luck + Luck::of(&self.program(), self.config(), 500, seed);
            if begin.elapsed() > self.budget {
                break;
            }
        }
        Outcomes { question: self, found, luck }
    }
}

/// Whether a run goes wrong as the lesson says.
fn is_won(played: &Played, win: Win) -> bool {
    pin::is_won(win, played.session.trace(), played.session.cursor())
}

/// How a program can be broken, to follow "it can be broken:".
fn broken_by(win: Win) -> &'static str {
    match win {
        Win::Deadlock => "some threads wait for ever",
        Win::Assertion => "a thread panics",
        Win::Misuse => "a primitive is used against its rules",
        Win::TwoInside => "two threads are in the critical section at once",
        Win::LostItem => "an item is lost",
        Win::Livelock => "threads go on for ever, and nothing comes of it",
    }
}

impl Answer {
    /// The answer in a sentence or two.
    pub fn sentence(&self) -> String {
        match &self.found.conclusion {
            Conclusion::Proved => words::no_bug(&self.found, None),
            Conclusion::Bug(bug) => {
                let title = self.diagnosis().map(|(title, text)| format!("{title}. {text}"));
                format!("{} {}", title.unwrap_or_default(), words::found(&self.found, bug))
            }
            Conclusion::NotFinished(Limit::Cancelled) => format!(
                "{} The time was up; --budget SECONDS gives it more. The last {} were made at random: where bugs are \
                 not rare, that finds one sooner, and proves nothing.",
                words::no_bug(&self.found, Some(Limit::Cancelled)),
                words::grouped(self.sampled)
            ),
            Conclusion::NotFinished(limit) => {
                let loops = self.endless().map(|played| {
                    let (title, text) = told(&played);
                    format!(" {title}: {text} Schedule: {}", played.schedule())
                });
                format!("{}{}", words::no_bug(&self.found, Some(*limit)), loops.unwrap_or_default())
            }
            Conclusion::NotDeterministic(after) => {
                words::not_deterministic(&self.question.program(), self.question.config(), after)
            }
        }
    }

    /// The trouble of the bug, as a title and an explanation.
    fn diagnosis(&self) -> Option<(String, String)> {
        self.bug.as_ref().map(told)
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
        let answer = match &self.found.conclusion {
            Conclusion::Proved => {
                format!("every schedule is fine ({})", count(self.found.executions, "execution"))
            }
            Conclusion::Bug(bug) => {
                let (title, _) = self.diagnosis().unwrap_or_default();
                format!(
                    "{title} ({}, {})",
                    count(bug.preemptions.into(), "preemption"),
                    count(bug.schedule.len() as u64, "step")
                )
            }
            Conclusion::NotFinished(_) => {
                format!("no bug within {}", count(self.found.executions, "execution"))
            }
            Conclusion::NotDeterministic(_) => "not deterministic".to_owned(),
        };
        let not = match self.found.conclusion {
            _ if self.as_expected => "",
            Conclusion::NotFinished(_) => "  << not settled",
            _ => "  << not what the lesson says",
        };
        format!("{:<widest$}  {answer}, {} ms{not}", self.question.entry.name(), self.took.as_millis())
    }

    /// The answer at length, for a terminal of this width.
    pub fn text(&self, width: usize) -> String {
        let mut text = match (&self.found.conclusion, &self.bug) {
            (Conclusion::Bug(bug), Some(played)) => {
                format!("{}\n{}\n", played.table(width), words::found(&self.found, bug))
            }
            _ => format!("{}\n", self.sentence()),
        };
        if let Some(also) = &self.also {
            text += &format!(
                "It fails as the lesson says, too: {}. Schedule: {}\n",
                told(also).0,
                also.schedule()
            );
        }
        if !self.as_expected {
            let entry = self.question.entry;
            let expected = match (entry.is_expected_fine(), entry.program.win) {
                (true, _) => "The lesson says that every schedule is fine.".to_owned(),
                (false, None) => "The lesson says that it can be broken.".to_owned(),
                (false, Some(win)) => format!("The lesson says that it can be broken: {}.", broken_by(win)),
            };
            let settled = match self.found.conclusion {
                Conclusion::NotFinished(_) => "This settles nothing.",
                _ => "This is not what was expected.",
            };
            text += &format!("{settled} {expected}\n");
        }
        text
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
            "sentence": self.sentence(),
            "executions": self.found.executions,
            "at_random": self.sampled,
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

fn told(played: &Played) -> (String, String) {
    let verdict = played.verdict();
    verdict.map(|verdict| narrate::verdict(played.session.trace(), verdict)).unwrap_or_default()
}

/// Every outcome of a program.
pub struct Outcomes {
    question: Question,
    found: Exploration,
    luck: Luck,
}

impl Outcomes {
    /// Each outcome with a schedule that leads there, and how likely a failure is.
    pub fn text(&self) -> String {
        if let Conclusion::NotDeterministic(after) = &self.found.conclusion {
            let question = self.question;
            return format!("{}\n", words::not_deterministic(&question.program(), question.config(), after));
        }
        let made = count(self.found.executions, "execution");
        let all = match self.found.complete {
            true => format!("These are all there are ({made})."),
            false => format!("There may be more: the search did not come to its end ({made})."),
        };
        let mut text = format!("{}. {all}\n", count(self.found.outcomes.len() as u64, "outcome"));
        for (number, (outcome, schedule)) in self.found.outcomes.iter().enumerate() {
            let ending = self.ending(outcome, schedule);
            text += &format!("\n{:>4}  {ending}\n", number + 1);
            for (thread, lines) in &outcome.said {
                text += &format!("      {thread} says {}\n", quoted(lines));
            }
            text += &format!("      {}\n", self.question.schedule(schedule));
        }
        format!("{text}\n{}\n", self.luck())
    }

    fn ending(&self, outcome: &Outcome, schedule: &[Choice]) -> String {
        let (title, text) = told(&self.question.play(schedule));
        if outcome.verdict.is_fine() { title } else { format!("{title}. {text}") }
    }

    /// How lucky you must be to see it fail.
    fn luck(&self) -> String {
        let Luck { runs, failures, unfinished } = self.luck;
        let (least, most) = self.luck.interval();
        let percent = |share: f64| format!("{:.2} %", share * 100.0);
        let mut text = match failures {
            0 => format!("No failure in {}", count(runs, "random schedule")),
            _ => format!(
                "{} of {} failed: {}",
                words::grouped(failures),
                count(runs, "random schedule"),
                percent(self.luck.share())
            ),
        };
        text +=
            &format!(", and with 95 % confidence between {} and {} of all.", percent(least), percent(most));
        if unfinished > 0 {
            text += &format!(" {} had no end in sight.", count(unfinished, "schedule"));
        }
        text + " A random schedule lets each thread move with the same chance at every step; a computer lets one \
                run on for long, so there it is mostly rarer."
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

fn quoted(lines: &[String]) -> String {
    narrate::list(&lines.iter().map(|line| format!("“{line}”")).collect::<Vec<_>>())
}

/// How far a search has come, in a line that is written over again and again; nothing unless somebody looks.
struct ProgressLine {
    name: String,
    begin: Instant,
    next: Duration,
    shown: bool,
}

impl ProgressLine {
    const EVERY: Duration = Duration::from_millis(200);

    fn of(entry: Entry) -> ProgressLine {
        ProgressLine { name: entry.name(), begin: Instant::now(), next: Self::EVERY, shown: false }
    }

    fn show(&mut self, progress: Progress) {
        let since = self.begin.elapsed();
        if since < self.next || !io::stderr().is_terminal() {
            return;
        }
        self.next = since + Self::EVERY;
        self.shown = true;
        let does = match progress.phase {
            Phase::Searching => "searching",
            Phase::Shortening => "found a bug, looking for a shorter schedule",
            Phase::Sampling => "too many schedules to try them all, trying some at random",
        };
        let made = count(progress.executions, "execution");
        let mut screen = io::stderr();
        // Whoever cannot be told how far it is will see the answer all the same.
        let _ = write!(screen, "\r\x1b[K{}: {does}, {made}, {} s", self.name, since.as_secs());
        let _ = screen.flush();
    }
}

impl Drop for ProgressLine {
    fn drop(&mut self) {
        if self.shown {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}

/// A schedule as a Rust test that stands by itself: the program with a test that replays the schedule, so that it
/// fails as long as the program has the bug. Its first lines say what it needs.
pub fn export(entry: Entry, schedule: &Schedule) -> String {
    let name = entry.name();
    let source = entry.program.source;
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
