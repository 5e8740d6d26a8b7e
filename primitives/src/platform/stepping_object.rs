//! What an execution is told of a primitive: its name, its calls, and what it looks like.

use std::fmt::Debug;
use std::panic::Location;

pub(crate) use stepper::Meeting;
use stepper::State;
use stepper::inside::{self, Gate, Identity};

use super::{WideWord, Word};

/// A line of the program.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place(pub(super) &'static Location<'static>);

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
    whole: bool,
    id: Identity,
}

impl Object {
    pub(crate) const fn new(kind: &'static str) -> Object {
        Object { kind, whole: true, id: Identity::new() }
    }

    /// Whose calls nobody has shown to be in one piece: they are stepped through at the coarse grain, too.
    #[allow(dead_code, reason = "only the versions behind the feature `steps` are not checked")]
    pub(crate) const fn unchecked(kind: &'static str) -> Object {
        Object { kind, whole: false, id: Identity::new() }
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
            inside::call(&self.id, self.kind, verb, place, dropped, self.whole, ready);
        }
        Call::new(active)
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
    /// One that has begun, if it is `active`; elsewhere nothing ends with it.
    pub(super) fn new(active: bool) -> Call {
        Call { active, value: None }
    }

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
