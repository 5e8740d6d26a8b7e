//! The app and the command in which a student is the scheduler.
#![forbid(unsafe_code)]

<<<<<<< HEAD
pub mod source;
=======
pub mod look;
pub mod soft;
>>>>>>> look
