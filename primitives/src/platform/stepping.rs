//! Inside an execution of the stepper: every operation announces itself, and is carried out when its thread
//! is chosen. Elsewhere: native.

use std::fmt::Debug;
use std::panic::Location;
use std::sync::atomic::Ordering;
use std::time::Duration;

pub(crate) use stepper::Meeting;
use stepper::inside::{self, Gate, Identity};
use stepper::{AtomicOp, State};

use super::native;

#[path = "stepping_pipe.rs"]
mod pipe;

#[path = "stepping_thread.rs"]
mod thread;

pub(crate) use pipe::*;
pub(crate) use thread::*;

pub(crate) use native::Mark;

/// A moment of the real clock, or of an execution's, in which a moment of the real clock never comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant(Moment);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Moment {
    Real(native::Instant),
    Virtual(u64),
}

impl Instant {
    /// This moment.
    pub fn now() -> Instant {
        deadline(Duration::ZERO).expect("now can be counted")
    }

    /// So long afterwards; none when that cannot be counted.
    pub fn checked_add(self, time: Duration) -> Option<Instant> {
        Some(Instant(match self.0 {
            Moment::Real(at) => Moment::Real(at.checked_add(time)?),
            Moment::Virtual(at) => Moment::Virtual(at.checked_add(u64::try_from(time.as_nanos()).ok()?)?),
        }))
    }

    fn real(self) -> Option<native::Instant> {
        match self.0 {
            Moment::Real(at) => Some(at),
            Moment::Virtual(_) => None,
        }
    }

    fn nanoseconds(self) -> Option<u64> {
        match self.0 {
            Moment::Real(_) => None,
            Moment::Virtual(at) => Some(at),
        }
    }
}

/// The moment after which a wait ends by itself; none: never. A time too far to count is never.
pub(crate) fn deadline(after: Duration) -> Option<Instant> {
    if inside::active() {
        return Instant(Moment::Virtual(inside::now())).checked_add(after);
    }
    native::deadline(after).map(|at| Instant(Moment::Real(at)))
}

impl std::ops::Add<Duration> for Instant {
    type Output = Instant;

    fn add(self, time: Duration) -> Instant {
        self.checked_add(time).expect("the moment can be counted")
    }
}

impl From<native::Instant> for Instant {
    fn from(at: native::Instant) -> Instant {
        Instant(Moment::Real(at))
    }
}

/// An atomic word a thread can sleep on.
#[derive(Debug)]
pub(crate) struct Word {
    memory: native::Word,
    id: Identity,
}

/// An atomic double word; a thread can sleep on its low half.
#[derive(Debug)]
pub(crate) struct WideWord {
    memory: native::WideWord,
    id: Identity,
}

macro_rules! operations {
    ($Word:ident, $value:ident, $wide:literal) => {
        #[allow(dead_code, reason = "both widths offer the same operations")]
        #[allow(
            clippy::useless_conversion,
            reason = "a double word is already as wide as the stepper's values"
        )]
        impl $Word {
            pub(crate) const fn new(value: $value) -> $Word {
                $Word { memory: native::$Word::new(value), id: Identity::new() }
            }

            /// What its only owner finds in it: not a step.
            pub(crate) fn unshared(&mut self) -> $value {
                self.memory.unshared()
            }

            /// What is in it, for a picture: not a step.
            pub(crate) fn peek(&self) -> u64 {
                self.memory.load(Ordering::Relaxed).into()
            }

            #[track_caller]
            fn step(
                &self,
                op: AtomicOp,
                order: Ordering,
                failure: Ordering,
                perform: impl FnOnce(&native::$Word) -> Result<$value, $value>,
            ) -> Result<$value, $value> {
                if !inside::active() {
                    return perform(&self.memory);
                }
                let mut result = Ok(0);
                inside::atomic(
                    &self.id,
                    op,
                    order,
                    failure,
                    || self.peek(),
                    || {
                        let before = self.peek();
                        result = perform(&self.memory);
                        (before, self.peek(), result.is_ok())
                    },
                );
                result
            }

            #[track_caller]
            fn always(
                &self,
                op: AtomicOp,
                order: Ordering,
                perform: impl FnOnce(&native::$Word) -> $value,
            ) -> $value {
                match self.step(op, order, order, |memory| Ok(perform(memory))) {
                    Ok(value) | Err(value) => value,
                }
            }

            #[track_caller]
            pub(crate) fn load(&self, order: Ordering) -> $value {
                self.always(AtomicOp::Load, order, |m| m.load(order))
            }

            #[track_caller]
            pub(crate) fn store(&self, value: $value, order: Ordering) {
                self.always(AtomicOp::Store, order, |m| {
                    m.store(value, order);
                    value
                });
            }

            #[track_caller]
            pub(crate) fn swap(&self, value: $value, order: Ordering) -> $value {
                self.always(AtomicOp::Swap, order, |m| m.swap(value, order))
            }

            #[track_caller]
            pub(crate) fn compare_exchange(
                &self,
                current: $value,
                new: $value,
                success: Ordering,
                failure: Ordering,
            ) -> Result<$value, $value> {
                self.step(AtomicOp::CompareExchange, success, failure, |m| {
                    m.compare_exchange(current, new, success, failure)
                })
            }

            #[track_caller]
            pub(crate) fn fetch_add(&self, value: $value, order: Ordering) -> $value {
                self.always(AtomicOp::Add, order, |m| m.fetch_add(value, order))
            }

            #[track_caller]
            pub(crate) fn fetch_sub(&self, value: $value, order: Ordering) -> $value {
                self.always(AtomicOp::Sub, order, |m| m.fetch_sub(value, order))
            }

            #[track_caller]
            pub(crate) fn wake_one(&self) {
                self.wake(1);
            }

            #[track_caller]
            pub(crate) fn wake_all(&self) {
                self.wake(u32::MAX);
            }

            #[track_caller]
            pub(crate) fn wake(&self, n: u32) {
                if inside::active() {
                    inside::wake(&self.id, || self.peek(), n);
                } else {
                    self.memory.wake(n);
                }
            }

            #[track_caller]
            pub(crate) fn wait(&self, expected: u32, until: Option<Instant>) -> bool {
                if inside::active() {
                    let until = until.and_then(Instant::nanoseconds);
                    return inside::wait(&self.id, || self.peek(), expected.into(), $wide, until);
                }
                self.memory.wait(expected, until.and_then(Instant::real))
            }

            /// One operation, so that a thread that sleeps is one that waits for a change.
            #[track_caller]
            pub(crate) fn wait_while(&self, expected: u32, until: Option<Instant>) -> bool {
                if inside::active() {
                    let until = until.and_then(Instant::nanoseconds);
                    return inside::wait_while(&self.id, || self.peek(), expected.into(), $wide, until);
                }
                self.memory.wait_while(expected, until.and_then(Instant::real))
            }

            /// One operation, which cannot be chosen before the word has changed.
            #[track_caller]
            pub(crate) fn spin_while(&self, expected: $value) {
                if inside::active() {
                    return inside::spin_while(&self.id, || self.peek(), expected.into());
                }
                self.memory.spin_while(expected);
            }
        }
    };
}

operations!(Word, u32, false);
operations!(WideWord, u64, true);

/// Memory whose accesses something else keeps apart, which is checked.
#[derive(Debug, Default)]
pub(crate) struct Cell<T> {
    memory: native::Cell<T>,
    id: Identity,
}

impl<T> Cell<T> {
    pub(crate) const fn new(value: T) -> Cell<T> {
        Cell { memory: native::Cell::new(value), id: Identity::new() }
    }

    #[track_caller]
    pub(crate) fn with<R>(&self, f: impl FnOnce(*const T) -> R) -> R {
        if inside::active() {
            inside::access(&self.id, false);
        }
        self.memory.with(f)
    }

    #[track_caller]
    pub(crate) fn with_mut<R>(&self, f: impl FnOnce(*mut T) -> R) -> R {
        if inside::active() {
            inside::access(&self.id, true);
        }
        self.memory.with_mut(f)
    }

    /// Where it is, for a picture: not an access.
    pub(crate) fn peek(&self) -> *const T {
        self.memory.peek()
    }

    pub(crate) fn get_mut(&mut self) -> &mut T {
        self.memory.get_mut()
    }

    pub(crate) fn into_inner(self) -> T {
        self.memory.into_inner()
    }
}

/// Marks accesses to memory that nothing protects, for the race check.
#[derive(Debug, Default)]
pub(crate) struct Plain(Identity);

impl Plain {
    pub(crate) const fn new() -> Plain {
        Plain(Identity::new())
    }

    #[track_caller]
    pub(crate) fn read(&self) {
        if inside::active() {
            inside::access(&self.0, false);
        }
    }

    #[track_caller]
    pub(crate) fn written(&self) {
        if inside::active() {
            inside::access(&self.0, true);
        }
    }
}

/// Never worth a step inside an execution: the thread sleeps at once.
#[derive(Debug)]
pub(crate) struct Backoff(native::Backoff);

impl Backoff {
    pub(crate) fn new() -> Backoff {
        Backoff(native::Backoff::new())
    }

    pub(crate) fn spin(&mut self, limit: u32) -> bool {
        !inside::active() && self.0.spin(limit)
    }
}

/// No step: the thread's next try is one, and of no use before something has changed.
#[cfg(feature = "steps")]
pub(crate) fn spin_loop() {
    if inside::active() { inside::yield_now() } else { native::spin_loop() }
}

/// As for [`spin_loop`].
pub(crate) fn yield_now() {
    if inside::active() { inside::yield_now() } else { native::yield_now() }
}

/// A number, not 0, that no other thread has, nor ever had, of this execution, of another, or of none.
pub(crate) fn current() -> u64 {
    if inside::active() { inside::current_number() } else { real_number(native::current()) }
}

fn real_number(number: u64) -> u64 {
    1 << 63 | number
}

#[track_caller]
pub(crate) fn sleep(time: Duration) {
    if !inside::active() {
        return native::sleep(time);
    }
    let time = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
    inside::sleep_until(inside::now().saturating_add(time));
}

/// Says a line.
#[track_caller]
pub(crate) fn say(text: String) {
    if inside::active() { inside::say(text) } else { native::say(text) }
}

/// Runs `f` to its end, also when the execution is abandoned.
pub(crate) fn steadfast<R>(f: impl FnOnce() -> R) -> R {
    if inside::active() { inside::steadfast(f) } else { f() }
}

/// A line of the program.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place(&'static Location<'static>);

impl Place {
    #[track_caller]
    pub(crate) fn here() -> Place {
        Place(Location::caller())
    }
}

/// A primitive's identity and name.
#[derive(Debug)]
pub(crate) struct Object {
    kind: &'static str,
    id: Identity,
}

impl Object {
    pub(crate) const fn new(kind: &'static str) -> Object {
        Object { kind, id: Identity::new() }
    }

    pub(crate) fn name(&self, name: &str) {
        if inside::active() {
            inside::name(&self.id, self.kind, name);
        }
    }

    /// Makes `part` a part of this object, with a name of its own.
    pub(crate) fn name_part(&self, part: &Object, name: &str) {
        if inside::active() {
            inside::name_part((&self.id, self.kind), (&part.id, part.kind), name);
        }
    }

    /// Begins a call: the next step of the running thread.
    #[track_caller]
    pub(crate) fn call(&self, verb: &'static str) -> Call {
        self.begin(verb, Location::caller(), false, None)
    }

    /// Begins a call that cannot be chosen while the word fails the test.
    #[track_caller]
    pub(crate) fn call_when(&self, verb: &'static str, word: &Word, ready: fn(u64) -> bool) -> Call {
        self.begin(verb, Location::caller(), false, Some((&word.id, word.peek(), ready)))
    }

    /// Begins a call that cannot be chosen while the double word fails the test.
    #[track_caller]
    pub(crate) fn call_when_wide(&self, verb: &'static str, word: &WideWord, ready: fn(u64) -> bool) -> Call {
        self.begin(verb, Location::caller(), false, Some((&word.id, word.peek(), ready)))
    }

    /// Begins a call that a destructor makes, of something acquired at `place`.
    pub(crate) fn call_from(&self, verb: &'static str, place: Place) -> Call {
        self.begin(verb, place.0, true, None)
    }

    fn begin(
        &self,
        verb: &'static str,
        place: &'static Location<'static>,
        dropped: bool,
        ready: Option<Gate<'_>>,
    ) -> Call {
        let active = inside::active();
        if active {
            inside::call(&self.id, self.kind, verb, place, dropped, ready);
        }
        Call { active, value: None }
    }

    /// What the call does that is no operation on a word: a step at the fine grain all the same.
    #[track_caller]
    pub(crate) fn touch(&self) {
        if inside::active() {
            inside::touch();
        }
    }

    /// The running thread holds it now.
    pub(crate) fn held(&self) {
        if inside::active() {
            inside::hold(&self.id, self.kind, true);
        }
    }

    /// Nobody holds it now.
    pub(crate) fn freed(&self) {
        if inside::active() {
            inside::hold(&self.id, self.kind, false);
        }
    }

    /// Whether anybody looks at what it shows.
    pub(crate) fn watched(&self) -> bool {
        inside::active() && inside::recording()
    }

    fn show(&self, state: impl FnOnce() -> Option<State>) {
        if self.watched()
            && let Some(state) = state()
        {
            inside::show(&self.id, self.kind, state);
        }
    }

    /// It has so many permits now.
    pub(crate) fn count(&self, permits: u64) {
        self.show(|| Some(State::Count(permits)));
    }

    /// It is set now, or not.
    pub(crate) fn flag(&self, set: bool) {
        self.show(|| Some(State::Flag(set)));
    }

    /// Its value is this now.
    pub(crate) fn value<T>(&self, printer: &Printer<T>, value: &T) {
        self.show(|| printer.print(value).map(State::Value));
    }

    /// It is what this word says now.
    pub(crate) fn label(&self, word: &'static str) {
        self.show(|| Some(State::Value(word.to_owned())));
    }

    /// So many of those whom it takes are there now, and this becomes of them.
    pub(crate) fn parties(&self, arrived: usize, of: usize, meeting: Meeting) {
        self.show(|| Some(State::Parties { arrived, of, meeting }));
    }

    /// The running thread's own value of it is this now.
    pub(crate) fn own<T>(&self, printer: &Printer<T>, value: Option<&T>) {
        self.show(|| Some(State::Own(value.and_then(|v| printer.print(v)))));
    }

    /// It contains these now.
    pub(crate) fn items<'a, T: 'a>(
        &self,
        printer: &Printer<T>,
        items: impl Iterator<Item = &'a T>,
        capacity: Option<usize>,
        unfinished: usize,
    ) {
        self.show(|| {
            let items = items.map(|item| printer.print(item).unwrap_or_else(|| "item".to_owned())).collect();
            Some(State::Items { items, capacity, unfinished })
        });
    }

    /// The call is against the rules.
    pub(crate) fn misuse(&self, error: &dyn std::fmt::Display) {
        if inside::active() {
            inside::misuse(&self.id, self.kind, &error.to_string());
        }
    }
}

/// A call of a primitive, until it is dropped.
#[derive(Debug)]
pub(crate) struct Call {
    active: bool,
    value: Option<String>,
}

impl Call {
    /// It returned this, or was given it.
    pub(crate) fn value<T>(&mut self, printer: &Printer<T>, value: &T) {
        if self.active && inside::recording() {
            self.value = printer.print(value);
        }
    }

    /// It answered this.
    pub(crate) fn answer(&mut self, answer: impl std::fmt::Display) {
        if self.active && inside::recording() {
            self.value = Some(answer.to_string());
        }
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        if self.active {
            inside::end(self.value.take());
        }
    }
}

/// How to print a value, once its object has a name.
pub(crate) struct Printer<T>(Option<fn(&T) -> String>);

impl<T> Printer<T> {
    pub(crate) const fn new() -> Printer<T> {
        Printer(None)
    }

    pub(crate) fn learn(&mut self)
    where
        T: Debug,
    {
        self.0 = Some(|value| format!("{value:?}"));
    }

    fn print(&self, value: &T) -> Option<String> {
        self.0.map(|print| print(value))
    }
}
