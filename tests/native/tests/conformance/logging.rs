use std::sync::Mutex;

use log::{Log, Metadata, Record};
use primitives::{Thread, ThreadLogger};

struct Lines(Mutex<Vec<String>>);

impl Log for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() != "quiet"
    }

    fn log(&self, record: &Record<'_>) {
        self.0.lock().unwrap().push(format!("{} {}", record.level(), record.args()));
    }

    fn flush(&self) {
        self.0.lock().unwrap().push("flushed".to_owned());
    }
}

static LINES: Lines = Lines(Mutex::new(Vec::new()));

static LOGGER: ThreadLogger<&Lines> = ThreadLogger::new(&LINES);

#[test]
fn log_lines_tell_their_thread_until_that_is_stopped() {
    log::set_logger(&LOGGER).expect("no other test sets one");
    log::set_max_level(log::LevelFilter::Info);
    let thread = Thread::spawn("worker", || {
        log::info!("from {}", "a thread");
        log::debug!("not enabled");
        Thread::current().ident().unwrap()
    });
    let theirs = thread.join().unwrap();
    LOGGER.stop();
    log::warn!("without");
    LOGGER.start();
    log::error!("with");
    log::logger().flush();
    assert!(!log::log_enabled!(target: "quiet", log::Level::Error));
    let ours = Thread::current().ident().unwrap();
    let expected = [
        format!("INFO [thread {theirs:<3}] from a thread"),
        "WARN without".to_owned(),
        format!("ERROR [thread {ours:<3}] with"),
        "flushed".to_owned(),
    ];
    assert_eq!(*LINES.0.lock().unwrap(), expected);
}
