//! The list of lessons.

use ::lessons::Lesson;
use egui::{RichText, Ui};

use super::{App, Command, shell};
use crate::look::theme::{size, space};
use crate::look::widgets::{self, Emphasis, TextButton, Tone};
use crate::look::{Icon, fonts, tokens};
use crate::path::Part;
use crate::progress::Progress;
use crate::text::{tell, text};

/// The window.
pub(super) fn ui(app: &mut App, ui: &mut Ui) {
    let progress = app.guide.kept.progress();
    let open = app.run.as_ref().map(|r| (r.lesson.name, r.program.variant));
    let out = &mut app.commands;
    let text = text(ui);
    let language = text.language().to_string();
    let closed = shell::window(ui, &tell!(text, "lessons"), 640.0, |ui| {
        let t = tokens(ui);
        for lesson in app.shelf {
            widgets::card(ui, |ui| {
                ui.horizontal(|ui| {
                    ui.label(RichText::new(lesson.title(&language)).font(fonts::strong(size::HEADING)));
                    let name = RichText::new(lesson.name).font(fonts::text(size::SMALL));
                    ui.label(name.color(t.weak));
                    if open.is_some_and(|(l, _)| l == lesson.name) {
                        widgets::pill(ui, None, &tell!(text, "lesson-open"), Tone::Accent);
                    }
                    done(ui, lesson, progress);
                });
                ui.label(RichText::new(lesson.invitation(&language)).color(t.weak));
                ui.add_space(space::XS);
                ui.horizontal_wrapped(|ui| {
                    for (i, program) in lesson.programs.iter().enumerate() {
                        let name = tell!(
                            text,
                            "lesson-open-program",
                            lesson = lesson.name,
                            variant = program.variant
                        );
                        let on = open == Some((lesson.name, program.variant));
                        let button = TextButton::new(program.variant).name(name);
                        let button = match (i, on) {
                            (0, false) => button.emphasis(Emphasis::Primary),
                            _ => button.selected(on),
                        };
                        if ui.add(button).clicked() {
                            out.push(Command::Open(lesson.name, program.variant));
                        }
                    }
                });
            });
            ui.add_space(space::XS);
        }
        let copy = TextButton::new(tell!(text, "progress-copy")).icon(Icon::Copy);
        if ui.add_enabled(!progress.lessons.is_empty(), copy).clicked() {
            out.push(Command::CopyProgress);
        }
    });
    if closed {
        app.overlay = None;
    }
}

/// How many parts of a lesson are done, if any is.
fn done(ui: &mut Ui, lesson: &Lesson, progress: &Progress) {
    let text = text(ui);
    let all = Part::ALL.len();
    let done = Part::ALL.iter().filter(|part| progress.is_done(lesson.name, part.name())).count();
    if done == all {
        widgets::pill(ui, Some(Icon::Check), &tell!(text, "progress-all"), Tone::Good);
    } else if done > 0 {
        widgets::pill(ui, Some(Icon::Check), &tell!(text, "progress-parts", done, all), Tone::Neutral);
    }
}
