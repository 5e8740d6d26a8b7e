//! Questions about a moment of a run: who can run then, and what happens when one does.

use stepper::{Choice, Dice, Status, ThreadId, Trace};

use super::{Asks, Candidate, Question, Says, shuffle};

/// Who can run? Asked where some can and some cannot; none if the run has no such moment.
pub(super) fn ready(run: &Trace, dice: &mut Dice) -> Option<Question> {
    let telling: Vec<usize> = (1..run.steps.len())
        .filter(|&step| {
            let then = &run.steps[step].then;
            let waits = then.threads.iter().filter(|t| matches!(t.status, Status::Blocked(_))).count();
            !then.choices.is_empty() && waits > 0 && then.threads.len() > 2
        })
        .collect();
    let step = pick(&telling, dice)?;
    let then = &run.steps[step].then;
    let over =
        |status: &Status| matches!(status, Status::Finished | Status::Panicked { .. } | Status::Killed);
    let threads = then.threads.iter().zip(0..).filter(|(view, _)| !over(&view.status));
    let threads = threads.map(|(_, id)| Choice::Thread(ThreadId(id)));
    let clock = then.choices.contains(&Choice::Clock).then_some(Choice::Clock);
    let options = threads.chain(clock).map(|choice| {
        let right = then.choices.contains(&choice);
        Candidate { says: Says::Runs(choice), right, schedule: None }
    });
    // In the order of their numbers, as everywhere.
    Some(Question { asks: Asks::Ready { step }, options: options.collect() })
}

/// What happens next? The wrong answers are what other steps of the same thread do; none if there are too few.
pub(super) fn next(run: &Trace, log: &[Vec<String>], dice: &mut Dice) -> Option<Question> {
    let by = |step: usize| run.steps[step].thread();
    let told = |step: usize| log.get(step).map_or(&[][..], Vec::as_slice);
    let others = |right: usize| {
        let mut others: Vec<usize> = Vec::new();
        for step in 1..run.steps.len() {
            // None of its sentences is true of the step that is asked for.
            let differs = told(step).iter().all(|sentence| !told(right).contains(sentence));
            let new = others.iter().all(|&other| told(other) != told(step));
            if by(step) == by(right) && differs && new && !told(step).is_empty() {
                others.push(step);
            }
        }
        others
    };
    let moves: Vec<usize> = (1..run.steps.len())
        .filter(|&step| by(step).is_some() && !told(step).is_empty() && others(step).len() >= 2)
        .collect();
    let right = pick(&moves, dice)?;
    let thread = by(right)?;
    let mut wrong = others(right);
    shuffle(&mut wrong, dice);
    wrong.truncate(3);
    let mut options: Vec<Candidate> = wrong
        .into_iter()
        .chain([right])
        .map(|step| Candidate { says: Says::Step(step), right: step == right, schedule: None })
        .collect();
    shuffle(&mut options, dice);
    Some(Question { asks: Asks::Next { step: right - 1, thread }, options })
}

fn pick(list: &[usize], dice: &mut Dice) -> Option<usize> {
    if list.is_empty() { None } else { Some(list[dice.roll(list.len())]) }
}
