//! What primitives say about themselves when nobody looks: nothing, in no bytes and no instructions.

use super::{WideWord, Word};

/// Marks accesses to memory that nothing protects, for the stepper's race check.
#[derive(Debug, Default)]
pub(crate) struct Plain;

impl Plain {
    pub(crate) const fn new() -> Plain {
        Plain
    }

    #[inline]
    pub(crate) fn read(&self) {}

    #[inline]
    pub(crate) fn written(&self) {}
}

/// Runs `f`, to its end.
#[inline]
pub(crate) fn steadfast<R>(f: impl FnOnce() -> R) -> R {
    f()
}

/// Runs `f`, which sleeps until it is woken.
#[inline]
pub(crate) fn spurious<R>(f: impl FnOnce() -> R) -> R {
    f()
}

/// Which of those in line somebody has put before the others: nobody does.
#[inline]
pub(crate) fn favoured<'a, T>(_line: impl Iterator<Item = T>, _word: impl Fn(T) -> &'a Word) -> Option<T> {
    None
}

/// A line of the program.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place;

impl Place {
    #[inline]
    pub(crate) fn here() -> Place {
        Place
    }
}

/// What becomes of those who have arrived at a meeting.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Meeting {
    /// They wait for the others.
    Filling,
    /// They go on.
    Leaving,
    /// They go on with an error.
    Broken,
}

/// A primitive's identity and name.
#[derive(Debug, Default)]
pub(crate) struct Object;

/// A call of a primitive.
#[derive(Debug)]
pub(crate) struct Call;

impl Object {
    pub(crate) const fn new(_kind: &'static str) -> Object {
        Object
    }

    #[allow(dead_code, reason = "only the versions behind the feature `steps` are not checked")]
    pub(crate) const fn unchecked(_kind: &'static str) -> Object {
        Object
    }

    pub(crate) fn name(&self, _name: &str) {}

    pub(crate) fn name_part(&self, _part: &Object, _name: &str) {}

    #[inline]
    pub(crate) fn call(&self, _verb: &'static str) -> Call {
        Call
    }

    #[inline]
    pub(crate) fn call_when(&self, _verb: &'static str, _word: &Word, _ready: fn(u64) -> bool) -> Call {
        Call
    }

    #[inline]
    pub(crate) fn call_when_wide(
        &self,
        _verb: &'static str,
        _word: &WideWord,
        _ready: fn(u64) -> bool,
    ) -> Call {
        Call
    }

    #[inline]
    pub(crate) fn call_from(&self, _verb: &'static str, _place: Place) -> Call {
        Call
    }

    #[inline]
    pub(crate) fn touch(&self) {}

    #[inline]
    pub(crate) fn held(&self) {}

    #[inline]
    pub(crate) fn freed(&self) {}

    #[inline]
    pub(crate) fn count(&self, _permits: u64) {}

    #[inline]
    pub(crate) fn flag(&self, _set: bool) {}

    #[inline]
    pub(crate) fn watched(&self) -> bool {
        false
    }

    #[inline]
    pub(crate) fn value<T>(&self, _printer: &Printer<T>, _value: &T) {}

    #[inline]
    pub(crate) fn label(&self, _word: &'static str) {}

    #[inline]
    pub(crate) fn parties(&self, _arrived: usize, _of: usize, _meeting: Meeting) {}

    #[inline]
    pub(crate) fn own<T>(&self, _printer: &Printer<T>, _value: Option<&T>) {}

    #[inline]
    pub(crate) fn items<'a, T: 'a>(
        &self,
        _printer: &Printer<T>,
        _items: impl Iterator<Item = &'a T>,
        _capacity: Option<usize>,
        _unfinished: usize,
    ) {
    }

    #[inline]
    pub(crate) fn misuse(&self, _error: &dyn std::fmt::Display) {}
}

/// A call ends where it is dropped, also when nobody looks.
impl Drop for Call {
    #[inline]
    fn drop(&mut self) {}
}

impl Call {
    #[inline]
    pub(crate) fn value<T>(&mut self, _printer: &Printer<T>, _value: &T) {}

    #[inline]
    pub(crate) fn answer(&mut self, _answer: impl std::fmt::Display) {}
}

/// How to print a value, once its object has a name.
pub(crate) struct Printer<T>(std::marker::PhantomData<fn(&T)>);

impl<T> Printer<T> {
    pub(crate) const fn new() -> Printer<T> {
        Printer(std::marker::PhantomData)
    }

    pub(crate) fn learn(&mut self)
    where
        T: std::fmt::Debug,
    {
    }
}
