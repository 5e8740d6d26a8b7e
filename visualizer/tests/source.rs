//! Where guards are released, by the text of a program and by the compiler itself.
//!
//! The programs of `source/programs.rs` say in comments where their guard must end. They are read as text, and they
//! also run: what really happened must agree with the comments, so that no expectation is an opinion.

use std::cell::{Cell, RefCell};
use std::ops::{Deref, DerefMut};
use std::panic::Location;

use visualizer::source::{Release, Source};

/// As if printed.
macro_rules! say {
    ($($argument:tt)*) => { drop(format!($($argument)*)) };
}

macro_rules! leave {
    () => {
        return
    };
}

macro_rules! twice {
    ($guard:expr) => {
        let _held = $guard;
    };
}

macro_rules! list {
    ($($name:ident),* $(,)?) => { vec![$((stringify!($name), |lock: &Lock| drop($name(lock)))),*] };
}

#[rustfmt::skip]
#[allow(unused, dropping_copy_types, clippy::all, reason = "a program may have any form, a clumsy one too")]
#[path = "source/programs.rs"]
mod programs;

const PROGRAMS: &str = include_str!("source/programs.rs");

/// What a program did, in order.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Event {
    Here(u32),
    Acquired(u32, u32),
    Released,
}

thread_local! {
    static EVENTS: RefCell<Vec<Event>> = const { RefCell::new(Vec::new()) };
}

fn record(event: Event) {
    EVENTS.with_borrow_mut(|events| events.push(event));
}

#[track_caller]
fn here() {
    record(Event::Here(Location::caller().line()));
}

#[track_caller]
fn true_here() -> bool {
    here();
    true
}

/// Says, when it ends, that its line was passed.
struct Mark(u32);

impl Drop for Mark {
    fn drop(&mut self) {
        record(Event::Here(self.0 + 1));
    }
}

/// A lock only in name: one thread, and guards that tell when they are made and released.
#[derive(Debug, Default)]
struct Lock {
    held: Cell<bool>,
}

#[derive(Debug)]
struct Guard<'a> {
    lock: &'a Lock,
    items: Vec<u32>,
    silent: bool,
}

impl Lock {
    #[track_caller]
    fn acquire(&self) -> Guard<'_> {
        let place = Location::caller();
        record(Event::Acquired(place.line(), place.column()));
        self.held.set(true);
        Guard { lock: self, items: vec![1], silent: false }
    }

    #[track_caller]
    fn try_acquire(&self) -> Option<Guard<'_>> {
        Some(self.acquire())
    }

    /// A guard that is not what a program is about.
    fn silent(&self) -> Guard<'_> {
        Guard { lock: self, items: vec![1], silent: true }
    }
}

impl Guard<'_> {
    fn release(self) {}

    fn named(self, _: &str) -> Self {
        self
    }

    fn unwrap(&self) -> u32 {
        1
    }
}

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        self.lock.held.set(false);
        if !self.silent {
            record(Event::Released);
        }
    }
}

impl Deref for Guard<'_> {
    type Target = Vec<u32>;
    fn deref(&self) -> &Vec<u32> {
        &self.items
    }
}

impl DerefMut for Guard<'_> {
    fn deref_mut(&mut self) -> &mut Vec<u32> {
        &mut self.items
    }
}

fn push(items: &mut Vec<u32>) {
    items.push(1);
}

#[track_caller]
fn hand_out(lock: &Lock) -> impl FnOnce() {
    let guard = lock.acquire();
    move || drop(guard)
}

/// What the comments of a program say: the line of the guard, and its release.
fn expected(program: &str) -> (u32, Release) {
    let start = PROGRAMS.lines().position(|line| line.starts_with(&format!("fn {program}("))).expect(program);
    let (mut guard, mut release) = (None, Release::Unknown);
    for (line, text) in (1..).zip(PROGRAMS.lines()).skip(start) {
        let comment = text.split_once("// ").map_or("", |(_, comment)| comment);
        for word in comment.split(", ") {
            match word {
                "guard" => assert_eq!(guard.replace(line), None, "{program} has two guards"),
                "brace" => release = Release::Brace { line },
                "drop" => release = Release::Drop { line },
                "statement" => release = Release::Statement { line },
                _ => {}
            }
        }
        if text.starts_with('}') {
            break;
        }
    }
    (guard.expect(program), release)
}

fn run(program: fn(&Lock)) -> Vec<Event> {
    EVENTS.take();
    program(&Lock::default());
    EVENTS.take()
}

#[test]
fn every_program_is_answered_as_its_comments_say() {
    let source = Source::parse(PROGRAMS).unwrap();
    let mut wrong = Vec::new();
    for (name, program) in programs::all() {
        let (guard, release) = expected(name);
        let events = run(program);
        let Some(&Event::Acquired(line, column)) = events.iter().find(|e| matches!(e, Event::Acquired(..)))
        else {
            panic!("{name} acquires nothing")
        };
        assert_eq!(line, guard, "{name}: the line of the guard");
        let answer = source.release_of(line, column);
        if answer != release {
            wrong.push(format!("{name}: {answer:?}, not {release:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_comment_is_what_really_happens() {
    for (name, program) in programs::all() {
        let (_, release) = expected(name);
        let events = run(program);
        let released = events.iter().position(|&e| e == Event::Released).expect(name);
        let Some(line) = release.line() else { continue };
        let lines = |events: &[Event]| -> Vec<u32> {
            let line = |event: &Event| match *event {
                Event::Here(line) | Event::Acquired(line, _) => Some(line),
                Event::Released => None,
            };
            events.iter().filter_map(line).collect()
        };
        let (before, after) = (lines(&events[..released]), lines(&events[released..]));
        assert!(before.iter().all(|&l| l <= line), "{name}: still held after line {line}, on {before:?}");
        assert!(after.iter().all(|&l| l >= line), "{name}: released before line {line}, on {after:?}");
    }
}

#[test]
fn every_program_is_listed() {
    let listed = programs::all().len();
    assert_eq!(PROGRAMS.lines().filter(|line| line.starts_with("fn ")).count(), listed);
}

const SHOP: &str = r#"use primitives::{Condition, Lock};

/// Two threads and a shelf.
pub fn main() {
    let orders = Lock::new(Vec::new()).named("orders");
    let not_empty = Condition::new(&orders);
    thread::scope(|scope| {
        scope.spawn("cook", || {
            let mut queue = orders.acquire();
            while queue.is_empty() {
                not_empty.wait(&mut queue);
            }
            say!("cooks {}", queue.remove(0));
        });
        serve(
            &orders, // all of them
            7,
        );
        orders.acquire().push(2); not_empty.notify_one();
        let mut total = 0;
        total += 1;
        say!("→ {}", orders.acquire().len());
        let longest = orders.acquire().iter().map(|order| order.len()).max().unwrap_or_default();
    });
}

fn serve(orders: &Lock<Vec<u32>>, order: u32) {
    fn check(order: u32) -> bool {
        order > 0
    }
    orders
        // the only one
        .acquire()
        .push(order);
}
"#;

/// The place of the n-th occurrence of a text, as the compiler counts.
fn place(text: &str, n: usize) -> (u32, u32) {
    let (at, _) = SHOP.match_indices(text).nth(n).expect(text);
    let line = SHOP[..at].matches('\n').count() + 1;
    let column = SHOP[..at].rsplit('\n').next().unwrap().chars().count() + 1;
    (line as u32, column as u32)
}

#[test]
fn a_headline_is_the_call_on_one_line() {
    let source = Source::parse(SHOP).unwrap();
    let text = |(line, column)| source.call_text(line, column);
    for (at, headline) in [
        (place("wait(", 0), "not_empty.wait(&mut queue)"),
        (place("spawn(", 0), r#"scope.spawn("cook", || {…})"#),
        (place("serve(", 0), "serve(&orders, 7)"),
        (place("acquire(", 1), "orders.acquire()"),
        (place("notify_one(", 0), "not_empty.notify_one()"),
        (place("total += 1", 0), "total += 1"),
        (place("say!", 0), r#"say!("cooks {}", queue.remove(0))"#),
        (place("unwrap_or_default(", 0), "….unwrap_or_default(…)"),
        (place("while ", 0), "while queue.is_empty() {…}"),
        (place("push(order)", 0), "orders.acquire().push(order)"),
    ] {
        assert_eq!(text(at).as_deref(), Some(headline));
    }
    assert_eq!(text((1, 2)), None);
}

#[test]
fn a_function_is_found_by_any_of_its_lines() {
    let source = Source::parse(SHOP).unwrap();
    let at = |text| source.function_at(place(text, 0).0);
    assert_eq!(at("use primitives"), None);
    assert_eq!(at("pub fn main"), Some("main"));
    assert_eq!(at("not_empty.wait"), Some("main"), "a closure belongs to its function");
    assert_eq!(at("order > 0"), Some("check"), "the innermost");
    assert_eq!(at(".push(order)"), Some("serve"));
    assert_eq!(source.lines().nth(3), Some("pub fn main() {"));
}

#[test]
fn a_wide_character_before_a_call_makes_its_column_unsure() {
    let source = Source::parse(SHOP).unwrap();
    let (line, column) = place("acquire().len()", 0);
    assert!((1..200).all(|column| source.release_of(line, column) == Release::Unknown));
    assert_eq!(source.call_text(line, column), None);
}

#[test]
fn any_place_has_an_answer() {
    let empty = "";
    let odd = "#!/usr/bin/env run\nstatic F: fn() = || { a().b(); };\r\nfn f() { x!{}; ();;; }\n";
    for text in [SHOP, PROGRAMS, empty, odd] {
        let source = Source::parse(text).unwrap();
        let lines = source.lines().count() as u32;
        for line in (0..lines + 3).chain([u32::MAX]) {
            source.function_at(line);
            for column in (0..130).chain([u32::MAX]) {
                source.call_text(line, column);
                if let Some(released) = source.release_of(line, column).line() {
                    assert!((line..=lines).contains(&released), "line {line}: released on {released}");
                }
            }
        }
    }
}

#[test]
fn what_is_not_rust_is_refused_with_its_place() {
    for (text, place) in [
        ("fn main() {\n    let x = ;\n}\n", "line 2, column 13: "),
        ("fn main() {\n    let x = 1\n}\n", "line 3, column 1: "),
        ("fn main() {\n    (1]\n}\n", "line 2, column 7: a bracket or a quote without its partner"),
        ("fn main() {\n    1;\n", "line 1, column 11: a bracket or a quote without its partner"),
        ("fn main()", "line 1, column 10: "),
    ] {
        let error = Source::parse(text).unwrap_err();
        assert!(error.to_string().starts_with(place), "{text:?}: {error}");
        assert!(error.to_string().starts_with(&format!("line {}, column {}", error.line(), error.column())));
    }
}
