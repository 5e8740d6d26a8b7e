//! What a search found, in words.

use super::{name, thread};
use crate::explore::{Bug, Exploration, Limit, Sampling};
use crate::session::{Program, Session};
use crate::tell;
use crate::text::Text;
use crate::trace::{Choice, Trace};
use crate::verdict::Verdict;
use crate::world::Config;

/// The answer of a search that found no bug, in words.
pub fn no_bug(text: &Text, found: &Exploration, why_not: Option<Limit>) -> String {
    let executions = found.executions;
    let why = match why_not {
        None => {
            let waits = found.waits.then(|| tell!(text, "proved-waits"));
            let proved = tell!(text, "proved", executions, steps = found.steps);
            return text.join(&[proved].into_iter().chain(waits).collect::<Vec<_>>());
        }
        Some(Limit::Executions) => tell!(text, "limit-executions"),
        Some(Limit::Steps) => tell!(text, "limit-steps"),
        Some(Limit::Rounds) => tell!(text, "limit-rounds"),
        Some(Limit::Cancelled) => tell!(text, "limit-cancelled"),
    };
    let sampled = found.sampled.map(|(runs, sampling)| match sampling {
        Sampling::Pct => tell!(text, "sampled-pct", runs),
        Sampling::Pos => tell!(text, "sampled-pos", runs),
    });
    let no_bug = tell!(text, "no-bug", executions, why);
    text.join(&[no_bug].into_iter().chain(sampled).collect::<Vec<_>>())
}

/// How short the schedule of a bug is, and how long it took to find.
pub fn found(text: &Text, found: &Exploration, bug: &Bug) -> String {
    let after = tell!(text, "found-after", executions = bug.found_after.min(found.executions));
    if let Verdict::NoEnd { steps } = bug.verdict {
        return text.join(&[tell!(text, "bug-stopped", steps), after]);
    }
    let shortest = match bug.verdict {
        _ if !bug.shortest => tell!(text, "shortest-unknown"),
        Verdict::DataRace(_) => tell!(text, "shortest"),
        // Others may have a race and nothing worse: the search does not count those.
        _ => tell!(text, "shortest-but-races"),
    };
    let length = tell!(text, "bug-length", preemptions = bug.preemptions, steps = bug.schedule.len());
    text.join(&[length, shortest, after])
}

/// What a program did differently from one run to another, after the same choices.
pub fn not_deterministic(text: &Text, program: &Program, config: Config, after: &[Choice]) -> String {
    const TRIES: usize = 32;
    let mut seen: Vec<String> = Vec::new();
    for _ in 0..TRIES {
        let mut session = Session::new(program.clone(), config);
        let steps = session.play(after);
        let told = tell!(text, "could-after", steps, could = could(text, session.trace(), steps));
        if !seen.contains(&told) {
            seen.push(told);
        }
        if seen.len() == 2 {
            break;
        }
    }
    let observed = match seen.as_slice() {
        [one, other] => tell!(text, "differs", one, other),
        [one, ..] => tell!(text, "differed", one),
        [] => String::new(),
    };
    tell!(text, "not-deterministic", observed)
}

/// What can be chosen after a step: "A would acquire pen, or B would set x".
fn could(text: &Text, trace: &Trace, step: usize) -> String {
    let Some(then) = trace.steps.get(step).map(|s| &s.then) else {
        return String::new();
    };
    let would = |choice: &Choice| match choice.thread() {
        None => tell!(text, "clock-would-move"),
        Some(id) => {
            let who = thread(text, trace, id);
            match then.threads.get(id.index()).map(|view| (&view.verb, view.object)) {
                Some((Some(verb), Some(object))) => {
                    tell!(text, "would-call", who, verb = &**verb, object = name(text, trace, object))
                }
                _ => tell!(text, "would-go-on", who),
            }
        }
    };
    let all = then.choices.iter().map(would).reduce(|all, one| tell!(text, "would-or", all, one));
    all.unwrap_or_else(|| tell!(text, "nobody-can-go-on"))
}
