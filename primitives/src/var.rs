//! A plain shared variable, as `x` is in Python's `x += 1`: nothing protects it.
//!
//! Every `get` and every `set` is one step of its own, so that a lesson can show what comes between them. On
//! real threads and under loom it is a relaxed atomic: an update can be lost, and nothing worse can happen.

use std::fmt;
use std::sync::atomic::Ordering::Relaxed;

use crate::platform::{Object, Plain, Printer, WideWord};

/// A variable that threads share without protection.
///
/// ```
/// let x = primitives::Var::new(1).named("x");
/// x.set(x.get() + 1); // two steps: another thread may come between them
/// assert_eq!(x.get(), 2);
/// ```
pub struct Var<T> {
    bits: WideWord,
    plain: Plain,
    printer: Printer<T>,
    object: Object,
}

impl<T: Bits> Var<T> {
    /// A variable with this value.
    pub fn new(value: T) -> Var<T> {
        let bits = WideWord::new(value.to_bits());
        Var { bits, plain: Plain::new(), printer: Printer::new(), object: Object::new("Var") }
    }

    /// Gives it a name for pictures and messages.
    pub fn named(mut self, name: &str) -> Var<T>
    where
        T: fmt::Debug,
    {
        self.object.name(name);
        self.printer.learn();
        self.object.value(&self.printer, &T::from_bits(self.bits.unshared()));
        self
    }

    /// Its value. One step.
    #[track_caller]
    pub fn get(&self) -> T {
        let mut call = self.object.call("get");
        let value = T::from_bits(self.bits.load(Relaxed));
        self.plain.read();
        call.value(&self.printer, &value);
        value
    }

    /// Changes its value. One step.
    #[track_caller]
    pub fn set(&self, value: T) {
        let mut call = self.object.call("set");
        self.bits.store(value.to_bits(), Relaxed);
        self.plain.written();
        call.value(&self.printer, &value);
        self.object.value(&self.printer, &value);
    }
}

impl<T> fmt::Debug for Var<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Var").finish_non_exhaustive()
    }
}

/// Small values that fit into 64 bits.
pub trait Bits: Copy {
    /// The value as 64 bits.
    fn to_bits(self) -> u64;
    /// The value that `to_bits` made these from.
    fn from_bits(bits: u64) -> Self;
}

macro_rules! integers {
    ($($Int:ty)*) => {$(
        impl Bits for $Int {
            fn to_bits(self) -> u64 {
                self as u64
            }

            fn from_bits(bits: u64) -> $Int {
                bits as $Int
            }
        }
    )*};
}

integers!(u8 u16 u32 u64 usize i8 i16 i32 i64 isize);

impl Bits for bool {
    fn to_bits(self) -> u64 {
        u64::from(self)
    }

    fn from_bits(bits: u64) -> bool {
        bits != 0
    }
}

impl Bits for char {
    fn to_bits(self) -> u64 {
        u64::from(u32::from(self))
    }

    fn from_bits(bits: u64) -> char {
        char::from_u32(bits as u32).unwrap_or(char::REPLACEMENT_CHARACTER)
    }
}
