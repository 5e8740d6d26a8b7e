//! Thread numbers in log lines.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use log::{Log, Metadata, Record};

use crate::thread::Thread;

/// A logger that writes in front of every line which thread says it, and leaves the rest to another logger.
///
/// ```
/// use primitives::ThreadLogger;
///
/// struct Print;
/// impl log::Log for Print {
///     fn enabled(&self, _: &log::Metadata) -> bool { true }
///     fn log(&self, record: &log::Record) { println!("{}", record.args()) }
///     fn flush(&self) {}
/// }
///
/// static LOGGER: ThreadLogger<Print> = ThreadLogger::new(Print);
/// log::set_logger(&LOGGER).unwrap();
/// log::set_max_level(log::LevelFilter::Info);
/// log::info!("hello"); // [thread 1  ] hello
/// LOGGER.stop();
/// log::info!("hello"); // hello
/// ```
#[derive(Debug)]
pub struct ThreadLogger<L> {
    logger: L,
    on: AtomicBool,
}

impl<L> ThreadLogger<L> {
    /// A logger that writes thread numbers until [`ThreadLogger::stop`].
    pub const fn new(logger: L) -> ThreadLogger<L> {
        ThreadLogger { logger, on: AtomicBool::new(true) }
    }

    /// Writes thread numbers from now on.
    pub fn start(&self) {
        self.on.store(true, Relaxed);
    }

    /// Writes none from now on.
    pub fn stop(&self) {
        self.on.store(false, Relaxed);
    }
}

impl<L: Log> Log for ThreadLogger<L> {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        self.logger.enabled(metadata)
    }

    fn log(&self, record: &Record<'_>) {
        if !self.on.load(Relaxed) {
            return self.logger.log(record);
        }
        let thread = Thread::current().ident().unwrap_or_default();
        let mut with_thread = Record::builder();
        with_thread.metadata(record.metadata().clone()).module_path(record.module_path());
        with_thread.file(record.file()).line(record.line());
        let words = record.args();
        self.logger.log(&with_thread.args(format_args!("[thread {thread:<3}] {words}")).build());
    }

    fn flush(&self) {
        self.logger.flush();
    }
}
