//! The same run in steps of the other grain.

use stepper::{Choice, Config, Event, Grain, Session, Trace, What};

/// The line of the coarse run `trace`, in fine steps; and, for each of its entries, how many fine steps lead there.
///
/// A coarse step is carried out by the operations that the fine grain makes one by one, in the same order. So its
/// thread is stepped until as many operations have been carried out.
pub(super) fn refine(trace: &Trace, program: &stepper::Program, config: Config) -> (Session, Vec<usize>) {
    let fine = Config { grain: Grain::Fine, ..config };
    let mut session = Session::new(program.clone(), fine);
    let mut entries = vec![0];
    for step in &trace.steps[1..] {
        let Some(choice) = step.choice else { break };
        let operations = |events: &[Event]| {
            let own = |e: &&Event| choice == Choice::Thread(e.thread) && is_operation(e);
            events.iter().filter(own).count()
        };
        let mut left = match choice {
            Choice::Thread(_) => operations(&step.events),
            _ => 1,
        };
        while left > 0 {
            if session.step(choice).is_err() {
                return (session, entries);
            }
            let done = match choice {
                Choice::Thread(_) => operations(&session.trace().steps[session.cursor()].events),
                _ => 1,
            };
            left = left.saturating_sub(done);
        }
        entries.push(session.cursor());
    }
    (session, entries)
}

/// Whether the event is an operation, and so a fine step; the others happen on the way to the next one.
fn is_operation(event: &Event) -> bool {
    !matches!(
        event.what,
        What::Named
            | What::Begin { .. }
            | What::End { .. }
            | What::Shows { .. }
            | What::Say { .. }
            | What::Spawn { .. }
            | What::Join { .. }
            | What::Exit { .. }
            | What::Panic { .. }
            | What::Race { .. }
            | What::Misuse { .. }
            | What::TimedOut
            | What::Spurious
            | What::Favoured
            | What::Killed { .. }
    )
}

/// The coarse choices that begin the same calls in the same order as the fine run `trace` does up to step `end`.
pub(super) fn coarsen(trace: &Trace, end: usize) -> Vec<Choice> {
    let mut choices = Vec::new();
    // Per thread: how deep it is in calls, and whether its next operation begins a coarse step: the first one of
    // a call, and the first one after a sleep.
    let mut threads = vec![(0_usize, false); stepper::MAX_THREADS];
    for step in trace.steps.iter().take(end + 1) {
        match step.choice {
            Some(Choice::Thread(thread)) => {
                let (depth, fresh) = &mut threads[thread.index()];
                if *depth == 0 || *fresh {
                    choices.push(Choice::Thread(thread));
                }
                *fresh = false;
            }
            by_itself => choices.extend(by_itself),
        }
        for event in &step.events {
            let (depth, fresh) = &mut threads[event.thread.index()];
            match event.what {
                What::Begin { .. } => {
                    *fresh |= *depth == 0;
                    *depth += 1;
                }
                What::End { .. } => {
                    *depth = depth.saturating_sub(1);
                    if *depth == 0 && std::mem::take(fresh) {
                        // A call without any operation is a coarse step all the same.
                        choices.push(Choice::Thread(event.thread));
                    }
                }
                What::Park => *fresh = true,
                _ => {}
            }
        }
    }
    choices
}
