//! What a process can be given.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// What can be given to a process: `()`, a reference to something that can be encoded, or several of those in
/// a tuple. The child's function takes the same without the references.
pub trait Arguments: Serialize {
    /// What arrives.
    type Owned: DeserializeOwned;
}

impl Arguments for () {
    type Owned = ();
}

impl<T: Serialize + DeserializeOwned> Arguments for &T {
    type Owned = T;
}

impl Arguments for &str {
    type Owned = String;
}

macro_rules! tuples {
    ($($name:ident)+) => {
        impl<$($name: Arguments),+> Arguments for ($($name,)+) {
            type Owned = ($($name::Owned,)+);
        }
    };
}

tuples!(A);
tuples!(A B);
tuples!(A B C);
tuples!(A B C D);
