//! A verdict, or the trouble behind it, as a title and an explanation.

use super::{Reason, doer, name, one_line, place, repeats, thread, threads, waits, whence};
use crate::diagnosis::{At, Diagnosis, Missing, Round};
use crate::tell;
use crate::text::Text;
use crate::trace::{ObjectId, ThreadId, Trace, What};
use crate::verdict::{Race, Verdict};

/// The verdict after `step` as a title and an explanation; none while there is none.
pub fn verdict(text: &Text, trace: &Trace, step: usize, reason: Reason) -> Option<(String, String)> {
    let verdict = trace.steps.get(step)?.verdict.as_ref()?;
    Some(match trace.diagnose(step) {
        None => bare(text, trace, verdict),
        Some(found) => Telling { text, trace, step, reason }.diagnosis(&found),
    })
}

/// What the verdict says by itself.
fn bare(text: &Text, trace: &Trace, verdict: &Verdict) -> (String, String) {
    match verdict {
        Verdict::Finished => (tell!(text, "verdict-finished"), tell!(text, "verdict-finished-why")),
        Verdict::Panicked { thread: id, message, place: at } => {
            let at = at.as_ref().map_or_else(String::new, |p| tell!(text, "whence", place = place(text, p)));
            let title = tell!(text, "verdict-panicked", who = thread(text, trace, *id));
            (title, tell!(text, "verdict-panicked-why", message = one_line(message), at))
        }
        Verdict::NoEnd { steps } => {
            (tell!(text, "verdict-no-end"), tell!(text, "verdict-no-end-why", steps = *steps))
        }
        Verdict::Spins { thread: id, operations } => (
            tell!(text, "verdict-spins", who = thread(text, trace, *id)),
            tell!(text, "verdict-spins-why", operations = *operations),
        ),
        Verdict::Deadlock { .. } => (tell!(text, "verdict-deadlock"), tell!(text, "verdict-deadlock-why")),
        Verdict::DataRace(race) => (
            tell!(text, "verdict-race"),
            tell!(text, "verdict-race-why", object = name(text, trace, race.object)),
        ),
    }
}

/// What the words of a diagnosis are made from.
#[derive(Clone, Copy)]
struct Telling<'a> {
    text: &'a Text,
    trace: &'a Trace,
    step: usize,
    reason: Reason,
}

impl Telling<'_> {
    /// The trouble as a title and an explanation.
    fn diagnosis(self, found: &Diagnosis) -> (String, String) {
        let Telling { text, trace, .. } = self;
        match found {
            Diagnosis::Misuse { at } => self.misuse(*at),
            Diagnosis::Deadlock { cycle, behind, full } => {
                let waits = self.all_wait(cycle);
                let mut told = vec![match cycle.len() {
                    1 => tell!(text, "deadlock-itself", waits),
                    _ => tell!(text, "deadlock-cycle", waits),
                }];
                let behind = behind.iter().filter_map(|id| self.waits(*id));
                told.extend(behind.map(|wait| tell!(text, "deadlock-behind", wait)));
                let title = match full {
                    true => tell!(text, "verdict-deadlock"),
                    false => tell!(text, "verdict-deadlock-partial"),
                };
                (title, text.join(&told))
            }
            Diagnosis::LostWakeup { notify, wait } => {
                let why = tell!(
                    text,
                    "lost-wakeup-why",
                    notifier = doer(text, trace, *notify),
                    condition = self.whole(*wait),
                    notified = notify.step,
                    there = whence(text, trace, *notify),
                    waiter = doer(text, trace, *wait),
                    slept = wait.step,
                    here = whence(text, trace, *wait),
                );
                (tell!(text, "lost-wakeup"), why)
            }
            Diagnosis::WrongWaiter { notify, woken, again, instead } => {
                let why = tell!(
                    text,
                    "wrong-waiter-why",
                    notifier = doer(text, trace, *notify),
                    condition = self.whole(*again),
                    notified = notify.step,
                    there = whence(text, trace, *notify),
                    woken = thread(text, trace, *woken),
                    again = again.step,
                    instead = threads(text, trace, instead),
                    count = instead.len(),
                );
                (tell!(text, "wrong-waiter"), why)
            }
            Diagnosis::EndlessWait { waiting } => {
                (tell!(text, "endless-wait"), tell!(text, "endless-wait-why", waits = self.all_wait(waiting)))
            }
            Diagnosis::Race { race, missing } => {
                let told = [self.race(race), self.remedy(race, missing)];
                (tell!(text, "verdict-race"), text.join(&told))
            }
            Diagnosis::BusyWaiting { thread: id, round } => {
                let why = tell!(
                    text,
                    "busy-waiting-why",
                    who = thread(text, trace, *id),
                    repeats = repeats(text, *round),
                    calls = self.calls(round),
                    progress = self.progress(round)
                );
                (tell!(text, "busy-waiting"), why)
            }
            Diagnosis::Livelock { threads: ids, round } => {
                let why = tell!(
                    text,
                    "livelock-why",
                    who = threads(text, trace, ids),
                    repeats = repeats(text, *round),
                    calls = self.calls(round),
                    progress = self.progress(round)
                );
                (tell!(text, "livelock"), why)
            }
            Diagnosis::Unfair { left_out, round, .. } => {
                let others = match left_out.as_slice() {
                    [] => tell!(text, "unfair-time"),
                    ids => tell!(text, "unfair-threads", who = threads(text, trace, ids)),
                };
                let repeats = repeats(text, *round);
                (tell!(text, "verdict-no-end"), tell!(text, "unfair-why", repeats, others))
            }
        }
    }

    fn misuse(self, at: At) -> (String, String) {
        let Telling { text, trace, .. } = self;
        let event = at.of(trace);
        let title = match event.and_then(|e| e.object) {
            Some(object) => tell!(text, "misuse-of", object = name(text, trace, object)),
            None => tell!(text, "misuse"),
        };
        let rule = match event.map(|e| &e.what) {
            Some(What::Misuse { text }) => text.as_str(),
            _ => "",
        };
        (title, tell!(text, "misuse-why", who = doer(text, trace, at), rule, at = whence(text, trace, at)))
    }

    /// "A wants pen, which B holds"
    fn waits(self, id: ThreadId) -> Option<String> {
        let why = waits(self.text, self.trace, self.step, id, self.reason)?;
        Some(tell!(self.text, "waits", who = thread(self.text, self.trace, id), why))
    }

    fn all_wait(self, ids: &[ThreadId]) -> String {
        let waits = ids.iter().filter_map(|id| self.waits(*id));
        waits.reduce(|waits, wait| tell!(self.text, "waits-next", waits, wait)).unwrap_or_default()
    }

    fn race(self, race: &Race) -> String {
        let Telling { text, trace, .. } = self;
        let [one, other] = [0, 1].map(|i| {
            let at = tell!(text, "whence", place = place(text, &race.places[i]));
            thread(text, trace, race.threads[i]) + &at
        });
        tell!(text, "race-why", one, other, object = name(text, trace, race.object))
    }

    /// What would put the two accesses in order.
    fn remedy(self, race: &Race, missing: &Missing) -> String {
        let Telling { text, trace, .. } = self;
        match missing {
            Missing::Orderings { write, read } => {
                let [writer, reader] = race.threads.map(|id| thread(text, trace, id));
                let word = write.of(trace).and_then(|e| e.object).map(|o| name(text, trace, o));
                let word = word.unwrap_or_else(|| tell!(text, "memory"));
                let order = |at: &At| match at.of(trace).map(|e| &e.what) {
                    Some(What::Atomic { order, .. }) => format!("{order:?}"),
                    _ => String::new(),
                };
                let (written, seen) = (order(write), order(read));
                tell!(text, "race-orderings", writer, word, written, reader, seen)
            }
            Missing::Holding { object, thread: holder } => {
                let other = race.threads.iter().find(|id| *id != holder).unwrap_or(holder);
                let [holder, other] = [holder, other].map(|id| thread(text, trace, *id));
                tell!(text, "race-holding", holder, object = name(text, trace, *object), other)
            }
            Missing::Everything => tell!(text, "race-everything"),
        }
    }

    /// The object of an event, or what that is a part of.
    fn whole(self, at: At) -> String {
        let Telling { text, trace, .. } = self;
        let part_of = |object: ObjectId| trace.objects.get(object.index())?.part_of;
        let object = at.of(trace).and_then(|e| e.object);
        let whole = object.and_then(|o| std::iter::successors(Some(o), |o| part_of(*o)).last());
        whole.map_or_else(|| tell!(text, "object-unknown"), |whole| name(text, trace, whole))
    }

    /// That there was none, in how many steps.
    fn progress(self, round: &Round) -> String {
        let steps = round.length();
        match round.goes_on() {
            true => tell!(self.text, "no-progress-tried", steps),
            false => tell!(self.text, "no-progress", steps),
        }
    }

    /// The calls of a round: "try_acquire pen (main.rs, line 7)".
    fn calls(self, round: &Round) -> String {
        const MOST: usize = 4;
        let Telling { text, trace, .. } = self;
        let told = round.from..round.from + round.steps.min(MOST);
        let line = |n: usize| trace.steps[n].events.iter().find_map(|e| e.place.as_ref());
        // Calls on one line tell it once.
        let called = |n: usize| match crate::table::cell(text, trace, n).as_str() {
            "" => tell!(text, "the-clock-moves"),
            cell => {
                let again = told.contains(&(n + 1)) && line(n) == line(n + 1);
                let at = line(n)
                    .filter(|_| !again)
                    .map_or_else(String::new, |p| tell!(text, "whence", place = place(text, p)));
                format!("{cell}{at}")
            }
        };
        let all = told.clone().map(called);
        let more = (round.steps > MOST).then(|| "…".to_owned());
        all.chain(more).reduce(|list, next| tell!(text, "list-next", list, next)).unwrap_or_default()
    }
}
