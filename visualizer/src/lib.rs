//! The app and the command in which a student is the scheduler.
#![forbid(unsafe_code)]

pub mod look;
pub mod narrate;
pub mod picture;
pub mod soft;
pub mod source;
