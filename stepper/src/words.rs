//! A trace in plain words: what can be said of a run without knowing any primitive.
//!
//! Whoever knows what its objects are for can say more: the functions that need a reason for a wait take it as
//! a parameter, and [`reason`] is the plain one.

use std::ops::Range;

use crate::diagnosis::{At, Diagnosis, Missing, Round, Wait};
use crate::explore::{Bug, Exploration, Limit, Sampling};
use crate::session::{Program, Session};
use crate::trace::{Choice, End, Event, ObjectId, ObjectInfo, Place, Status, ThreadId, Trace, What, Why};
use crate::verdict::Verdict;
use crate::world::Config;

/// The thread's name.
pub fn thread(trace: &Trace, id: ThreadId) -> String {
    let threads = trace.steps.last().map(|s| &s.then.threads);
    threads.and_then(|t| t.get(id.index())).map_or_else(|| format!("thread {}", id.0), |t| t.name.clone())
}

/// "A", "A and B", "A, B and C".
pub fn list(names: &[String]) -> String {
    match names {
        [] => "nobody".to_owned(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A moment of the virtual clock.
pub fn time(nanoseconds: u64) -> String {
    match nanoseconds {
        0..1_000 => format!("{nanoseconds} ns"),
        1_000..1_000_000 => format!("{} µs", nanoseconds as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{} ms", nanoseconds as f64 / 1e6),
        _ => format!("{} s", nanoseconds as f64 / 1e9),
    }
}

/// The file's own name and the line.
pub fn place(place: &Place) -> String {
    let file = place.file.rsplit(['/', '\\']).next().unwrap_or(&place.file);
    format!("{file}, line {}", place.line)
}

/// The object's name, or its type if it has none; with a number, if there are several of them.
pub fn name(trace: &Trace, object: ObjectId) -> String {
    let Some(info) = trace.objects.get(object.index()) else {
        return "an object".to_owned();
    };
    match (&info.name, info.part_of) {
        (Some(name), None) => name.clone(),
        (Some(part), Some(whole)) => format!("{part} of {}", self::name(trace, whole)),
        (None, Some(whole)) => format!("the {} of {}", common(&info.kind), self::name(trace, whole)),
        (None, None) => {
            let noun = common(&info.kind);
            // One of several gets a number: "lock 2".
            let alike = |o: &&ObjectInfo| o.name.is_none() && o.part_of.is_none() && o.kind == info.kind;
            let before = trace.objects[..=object.index()].iter().filter(alike).count();
            if before > 1 || trace.objects[object.index() + 1..].iter().any(|o| alike(&o)) {
                return format!("{noun} {before}");
            }
            // "an event", "an RLock"
            let vowel = noun.starts_with(['a', 'e', 'i', 'o', 'u', 'R']);
            format!("{} {noun}", if vowel { "an" } else { "a" })
        }
    }
}

/// A type as a common noun: "ring queue" for RingQueue. One that begins with a letter on its own keeps its
/// capitals: "RLock".
fn common(kind: &str) -> String {
    if kind.chars().take(2).all(char::is_uppercase) {
        return kind.to_owned();
    }
    let mut noun = String::new();
    for c in kind.chars() {
        if c.is_uppercase() && !noun.is_empty() {
            noun.push(' ');
        }
        noun.extend(c.to_lowercase());
    }
    noun
}

/// The object's type.
pub fn kind(trace: &Trace, object: ObjectId) -> &str {
    trace.objects.get(object.index()).map_or("", |info| &info.kind)
}

/// "process main, descriptor 4, and process reader, descriptor 3".
pub fn ends_held(trace: &Trace, holders: &[End]) -> String {
    let holder = |end: &End| {
        let process = trace.processes.get(usize::from(end.process.0)).map_or("of no name", String::as_str);
        format!("process {process}, descriptor {}", end.descriptor)
    };
    list(&holders.iter().map(holder).collect::<Vec<_>>())
}

/// A thread's state in a word or two.
pub fn status(status: &Status) -> &'static str {
    match status {
        Status::Ready => "ready",
        Status::Idle(_) => "polls",
        Status::Blocked(Why::Wants { .. }) => "blocked",
        Status::Blocked(Why::SleepsOn { .. } | Why::Sleeps) => "asleep",
        Status::Blocked(_) => "waiting",
        Status::Finished => "done",
        Status::Panicked { .. } => "panicked",
        Status::Spinning => "spins",
    }
}

/// What an event means that is not about any primitive; none if there is nothing to tell.
pub fn event(trace: &Trace, event: &Event) -> Option<String> {
    let who = thread(trace, event.thread);
    Some(match &event.what {
        What::Exit { panicked: true } => format!("{who} has ended by its panic."),
        What::Exit { panicked: false } => format!("{who} is done."),
        What::Panic { message } => format!("{who} panics: “{}”.", one_line(message)),
        What::Say { text } => format!("{who} says “{text}”."),
        What::Clock => format!("The clock moves on to {}.", time(event.now)),
        What::Yield => format!("{who} lets the others go first."),
        What::TimedOut => format!("{who} has waited long enough."),
        What::Misuse { text } => format!("{who} breaks a rule: {text}."),
        What::Race { other, .. } => {
            let object = event.object.map_or_else(|| "memory".to_owned(), |o| name(trace, o));
            let other = thread(trace, *other);
            format!("Nothing orders this access to {object} and that of {other}: a data race.")
        }
        _ => return None,
    })
}

/// A step in a line: where in the program it was made, and what came of it.
pub fn step(trace: &Trace, step: usize) -> String {
    let Some(entry) = trace.steps.get(step) else {
        return String::new();
    };
    let chosen = match entry.choice {
        Some(Choice::Thread(id)) => Some(id),
        _ => None,
    };
    let line = entry.events.iter().find(|e| Some(e.thread) == chosen && e.place.is_some());
    let line = line.and_then(|e| e.place.as_ref()).map(|at| match at.dropped {
        true => format!("guard from {}", place(at)),
        false => place(at),
    });
    let told = entry.events.iter().filter(|e| !matches!(e.what, What::Exit { .. }));
    line.into_iter().chain(told.filter_map(|e| event(trace, e))).collect::<Vec<_>>().join("  ")
}

/// Why a thread waits, to follow its name: of an object it is known only who has it.
pub fn reason(trace: &Trace, why: &Why, _verb: Option<&str>) -> String {
    match why {
        Why::Wants { object, holder: Some(holder) } => {
            format!("wants {}, which {} holds", name(trace, *object), thread(trace, *holder))
        }
        Why::Wants { object, holder: None } => format!("wants {}, which is not free", name(trace, *object)),
        Why::SleepsOn { object, .. } => format!("sleeps on {} until it is woken", name(trace, *object)),
        Why::Joins { thread: child } => format!("waits until {} ends", thread(trace, *child)),
        Why::Awaits { process } => {
            let name = trace.processes.get(usize::from(process.0)).map_or("a process", String::as_str);
            format!("waits until process {name} ends")
        }
        Why::Reads { object, holders } => {
            let it = name(trace, *object);
            format!("waits for bytes in {it}, whose write end is still held by {}", ends_held(trace, holders))
        }
        Why::Writes { object, holders } => {
            let it = name(trace, *object);
            format!("waits for room in {it}, whose read end is held by {}", ends_held(trace, holders))
        }
        Why::Sleeps => "sleeps for a time".to_owned(),
        Why::Polls { objects } if objects.is_empty() => "asks again and again".to_owned(),
        Why::Polls { objects } => {
            let names: Vec<String> = objects.iter().map(|object| name(trace, *object)).collect();
            let verb = if names.len() == 1 { "changes" } else { "change" };
            format!("asks again and again until {} {verb}", list(&names).replace(" and ", " or "))
        }
    }
}

/// How a wait in a call of this verb is put into words, to follow the thread's name: [`reason`] is the plain way.
pub type Reason = fn(&Trace, &Why, Option<&str>) -> String;

/// The verdict after `step` as a title and an explanation; none while there is none.
pub fn verdict(trace: &Trace, step: usize, reason: Reason) -> Option<(String, String)> {
    let verdict = trace.steps.get(step)?.verdict.as_ref()?;
    let found = trace.diagnose(step);
    Some(found.map_or_else(|| bare(trace, verdict), |found| diagnosis(trace, step, &found, reason)))
}

/// A message of several lines in one.
fn one_line(message: &str) -> String {
    message.lines().map(str::trim).collect::<Vec<_>>().join(", ")
}

/// What the verdict says by itself.
fn bare(trace: &Trace, verdict: &Verdict) -> (String, String) {
    match verdict {
        Verdict::Finished => (
            "The run ended well".to_owned(),
            "Every thread is done, and nothing went wrong on this schedule.".to_owned(),
        ),
        Verdict::Panicked { thread: id, message, place: at } => {
            let at = at.as_ref().map_or_else(String::new, |p| format!(" ({})", place(p)));
            (format!("{} panicked", thread(trace, *id)), format!("“{}”{at}", one_line(message)))
        }
        Verdict::NoEnd { steps } => (
            "No end in sight".to_owned(),
            format!("The run was stopped after {steps} steps. Some thread may be running round and round."),
        ),
        Verdict::Spins { thread: id, operations } => (
            format!("{} spins", thread(trace, *id)),
            format!("It did {operations} operations in one step without coming to an end, and was stopped."),
        ),
        Verdict::Deadlock { .. } => ("Deadlock".to_owned(), "No thread can ever go on.".to_owned()),
        Verdict::DataRace(race) => (
            "A data race".to_owned(),
            format!("Nothing orders two accesses to {}.", name(trace, race.object)),
        ),
    }
}

/// Which steps repeat, and how often they are made: "Steps 8 to 13 are made 830 times".
pub(crate) fn repeats(round: Round) -> String {
    let Range { start, end } = round.first();
    match round.steps {
        1 => format!("Step {start} is made {} times", grouped(round.times as u64)),
        _ => format!("Steps {start} to {} are made {} times", end - 1, grouped(round.times as u64)),
    }
}

/// The trouble as a title and an explanation.
fn diagnosis(trace: &Trace, step: usize, found: &Diagnosis, reason: Reason) -> (String, String) {
    let names = |ids: &[ThreadId]| list(&ids.iter().map(|id| thread(trace, *id)).collect::<Vec<_>>());
    let waits = |id: &ThreadId| Some(format!("{} {}", thread(trace, *id), waits(trace, step, *id, reason)?));
    match found {
        Diagnosis::Misuse { at } => {
            let object = at.of(trace).and_then(|e| e.object).map(|o| format!(" of {}", name(trace, o)));
            let text = match at.of(trace).map(|e| &e.what) {
                Some(What::Misuse { text }) => text.as_str(),
                _ => "",
            };
            let title = format!("Misuse{}", object.unwrap_or_default());
            (title, format!("{} breaks a rule: {text}{}.", doer(trace, *at), whence(trace, *at)))
        }
        Diagnosis::Deadlock { cycle, behind, full } => {
            let links: Vec<String> = cycle.iter().filter_map(waits).collect();
            let end = if links.len() == 1 { "It waits for itself" } else { "None of them can ever go on" };
            let behind = behind.iter().filter_map(waits).map(|wait| format!(" Behind that, {wait}."));
            let behind: String = behind.collect();
            let title = if *full { "Deadlock" } else { "Partial deadlock" };
            (title.to_owned(), format!("{}. {end}.{behind}", links.join("; ")))
        }
        Diagnosis::LostWakeup { notify, wait } => {
            let condition = wait.of(trace).and_then(|e| e.object).map(|o| whole_name(trace, o));
            let condition = condition.unwrap_or_else(|| "it".to_owned());
            let waiter = doer(trace, *wait);
            let text = format!(
                "{} notified {condition} in step {}{}, when nobody slept there; {waiter} went to sleep after that, \
                 in step {}{}. {condition} remembers no notify, so nobody will ever wake {waiter}.",
                doer(trace, *notify),
                notify.step,
                whence(trace, *notify),
                wait.step,
                whence(trace, *wait),
            );
            ("A lost wake-up".to_owned(), text)
        }
        Diagnosis::WrongWaiter { notify, woken, again, instead } => {
            let condition = again.of(trace).and_then(|e| e.object).map(|o| whole_name(trace, o));
            let condition = condition.unwrap_or_else(|| "it".to_owned());
            let woken = thread(trace, *woken);
            let sleep = if instead.len() == 1 { "sleeps" } else { "sleep" };
            let text = format!(
                "In step {}, {} notified {condition}{} and woke {woken}, which could make no use of it and went \
                 back to sleep in step {}. {} slept there too, was not woken, and {sleep} for ever.",
                notify.step,
                doer(trace, *notify),
                whence(trace, *notify),
                again.step,
                names(instead),
            );
            ("The wrong waiter was woken".to_owned(), text)
        }
        Diagnosis::EndlessWait { waiting } => {
            let waits: Vec<String> = waiting.iter().filter_map(waits).collect();
            let text = format!("{}. Nobody is left who could end this wait.", waits.join("; "));
            ("A wait that never ends".to_owned(), text)
        }
        Diagnosis::Race { race, missing } => {
            let [a, b] =
                [0, 1].map(|i| format!("{} ({})", thread(trace, race.threads[i]), place(&race.places[i])));
            let it = name(trace, race.object);
            let [first, second] = race.threads.map(|id| thread(trace, id));
            let remedy = match missing {
                Missing::Orderings { write, read } => {
                    let word = write.of(trace).and_then(|e| e.object).map(|o| name(trace, o));
                    let order = |at: &At| match at.of(trace).map(|e| &e.what) {
                        Some(What::Atomic { order, .. }) => format!("{order:?}"),
                        _ => String::new(),
                    };
                    format!(
                        "{first} wrote {} in between ({}) and {second} read it ({}): with Release there and \
                         Acquire here, the accesses would be in order.",
                        word.as_deref().unwrap_or("a word"),
                        order(write),
                        order(read)
                    )
                }
                Missing::Holding { object, thread: holder } => {
                    let other = race.threads.iter().find(|id| *id != holder).unwrap_or(holder);
                    format!(
                        "{} held {} at its access, {} did not: if both hold it, the accesses are in order.",
                        thread(trace, *holder),
                        name(trace, *object),
                        thread(trace, *other)
                    )
                }
                Missing::Everything => {
                    "One lock that both hold there would order them, or one thread that starts \
                                        after the other has ended."
                        .to_owned()
                }
            };
            (
                "A data race".to_owned(),
                format!("Nothing orders the accesses of {a} and {b} to {it}. {remedy}"),
            )
        }
        Diagnosis::BusyWaiting { thread: id, round } => {
            let text = format!(
                "{} asks again and again, and nobody is left who could change the answer. {} ({}). No progress in \
                 {} steps.",
                thread(trace, *id),
                repeats(*round),
                said_of(trace, round.from, round.steps),
                round.all().len()
            );
            ("Busy waiting".to_owned(), text)
        }
        Diagnosis::Livelock { threads, round } => {
            let text = format!(
                "{} keep moving, each in its turn, and come back to where they were. {} ({}). No progress in {} steps.",
                names(threads),
                repeats(*round),
                said_of(trace, round.from, round.steps),
                round.all().len()
            );
            ("A livelock".to_owned(), text)
        }
        Diagnosis::Unfair { left_out, time, round } => {
            let others = match (left_out.as_slice(), time) {
                ([], _) => "time stood still, though a sleep or a timeout would have ended".to_owned(),
                (ids, _) => format!("{} could have gone on and never came to move", names(ids)),
            };
            let text = format!(
                "{}, but {others}: that says something about this schedule, and nothing about the program.",
                repeats(*round)
            );
            ("No end in sight".to_owned(), text)
        }
    }
}

/// Why a thread waits and what made it so, as a sentence; none if it does not wait.
pub fn why(trace: &Trace, step: usize, id: ThreadId, reason: Reason) -> Option<String> {
    let Wait { why, since, by, .. } = trace.why(step, id)?;
    let since = if since == 0 { "since the start".to_owned() } else { format!("since step {since}") };
    let by = by.map_or_else(String::new, |by| match why {
        Why::Wants { holder: Some(_), .. } => {
            format!(" {} took it {}{}.", doer(trace, by), when(by), whence(trace, by))
        }
        Why::Wants { .. } | Why::Reads { .. } | Why::Writes { .. } | Why::Polls { .. } => {
            format!(" {} changed it last, {}{}.", doer(trace, by), when(by), whence(trace, by))
        }
        _ => format!(" It went to sleep in step {}{}.", by.step, whence(trace, by)),
    });
    Some(format!("{} {}, {since}.{by}", thread(trace, id), waits(trace, step, id, reason)?))
}

/// Why the thread waits after `step`, to follow its name; none if it does not.
pub fn waits(trace: &Trace, step: usize, id: ThreadId, reason: Reason) -> Option<String> {
    let view = trace.steps.get(step)?.then.threads.get(id.index())?;
    match &view.status {
        Status::Blocked(why) | Status::Idle(why) => Some(reason(trace, why, view.verb.as_deref())),
        _ => None,
    }
}

/// Who gave an object the look that it has, as a sentence; none if nobody has changed it.
pub fn last_change(trace: &Trace, step: usize, object: ObjectId) -> Option<String> {
    // What is in it says more than who holds it.
    let at = trace.changes(step, object).first()?.at;
    let it = name(trace, object);
    Some(format!("{} changed {it} last, {}{}.", doer(trace, at), when(at), whence(trace, at)))
}

fn when(at: At) -> String {
    if at.step == 0 { "before the first step".to_owned() } else { format!("in step {}", at.step) }
}

fn doer(trace: &Trace, at: At) -> String {
    at.of(trace).map_or_else(|| "a thread".to_owned(), |e| thread(trace, e.thread))
}

/// " (main.rs, line 7)"
fn whence(trace: &Trace, at: At) -> String {
    let line = at.of(trace).and_then(|e| e.place.as_ref());
    line.map_or_else(String::new, |p| format!(" ({})", place(p)))
}

fn whole_name(trace: &Trace, mut object: ObjectId) -> String {
    while let Some(whole) = trace.objects.get(object.index()).and_then(|o| o.part_of) {
        object = whole;
    }
    name(trace, object)
}

/// The calls of some steps: "try_acquire pen (main.rs, line 7)".
fn said_of(trace: &Trace, from: usize, steps: usize) -> String {
    const MOST: usize = 4;
    let said = |n: usize| match crate::table::cell(trace, n).as_str() {
        "" => "the clock moves".to_owned(),
        cell => {
            let line = trace.steps[n].events.iter().find_map(|e| e.place.as_ref());
            format!("{cell}{}", line.map_or_else(String::new, |p| format!(" ({})", place(p))))
        }
    };
    let mut all: Vec<String> = (from..from + steps.min(MOST)).map(said).collect();
    if steps > MOST {
        all.push("...".to_owned());
    }
    all.join(", ")
}

/// The answer of a search that found no bug, in words.
pub fn no_bug(found: &Exploration, why_not: Option<Limit>) -> String {
    let made = count(found.executions, "execution");
    match why_not {
        None => format!("Proved: every schedule is fine ({made}, {}).", count(found.steps, "step")),
        Some(limit) => {
            let why = match limit {
                Limit::Executions => "no more were allowed",
                Limit::Steps => "some schedule went on until it was stopped, so nobody knows how it ends",
                Limit::Cancelled => "the search was stopped before its end",
            };
            let sampled = found.sampled.map_or_else(String::new, sampled);
            format!("No bug within {made}, which is no proof: {why}.{sampled}")
        }
    }
}

/// What it means that so many executions were made at random.
fn sampled((runs, sampling): (u64, Sampling)) -> String {
    let runs = grouped(runs);
    match sampling {
        Sampling::Pct => format!(
            " {runs} of them were made at random, with priorities of the threads (PCT): that is good at bugs which need a \
             few steps in one order, however long the run."
        ),
        Sampling::Pos => format!(
            " {runs} of them were made at random, with priorities of the steps (POS): of two steps that use one object, \
             each comes first about equally often."
        ),
    }
}

/// How short the schedule of a bug is, and how long it took to find.
pub fn found(found: &Exploration, bug: &Bug) -> String {
    let after = count(bug.found_after.min(found.executions), "execution");
    if let Verdict::NoEnd { steps } = bug.verdict {
        return format!("Stopped after {}. Found after {after}.", count(steps.into(), "step"));
    }
    let preemptions = match bug.preemptions {
        0 => "No preemption".to_owned(),
        n => count(n.into(), "preemption"),
    };
    let shortest = match bug.verdict {
        _ if !bug.shortest => "There may be a shorter one",
        Verdict::DataRace(_) => "No failing schedule is shorter",
        // Others may have a race and nothing worse: the search does not count those.
        _ => "No failing schedule is shorter, data races aside",
    };
    format!("{preemptions}, {}. {shortest}. Found after {}.", count(bug.schedule.len() as u64, "step"), after)
}

/// What a program did differently from one run to another, after the same choices.
pub fn not_deterministic(program: &Program, config: Config, after: &[Choice]) -> String {
    const TRIES: usize = 32;
    let mut seen: Vec<String> = Vec::new();
    for _ in 0..TRIES {
        let mut session = Session::new(program.clone(), config);
        let made = session.play(after);
        let text = format!("after {}: {}", count(made as u64, "step"), could(session.trace(), made));
        if !seen.contains(&text) {
            seen.push(text);
        }
        if seen.len() == 2 {
            break;
        }
    }
    let observed = match seen.as_slice() {
        [one, other] => format!("Once, {one}. Another time, {other}."),
        [one, ..] => format!("It did something else once than {one}."),
        [] => String::new(),
    };
    format!(
        "The program is not deterministic: after the same choices it does not always offer the same. {observed} \
         Whatever varies (random numbers, the time, addresses, what an earlier run left behind) must go."
    )
}

/// What can be chosen after a step: "A would acquire pen, or B would set x".
fn could(trace: &Trace, step: usize) -> String {
    let Some(then) = trace.steps.get(step).map(|s| &s.then) else {
        return String::new();
    };
    let would = |choice: &Choice| match choice {
        Choice::Clock => "the clock would move".to_owned(),
        Choice::Thread(id) => {
            let who = thread(trace, *id);
            match then.threads.get(id.index()).map(|view| (&view.verb, view.object)) {
                Some((Some(verb), Some(object))) => format!("{who} would {verb} {}", name(trace, object)),
                _ => format!("{who} would go on"),
            }
        }
    };
    match then.choices.as_slice() {
        [] => "nobody can go on".to_owned(),
        choices => choices.iter().map(would).collect::<Vec<_>>().join(", or "),
    }
}

/// "1 step", "12 steps", "250,000 steps"
pub fn count(number: u64, of: &str) -> String {
    format!("{} {of}{}", grouped(number), if number == 1 { "" } else { "s" })
}

/// "250,000"
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let comma = |at: usize| at > 0 && (digits.len() - at).is_multiple_of(3);
    digits
        .chars()
        .enumerate()
        .flat_map(|(at, digit)| comma(at).then_some(',').into_iter().chain([digit]))
        .collect()
}
