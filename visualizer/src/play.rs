//! A run as a table in the terminal: one column per thread, one row per step, and what it means in words.

use std::sync::Arc;

use lessons::Expected;
use serde::Serialize;
use stepper::{
    AtomicOp, Choice, Config, Dice, Event, Grain, Program, Schedule, Session, Status, Trace, Verdict, What,
    fingerprint,
};

use crate::catalog::Entry;
use crate::{narrate, picture};

/// Which choices to make.
#[derive(Clone, Debug)]
pub enum Choose {
    /// The lesson's own schedule, if it has one at this grain; then each thread in its turn, to the end.
    AsTheLessonDoes,
    /// By dice, to the end.
    Dice(u64),
    /// These, and no more.
    Schedule(Schedule),
}

/// A run that was made.
pub struct Played {
    /// Which program.
    pub entry: Entry,
    /// The run, with the cursor at its end.
    pub session: Session,
    /// What did not fit: the first choice that could not be made, with its number.
    pub unfit: Option<(usize, Choice)>,
}

/// Makes a run.
pub fn play(entry: Entry, grain: Grain, choose: &Choose) -> Played {
    let main = entry.program.main;
    let program: Program = Arc::new(main);
    let mut session = Session::new(program, Config { grain, ..Config::default() });
    let mut unfit = None;
    match choose {
        Choose::Schedule(schedule) => {
            let fitted = session.play(&schedule.choices);
            unfit = schedule.choices.get(fitted).map(|&choice| (fitted + 1, choice));
        }
        Choose::Dice(seed) => {
            let mut dice = Dice::new(*seed);
            run_to_end(&mut session, |session| dice.choose(session.choices()));
        }
        Choose::AsTheLessonDoes => {
            if let (Expected::Fails { choices, .. }, Grain::Coarse) = (entry.program.expected, grain) {
                session.play(&stepper::choices(choices).unwrap_or_default());
            }
            let mut turn = 0;
            run_to_end(&mut session, |session| {
                let choices = session.choices();
                turn += 1;
                choices.get(turn % choices.len().max(1)).copied()
            });
        }
    }
    Played { entry, session, unfit }
}

fn run_to_end(session: &mut Session, mut choose: impl FnMut(&Session) -> Option<Choice>) {
    while verdict_at(session.trace(), session.cursor()).is_none_or(Verdict::is_fine)
        && let Some(choice) = choose(session)
        && session.step(choice).is_ok()
    {}
}

fn verdict_at(trace: &Trace, step: usize) -> Option<&Verdict> {
    trace.steps[step].verdict.as_ref()
}

impl Played {
    /// The verdict at the end of the run.
    pub fn verdict(&self) -> Option<&Verdict> {
        verdict_at(self.session.trace(), self.session.cursor())
    }

    /// The run as a code.
    pub fn schedule(&self) -> Schedule {
        Schedule {
            program: self.entry.name(),
            grain: self.session.config().grain,
            fingerprint: fingerprint(self.entry.program.source),
            choices: self.session.line().to_vec(),
        }
    }

    /// The run as a table for a terminal of this width, with the verdict and the schedule code below.
    pub fn table(&self, width: usize) -> String {
        let trace = self.session.trace();
        let mut text = table(trace, width);
        if let Some((number, choice)) = self.unfit {
            text += &format!("\nStep {number} differs: {}.\n", self.why_unfit(choice));
        }
        match self.verdict() {
            Some(verdict) => {
                let (title, words) = narrate::verdict(trace, verdict);
                text += &format!("\n{title}. {words}\n");
            }
            None => {
                let then = &trace.steps[self.session.cursor()].then;
                let ready = then.threads.iter().filter(|t| t.status == Status::Ready);
                let ready: Vec<String> = ready.map(|t| t.name.clone()).collect();
                text += &format!("\nNot over: {} could go on.\n", narrate::list(&ready));
            }
        }
        text + &format!("Schedule: {}\n", self.schedule())
    }

    fn why_unfit(&self, choice: Choice) -> String {
        let trace = self.session.trace();
        let step = self.session.cursor();
        match choice {
            Choice::Clock => "the clock cannot move now".to_owned(),
            Choice::Thread(id) => {
                let name = narrate::thread(trace, id);
                match trace.steps[step].then.threads.get(id.index()) {
                    None => format!("there is no {name} yet"),
                    Some(view) => match narrate::why(trace, step, id) {
                        Some(why) => format!("{name} cannot run, it {why}"),
                        None => {
                            format!("{name} cannot run, it is {}", narrate::status(&view.status))
                        }
                    },
                }
            }
        }
    }

    /// The run as JSON: program, schedule code, verdict, what did not fit, and the whole trace.
    pub fn json(&self) -> String {
        #[derive(Serialize)]
        struct Document<'a> {
            program: String,
            schedule: String,
            verdict: Option<&'a Verdict>,
            unfit_step: Option<usize>,
            trace: &'a Trace,
        }
        let document = Document {
            program: self.entry.name(),
            schedule: self.schedule().to_string(),
            verdict: self.verdict(),
            unfit_step: self.unfit.map(|(number, _)| number),
            trace: self.session.trace(),
        };
        serde_json::to_string_pretty(&document).expect("plain data is always JSON")
    }
}

/// A cell is never wider than this; the words beside the table say the rest.
const WIDEST_CELL: usize = 22;

fn table(trace: &Trace, width: usize) -> String {
    let threads = &trace.steps[trace.steps.len() - 1].then.threads;
    let acted = |t: usize| {
        trace.steps.iter().any(|s| matches!(s.choice, Some(Choice::Thread(id)) if id.index() == t))
    };
    let columns: Vec<usize> = (0..threads.len()).filter(|&t| acted(t)).collect();
    let cells: Vec<String> = (0..trace.steps.len()).map(|step| cell(trace, step)).collect();
    let column_width = |t: &usize| {
        let mine = trace
            .steps
            .iter()
            .zip(&cells)
            .filter(|(s, _)| matches!(s.choice, Some(Choice::Thread(id)) if id.index() == *t));
        let widest = mine.map(|(_, cell)| cell.chars().count()).max().unwrap_or(0);
        widest.max(threads[*t].name.chars().count()).min(WIDEST_CELL)
    };
    let widths: Vec<usize> = columns.iter().map(column_width).collect();
    let left: usize = 6 + widths.iter().map(|w| w + 2).sum::<usize>();
    let words_width = width.saturating_sub(left);
    let beside = words_width >= 30;
    let mut text = String::new();
    let mut row = |number: &str, at: Option<usize>, cell: &str, words: &str| {
        let mut line = format!("{number:>4}  ");
        for (&t, &w) in columns.iter().zip(&widths) {
            let content = if at == Some(t) { shorten(cell, w) } else { String::new() };
            line += &format!("{content:w$}  ");
        }
        if beside {
            for (n, part) in wrap(words, words_width).iter().enumerate() {
                if n > 0 {
                    line += &format!("\n{:left$}", "");
                }
                line += part;
            }
        } else {
            for part in wrap(words, width.saturating_sub(6).max(20)) {
                line = format!("{}\n      {part}", line.trim_end());
            }
        }
        text += &format!("{}\n", line.trim_end());
    };
    for (step, entry) in trace.steps.iter().enumerate() {
        let words = narrate::sentences(trace, step).join(" ");
        match entry.choice {
            None => row("", None, "", &words),
            Some(Choice::Thread(id)) => row(&step.to_string(), Some(id.index()), &cells[step], &words),
            Some(Choice::Clock) => row(&step.to_string(), None, "", &words),
        }
    }
    let mut head = "step  ".to_owned();
    for (&t, &w) in columns.iter().zip(&widths) {
        head += &format!("{:w$}  ", shorten(&threads[t].name, w));
    }
    format!("{}\n{text}", head.trim_end())
}

/// What the acting thread did, as short as it can be said.
fn cell(trace: &Trace, step: usize) -> String {
    let entry = &trace.steps[step];
    let Some(Choice::Thread(id)) = entry.choice else {
        return String::new();
    };
    let object = |e: &Event| e.object.map_or_else(String::new, |o| picture::name(trace, o));
    let coarse = trace.grain == Grain::Coarse;
    let mine = || entry.events.iter().filter(|e| e.thread == id);
    let call = mine().find_map(|e| match &e.what {
        What::Begin { verb } | What::End { verb, .. } if coarse => Some(format!("{verb} {}", object(e))),
        What::Wake => Some("wake".to_owned()),
        What::Park => Some("sleep".to_owned()),
        What::Atomic { op, before, after, .. } => Some(match op {
            AtomicOp::Load => format!("load {before}"),
            AtomicOp::Store => format!("store {after}"),
            AtomicOp::CompareExchange if before == after => format!("finds {before}"),
            _ => format!("{before} → {after}"),
        }),
        _ => None,
    });
    // At the fine grain, a call without an operation on a word.
    let call = call.or_else(|| {
        mine().find_map(|e| match &e.what {
            What::End { verb, .. } => Some(format!("{verb} {}", object(e))),
            _ => None,
        })
    });
    let mark = match entry.then.threads.get(id.index()).map(|t| &t.status) {
        Some(Status::Panicked { .. }) => " ✗",
        Some(Status::Finished) => " ✓",
        Some(Status::Blocked(_)) => " …",
        _ => "",
    };
    format!("{}{mark}", call.unwrap_or_else(|| "goes on".to_owned()))
}

fn shorten(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    text.chars().take(width.saturating_sub(1)).chain(['…']).collect()
}

fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().expect("it starts with one line");
        if line.is_empty() || line.chars().count() + 1 + word.chars().count() <= width {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}
