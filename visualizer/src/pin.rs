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
use crate::text::Text;

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
        Win::Assertion | Win::TwoInside | Win::LostItem => matches!(verdict, Verdict::Panicked { .. }),
        Win::Misuse => matches!(verdict, Verdict::Panicked { .. }) && misused(),
        Win::Livelock => matches!(verdict, Verdict::NoEnd { .. } | Verdict::Spins { .. }),
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
/// A sentence that says which program cannot be pinned, or which step of the story is none.
pub fn pinned(lesson: &Lesson) -> Result<Pinned, String> {
    let first_schedule = match lesson.story(ENGLISH) {
        Some(story) => {
            let steps: Vec<NamedStep> =
                story.first_schedule.into_iter().flat_map(|told| told.steps).collect();
            follow(lesson, &steps)?
        }
        None => String::new(),
    };
    let mut programs = BTreeMap::new();
    for program in lesson.every_program() {
        let pin =
            pin(program.main).map_err(|words| format!("{}/{} {words}", lesson.name, program.variant))?;
        programs.insert(program.variant.to_owned(), pin);
    }
    Ok(Pinned { first_schedule, programs })
}

/// The schedule that the steps of a story name, for the first program of its lesson.
///
/// # Errors
/// A sentence that says which step cannot be made, and what can.
pub fn follow(lesson: &Lesson, steps: &[NamedStep]) -> Result<String, String> {
    let program = &lesson.programs[0];
    let mut session = session(program.main);
    for (number, step) in steps.iter().enumerate() {
        let next = next(&session);
        let Some((_, choice)) = next.iter().find(|(named, _)| named == step) else {
            let could: Vec<String> = next.iter().map(|(named, _)| format!("[{named}]")).collect();
            return Err(format!(
                "{}/story.md: step {} of the first schedule cannot be [{step}]; it could be {}",
                lesson.name,
                number + 1,
                could.join(", ")
            ));
        };
        session.step(*choice).map_err(|error| error.to_string())?;
    }
    Ok(choices_code(session.line()))
}

/// What can be chosen at the cursor, as a story names it.
fn next(session: &Session) -> Vec<(NamedStep, Choice)> {
    let trace = session.trace();
    let named = |&choice: &Choice| {
        let step = match choice {
            Choice::Clock => NamedStep { thread: "clock".to_owned(), ..NamedStep::default() },
            Choice::Thread(id) => {
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
fn pin(main: fn()) -> Result<Pin, String> {
    let program: Program = Arc::new(main);
    let found = explore(&program, &Search::default(), &mut |_| ControlFlow::Continue(()));
    let all = Search { until_bug: false, ..Search::default() };
    let all = explore(&program, &all, &mut |_| ControlFlow::Continue(()));
    let played = |schedule: &[Choice]| {
        let mut session = session(main);
        session.play(schedule);
        session
    };
    let (ends, schedule) = match &found.conclusion {
        Conclusion::Proved => (Ending::Fine, String::new()),
        Conclusion::Bug(bug) => {
            (ending(played(&bug.schedule).trace(), &bug.verdict), choices_code(&bug.schedule))
        }
        Conclusion::NotFinished(_) => return Err("is too large to be proved".to_owned()),
        Conclusion::NotDeterministic(_) => return Err("is not deterministic".to_owned()),
    };
    if !all.complete {
        return Err("is too large: not all its outcomes could be found".to_owned());
    }
    let outcome = |(outcome, schedule): &(stepper::Outcome, Vec<Choice>)| Outcome {
        ends: ending(played(schedule).trace(), &outcome.verdict),
        said: outcome.said.clone(),
    };
    let mut outcomes: Vec<Outcome> = all.outcomes.iter().map(outcome).collect();
    outcomes.sort();
    outcomes.dedup();
    Ok(Pin { ends, schedule, executions: all.executions, outcomes })
}
