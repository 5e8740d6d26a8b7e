//! The keys, the textures, and the wishes of a person.

use egui::{RichText, Ui};

use super::{App, Command, KEYS, shell};
use crate::look::patterns::State;
use crate::look::theme::space;
use crate::look::tokens;
use crate::look::widgets::{self, TextButton};

/// The window.
pub(super) fn ui(app: &mut App, ui: &mut Ui) {
    let out = &mut app.commands;
    let less = app.settings.less_motion;
    let closed = shell::window(ui, "Shortcuts and help", 720.0, |ui| {
        let t = tokens(ui);
        let words = "You are the scheduler. A step lets one thread do its next call, \
            or its next atomic operation after zooming in. Nothing moves unless you say so.";
        ui.label(RichText::new(words).color(t.weak));
        ui.add_space(space::S);
        let half = KEYS.len().div_ceil(2);
        ui.columns(2, |columns| {
            for (n, (ui, keys)) in columns.iter_mut().zip(KEYS.chunks(half)).enumerate() {
                egui::Grid::new(("keys", n))
                    .num_columns(2)
                    .min_col_width(92.0)
                    .spacing([space::M, 6.0])
                    .show(ui, |ui| {
                        for (key, what) in keys {
                            widgets::key_cap(ui, key);
                            ui.label(*what);
                            ui.end_row();
                        }
                    });
            }
        });
        ui.add_space(space::M);
        widgets::section(ui, "On the timeline");
        ui.horizontal_wrapped(|ui| {
            for state in State::ALL {
                widgets::legend_entry(ui, state);
                ui.add_space(space::S);
            }
        });
        ui.add_space(space::M);
        widgets::section(ui, "On the screen");
        ui.horizontal_wrapped(|ui| {
            let motion = TextButton::new("Less motion").selected(less);
            if ui.add(motion).clicked() {
                out.push(Command::LessMotion);
            }
            let smaller = TextButton::new("Smaller text").shortcut("Ctrl+-");
            if ui.add(smaller).clicked() {
                out.push(Command::Smaller);
            }
            let larger = TextButton::new("Larger text").shortcut("Ctrl++");
            if ui.add(larger).clicked() {
                out.push(Command::Larger);
            }
        });
    });
    if closed {
        app.overlay = None;
    }
}
