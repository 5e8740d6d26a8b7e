//! What a search found, in words.

use super::{name, place};
use crate::explore::{Bug, Exploration, Limit, Sampling};
use crate::heard::{Could, Left, Observed, Variation};
use crate::tell;
use crate::text::Text;
use crate::trace::Trace;
use crate::verdict::Verdict;

/// The answer of a search that found no bug, in words.
pub fn no_bug(text: &Text, found: &Exploration, why_not: Option<Limit>) -> String {
    let executions = found.executions;
    let why = match why_not {
        None => {
            let proved = tell!(text, "proved", executions, steps = found.steps);
            return text.join(&[proved].into_iter().chain(besides(text, found)).collect::<Vec<_>>());
        }
        Some(Limit::Executions) => tell!(text, "limit-executions"),
        Some(Limit::Steps) => tell!(text, "limit-steps"),
        Some(Limit::Rounds) => tell!(text, "limit-rounds"),
        Some(Limit::Cancelled) => tell!(text, "limit-cancelled"),
    };
    let no_bug = tell!(text, "no-bug", executions, why);
    let made = searched(text, found.sampled, found.bound);
    text.join(&[no_bug].into_iter().chain(made).chain(besides(text, found)).collect::<Vec<_>>())
}

/// What was done where there were too many schedules to run them all, and what that means.
pub fn searched(text: &Text, sampled: Option<(u64, Sampling)>, bound: Option<u32>) -> Vec<String> {
    let sampled = sampled.map(|(runs, sampling)| match sampling {
        Sampling::Pct => tell!(text, "sampled-pct", runs),
        Sampling::Pos => tell!(text, "sampled-pos", runs),
    });
    let bound = bound.map(|preemptions| tell!(text, "bounded", preemptions));
    sampled.into_iter().chain(bound).collect()
}

/// What no search tries, if it could have made a difference.
fn besides(text: &Text, found: &Exploration) -> impl Iterator<Item = String> {
    let waits = found.waits.then(|| tell!(text, "proved-waits"));
    waits.into_iter().chain(found.spurious.then(|| tell!(text, "no-spurious")))
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
pub fn not_deterministic(text: &Text, varies: &Variation) -> String {
    let trace = Trace { objects: varies.objects.clone(), ..Trace::default() };
    let Variation { once, again, .. } = varies;
    let told = |seen: &Observed| {
        let could =
            (!seen.could.is_empty() || once.could != again.could).then(|| could_go_on(text, &trace, seen));
        let is = |left: &Left| {
            let at = left.place.as_ref().map(|at| tell!(text, "whence", place = place(text, at)));
            let word = name(text, &trace, left.word);
            tell!(text, "value-is", word, value = left.value.to_string()) + &at.unwrap_or_default()
        };
        let values = seen.words.iter().zip(once.words.iter().zip(&again.words));
        let values = values.filter(|(_, (once, again))| once.value != again.value).map(|(left, _)| is(left));
        let all = could
            .into_iter()
            .chain(values)
            .reduce(|all, one| tell!(text, "list-next", list = all, next = one));
        tell!(
            text,
            "could-after",
            steps = seen.steps,
            could = all.unwrap_or_else(|| tell!(text, "nobody-can-go-on"))
        )
    };
    let observed = match once == again {
        true => tell!(text, "differed", one = told(once)),
        false => tell!(text, "differs", one = told(once), other = told(again)),
    };
    tell!(text, "not-deterministic", observed)
}

/// What could be chosen: "A would acquire pen (main.rs, line 7), or B would set x (main.rs, line 9)".
fn could_go_on(text: &Text, trace: &Trace, seen: &Observed) -> String {
    let would = |could: &Could| {
        let Some(who) = &could.thread else {
            return tell!(text, "clock-would-move");
        };
        let at = could.place.as_ref().map(|at| tell!(text, "whence", place = place(text, at)));
        let what = match could.call {
            Some((verb, object)) => tell!(text, "would-call", who, verb, object = name(text, trace, object)),
            None => tell!(text, "would-go-on", who),
        };
        what + &at.unwrap_or_default()
    };
    let all = seen.could.iter().map(would).reduce(|all, one| tell!(text, "would-or", all, one));
    all.unwrap_or_else(|| tell!(text, "nobody-can-go-on"))
}
