//! The app without a window, driven by keys, clicks and names: what every test of it uses.
#![allow(dead_code)] // not everything, each

use std::time::Duration;

use egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use lessons::{ENGLISH, Lesson, Program};
use visualizer::app::{App, Run, Settings};
use visualizer::worker::{Client, Shelf};

/// No test waits so long; a worker that is given up is given up at once.
pub(crate) const NEVER: Duration = Duration::from_secs(3600);

pub(crate) fn harness(shelf: Shelf, lesson: &str, variant: &str) -> Harness<'static, App> {
    harness_with(shelf, lesson, variant, None)
}

pub(crate) fn harness_with(
    shelf: Shelf,
    lesson: &str,
    variant: &str,
    settings: Option<&str>,
) -> Harness<'static, App> {
    // Tests look for English names, whatever the system speaks.
    let settings = Settings::read(settings.unwrap_or(r#"{"language":"en"}"#)).expect("these are settings");
    let (lesson, variant) = (lesson.to_owned(), variant.to_owned());
    let mut h =
        Harness::builder().with_size([1440.0, 900.0]).with_step_dt(0.1).with_max_steps(200).build_eframe(
            move |cc| {
                let mut client = Client::thread(shelf, || {});
                client.patience = NEVER;
                let mut app = App::new(&cc.egui_ctx, shelf, client, settings.clone());
                app.seed(1);
                app.save_in(&std::env::temp_dir());
                app.open(&lesson, &variant);
                app.settle();
                app
            },
        );
    h.run();
    h
}

/// Runs frames until the worker has answered and nothing moves.
#[track_caller]
pub(crate) fn settle(h: &mut Harness<'_, App>) {
    for _ in 0..50 {
        h.step();
        h.state_mut().settle();
        if !h.state().is_busy() {
            h.run();
            if !h.state().is_busy() {
                return;
            }
        }
    }
    panic!("the app never came to rest");
}

pub(crate) fn run<'a>(h: &'a Harness<'_, App>) -> &'a Run {
    h.state().run().expect("a program is open")
}

pub(crate) fn press(h: &mut Harness<'_, App>, key: Key) {
    h.key_press(key);
    settle(h);
}

pub(crate) fn click(h: &mut Harness<'_, App>, name: &str) {
    h.get_by_label(name).click();
    settle(h);
}

pub(crate) fn is_shown(h: &Harness<'_, App>, part: &str) -> bool {
    h.query_all_by_label_contains(part).next().is_some()
}

pub(crate) fn every_program() -> impl Iterator<Item = (&'static Lesson, &'static Program)> {
    let programs = |lesson: &'static Lesson| lesson.programs.iter().map(move |p| (lesson, p));
    lessons::ALL.iter().copied().flat_map(programs)
}

/// A lesson of a test's own.
pub(crate) const fn lesson(name: &'static str, programs: &'static [Program]) -> Lesson {
    Lesson { name, programs, stories: &[(ENGLISH, "# A test\n\nBegin.\n")], ..Lesson::EMPTY }
}
