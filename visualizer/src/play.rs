//! A run as a table in the terminal: one column per thread, one row per step, and what it means in words.

use std::sync::Arc;

use serde::Serialize;
use stepper::{Choice, Config, Dice, Grain, Program, Schedule, Session, Status, Trace, Verdict, fingerprint};

use crate::catalog::Entry;
use crate::narrate;
use crate::share::Shared;
use crate::text::{Text, tell};

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
            if let (Some(pin), Grain::Coarse) = (entry.lesson.pin(entry.program), grain) {
                session.play(&stepper::choices(&pin.schedule).unwrap_or_default());
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

    /// The run, to be handed on in this language.
    pub fn shared(&self, text: &'static Text) -> Shared {
        Shared {
            lesson: self.entry.lesson,
            program: self.entry.program,
            trace: self.session.trace().clone(),
            cursor: self.session.cursor(),
            text,
        }
    }

    /// The run as a table for a terminal of this width, with the verdict and the schedule code below.
    pub fn table(&self, text: &Text, width: usize) -> String {
        let trace = self.session.trace();
        let told = |step| text.join(&narrate::sentences(text, trace, step));
        let mut lines = stepper::table(text, trace, width, told);
        if let Some(differs) = self.differs(text) {
            lines += &format!("\n{differs}\n");
        }
        match self.verdict() {
            Some(verdict) => {
                let (title, why) = narrate::verdict(text, trace, verdict);
                lines += &format!("\n{}\n", text.join(&[tell!(text, "sentence", words = title), why]));
            }
            None => {
                let then = &trace.steps[self.session.cursor()].then;
                let ready =
                    then.threads.iter().filter(|t| matches!(t.status, Status::Ready | Status::Idle(_)));
                let ready: Vec<String> = ready.map(|t| t.name.clone()).collect();
                lines += &format!("\n{}\n", tell!(text, "not-over", who = text.list(&ready)));
            }
        }
        lines + &format!("{}\n", tell!(text, "schedule", code = self.schedule().to_string()))
    }

    /// Where the schedule did not fit, and why, in a sentence.
    pub fn differs(&self, text: &Text) -> Option<String> {
        let (number, choice) = self.unfit?;
        let why = self.why_unfit(text, choice);
        Some(tell!(text, "step-differs", step = number, why))
    }

    fn why_unfit(&self, text: &Text, choice: Choice) -> String {
        let trace = self.session.trace();
        let step = self.session.cursor();
        match choice {
            Choice::Clock => tell!(text, "unfit-clock"),
            Choice::Spurious(id) => tell!(text, "unfit-wakes", name = narrate::thread(text, trace, id)),
            Choice::Favour(id) => tell!(text, "unfit-favour", name = narrate::thread(text, trace, id)),
            Choice::Kill(id) => tell!(text, "unfit-kill", name = stepper::words::process(trace, id)),
            Choice::Thread(id) => {
                let name = narrate::thread(text, trace, id);
                match trace.steps[step].then.threads.get(id.index()) {
                    None => tell!(text, "unfit-absent", name),
                    Some(view) => match narrate::why(text, trace, step, id) {
                        Some(why) => tell!(text, "unfit-waits", name, why),
                        None => {
                            tell!(text, "unfit-is", name, status = narrate::status(text, &view.status))
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
