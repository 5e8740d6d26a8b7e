//! A list whose entries are kept when it is cleared, to be written over: a search fills the same lists again and
//! again, hundreds of thousands of times a second.

use std::ops::{Deref, DerefMut};

#[derive(Default)]
pub(crate) struct Renewed<T> {
    /// Boxed, so that an entry keeps its place, and what it has allocated, when it comes back.
    list: Vec<Box<T>>,
    spare: Vec<Box<T>>,
}

impl<T: Default> Renewed<T> {
    /// Adds an entry. `renew` finds what an earlier one left in it.
    pub(crate) fn add(&mut self, renew: impl FnOnce(&mut T)) {
        let mut entry = self.spare.pop().unwrap_or_default();
        renew(&mut entry);
        self.list.push(entry);
    }

    pub(crate) fn clear(&mut self) {
        self.spare.extend(self.list.drain(..).rev());
    }
}

impl<T> Deref for Renewed<T> {
    type Target = [Box<T>];

    fn deref(&self) -> &[Box<T>] {
        &self.list
    }
}

impl<T> DerefMut for Renewed<T> {
    fn deref_mut(&mut self) -> &mut [Box<T>] {
        &mut self.list
    }
}
