//! What the explorer finds in a lesson's programs, in the words of `pinned.json`; and whether a run breaks a program
//! in the way that its lesson asks for.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use lessons::{ENGLISH, Ending, Lesson, NamedStep, Outcome, Pin, Pinned, Win};
use stepper::{
    Choice, Conclusion, Config, Program, Search, Session, ThreadId, Trace, Verdict, What, choices_code,
    explore,
};

use crate::narrate;
use crate::text::{Text, tell};

/// Whether the run is broken after `step`, and in the way that `win` asks for.
pub fn is_won(win: Win, trace: &Trace, step: usize) -> bool {
    let Some(verdict) = trace.steps.get(step).and_then(|entry| entry.verdict.as_ref()) else {
        return false;
    };
    let misused = || {
        let mut events = trace.steps[..=step].iter().flat_map(|entry| &entry.events);
        events.any(|event| matches!(event.what, What::Misuse { .. }))
    };
    match win {
        Win::Deadlock => matches!(verdict, Verdict::Deadlock { .. }),
        Win::Assertion => matches!(verdict, Verdict::Panicked { .. }) && !misused(),
        Win::TwoInside(words) | Win::LostItem(words) => {
            matches!(verdict, Verdict::Panicked { message, .. } if message.contains(words))
        }
        Win::Misuse => matches!(verdict, Verdict::Panicked { .. }) && misused(),
        // Not a run that was only stopped, or that leaves somebody out.
        Win::Livelock => {
            let endless = trace.diagnose(step).is_some_and(|found| found.is_endless());
            endless || matches!(verdict, Verdict::Spins { .. })
        }
    }
}

/// How a run with this trace ended.
pub fn ending(trace: &Trace, verdict: &Verdict) -> Ending {
    let name = |thread: &ThreadId| narrate::thread(Text::english(), trace, *thread);
    match verdict {
        Verdict::Finished => Ending::Fine,
        Verdict::Panicked { thread, message, .. } => Ending::Panic(name(thread), message.clone()),
        Verdict::Deadlock { stuck, .. } => Ending::Deadlock(stuck.iter().map(|(id, _)| name(id)).collect()),
        Verdict::DataRace(race) => Ending::Race(stepper::words::name(Text::english(), trace, race.object)),
        Verdict::NoEnd { .. } => Ending::NoEnd,
        Verdict::Spins { thread, .. } => Ending::Spins(name(thread)),
    }
}

/// What is found in all programs of `lesson`.
///
/// # Errors
/// A sentence in this language that says which program cannot be pinned, or which step of the story is none.
pub fn pinned(text: &Text, lesson: &Lesson) -> Result<Pinned, String> {
    let first_schedule = match lesson.story(ENGLISH) {
        Some(story) => {
            let steps: Vec<NamedStep> =
                story.first_schedule.into_iter().flat_map(|told| told.steps).collect();
            follow(text, lesson, &steps)?
        }
        None => String::new(),
    };
    let mut programs = BTreeMap::new();
    for program in lesson.every_program() {
        let name = format!("{}/{}", lesson.name, program.variant);
        let pin =
            pin(text, program.main).map_err(|why| tell!(text, "pin-no-program", program = name, why))?;
        programs.insert(program.variant.to_owned(), pin);
    }
    Ok(Pinned { first_schedule, programs })
}

/// The schedule that the steps of a story name, for the first program of its lesson.
///
/// # Errors
/// A sentence in this language that says which step cannot be made, and what can.
pub fn follow(text: &Text, lesson: &Lesson, steps: &[NamedStep]) -> Result<String, String> {
    let program = &lesson.programs[0];
    let mut session = session(program.main);
    for (number, step) in steps.iter().enumerate() {
        let next = next(&session);
        let Some((_, choice)) = next.iter().find(|(named, _)| named == step) else {
            let could: Vec<String> = next.iter().map(|(named, _)| format!("[{named}]")).collect();
            let (file, number) = (format!("{}/story.md", lesson.name), number + 1);
            let step = step.to_string();
            return Err(tell!(text, "pin-no-step", file, number, step, could = could.join(", ")));
        };
        session.step(*choice).map_err(|error| error.to_string())?;
    }
    Ok(choices_code(session.line()))
}

/// What can be chosen at the cursor, as a story names it.
fn next(session: &Session) -> Vec<(NamedStep, Choice)> {
    let trace = session.trace();
    let named = |&choice: &Choice| {
        let step = match choice.thread() {
            None => NamedStep { thread: "clock".to_owned(), ..NamedStep::default() },
            Some(id) => {
                let view = &trace.steps[session.cursor()].then.threads[id.index()];
                NamedStep {
                    thread: view.name.clone(),
                    verb: view.verb.as_deref().unwrap_or_default().to_owned(),
                    object: view
                        .object
                        .map(|object| stepper::words::name(Text::english(), trace, object))
                        .unwrap_or_default(),
                }
            }
        };
        (step, choice)
    };
    session.choices().iter().map(named).collect()
}

fn session(main: fn()) -> Session {
    Session::new(Arc::new(main), Config::default())
}

/// What is found in one program.
fn pin(text: &Text, main: fn()) -> Result<Pin, String> {
    let program: Program = Arc::new(main);
    let found = explore(&program, &Search::default(), &mut |_| ControlFlow::Continue(()));
    let played = |schedule: &[Choice]| {
        let mut session = session(main);
        session.play(schedule);
        session
    };
    let (worst, schedule) = match &found.conclusion {
        Conclusion::Proved => (Outcome { ends: Ending::Fine, said: Vec::new() }, String::new()),
        Conclusion::Bug(bug) => {
            let run = played(&bug.schedule);
            let ends = ending(run.trace(), &bug.verdict);
            (Outcome { ends, said: said(run.trace()) }, choices_code(&bug.schedule))
        }
        Conclusion::NotFinished(_) => return Err(tell!(text, "pin-too-large")),
        Conclusion::NotDeterministic(_) => return Err(tell!(text, "pin-varies")),
    };
    let endless = worst.ends == Ending::NoEnd;
    let all = Search { until_bug: false, ..Search::default() };
    let all = explore(&program, &all, &mut |_| ControlFlow::Continue(()));
    if !all.complete && !endless {
        return Err(tell!(text, "pin-too-large"));
    }
    let outcome = |(outcome, schedule): &(stepper::Outcome, Vec<Choice>)| Outcome {
        ends: ending(played(schedule).trace(), &outcome.verdict),
        said: outcome.said.clone(),
    };
    let mut outcomes: Vec<Outcome> = all.outcomes.iter().map(outcome).collect();
    outcomes.sort();
    outcomes.dedup();
    Ok(Pin { ends: worst.ends, schedule, executions: all.executions, complete: all.complete, outcomes })
}

/// Every thread of a run that said something, and what.
fn said(trace: &Trace) -> Vec<(String, Vec<String>)> {
    let mut said: BTreeMap<ThreadId, Vec<String>> = BTreeMap::new();
    for event in trace.steps.iter().flat_map(|step| &step.events) {
        if let What::Say { text } = &event.what {
            said.entry(event.thread).or_default().push(text.clone());
        }
    }
    said.into_iter().map(|(thread, lines)| (narrate::thread(Text::english(), trace, thread), lines)).collect()
}
