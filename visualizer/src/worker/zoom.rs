//! The same run in steps of the other grain.

use stepper::{Choice, Config, Event, Grain, Session, Trace, What};

/// The line of the coarse run `trace`, in fine steps; and, for each of its entries, how many fine steps lead there.
///
/// A coarse step is carried out by the operations that the fine grain makes one by one, in the same order. So its
/// thread is stepped until as many things have happened.
pub(super) fn refine(trace: &Trace, program: &stepper::Program, config: Config) -> (Session, Vec<usize>) {
    let fine = Config { grain: Grain::Fine, ..config };
    let mut session = Session::new(program.clone(), fine);
    let mut entries = vec![0];
    for step in &trace.steps[1..] {
        let Some(choice) = step.choice else { break };
        let wanted = step.events.iter().filter(|e| counts(e)).count();
        let mut happened = 0;
        loop {
            if session.step(choice).is_err() {
                return (session, entries);
            }
            let events = &session.trace().steps[session.cursor()].events;
            happened += events.iter().filter(|e| counts(e)).count();
            if happened >= wanted {
                break;
            }
        }
        entries.push(session.cursor());
    }
    (session, entries)
}

/// Whether both grains record the event.
fn counts(event: &Event) -> bool {
    !matches!(event.what, What::Shows { .. })
}

/// The coarse choices that begin the same calls in the same order as the fine run `trace` does up to step `end`.
pub(super) fn coarsen(trace: &Trace, end: usize) -> Vec<Choice> {
    let mut choices = Vec::new();
    // Per thread: how deep it is in calls, and whether it was asleep and so has to announce anew.
    let mut threads = vec![(0_usize, false); stepper::MAX_THREADS];
    for step in trace.steps.iter().take(end + 1) {
        match step.choice {
            Some(Choice::Thread(thread)) => {
                let (depth, woken) = &mut threads[thread.index()];
                if *depth == 0 || *woken {
                    choices.push(Choice::Thread(thread));
                }
                *woken = false;
            }
            Some(Choice::Clock) => choices.push(Choice::Clock),
            None => {}
        }
        for event in &step.events {
            let (depth, woken) = &mut threads[event.thread.index()];
            match event.what {
                What::Begin { .. } => *depth += 1,
                What::End { .. } => *depth = depth.saturating_sub(1),
                What::Park => *woken = true,
                _ => {}
            }
        }
    }
    choices
}
