//! Errors that are a sentence each: CPython's, where it has one.

/// Declares an error with its sentence, or with one for each of its variants.
macro_rules! error {
    ($(#[$about:meta])* pub struct $Error:ident => $sentence:literal) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct $Error;

        impl std::fmt::Display for $Error {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str($sentence)
            }
        }

        impl std::error::Error for $Error {}
    };
    ($(#[$about:meta])* pub enum $Error:ident { $($(#[$when:meta])* $Variant:ident => $sentence:expr,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $Error {
            $($(#[$when])* $Variant,)+
        }

        impl std::fmt::Display for $Error {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(match self {
                    $($Error::$Variant => $sentence,)+
                })
            }
        }

        impl std::error::Error for $Error {}
    };
}

pub(crate) use error;
