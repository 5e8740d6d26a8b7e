//! The app and the command in which a student is the scheduler.
#![forbid(unsafe_code)]

pub mod app;
pub mod ask;
pub mod catalog;
pub mod closer;
pub mod command;
pub mod inside;
pub mod look;
mod marks;
pub mod narrate;
pub mod own;
pub mod path;
pub mod picture;
pub mod pin;
pub mod play;
pub mod progress;
mod prose;
pub mod protocol;
pub mod quiz;
pub mod run;
pub mod share;
pub mod soft;
pub mod source;
pub mod talk;
pub mod text;
mod whole;
pub mod window;
pub mod worker;

pub use own::open;
