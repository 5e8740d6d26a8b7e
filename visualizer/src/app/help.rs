//! The keys, the textures, and the wishes of a person.

use egui::{RichText, Ui};

use super::command::keys;
use super::{App, Command, shell};
use crate::look::patterns::State;
use crate::look::theme::space;
use crate::look::tokens;
use crate::look::widgets::{self, TextButton};
use crate::text::{tell, text};

/// The window.
pub(super) fn ui(app: &mut App, ui: &mut Ui) {
    let out = &mut app.commands;
    let less = app.settings.less_motion;
    let text = text(ui);
    let closed = shell::window(ui, &tell!(text, "help"), 720.0, |ui| {
        let t = tokens(ui);
        ui.label(RichText::new(tell!(text, "help-words")).color(t.weak));
        ui.add_space(space::S);
        let keys = keys(text);
        let half = keys.len().div_ceil(2);
        ui.columns(2, |columns| {
            for (n, (ui, keys)) in columns.iter_mut().zip(keys.chunks(half)).enumerate() {
                egui::Grid::new(("keys", n))
                    .num_columns(2)
                    .min_col_width(92.0)
                    .spacing([space::M, 6.0])
                    .show(ui, |ui| {
                        for (key, what) in keys {
                            widgets::key_cap(ui, key);
                            ui.label(what);
                            ui.end_row();
                        }
                    });
            }
        });
        ui.add_space(space::M);
        widgets::section(ui, &tell!(text, "help-timeline"));
        ui.horizontal_wrapped(|ui| {
            for state in State::ALL {
                widgets::legend_entry(ui, state);
                ui.add_space(space::S);
            }
        });
        ui.add_space(space::M);
        widgets::section(ui, &tell!(text, "help-screen"));
        ui.horizontal_wrapped(|ui| {
            let motion = TextButton::new(tell!(text, "less-motion")).selected(less);
            if ui.add(motion).clicked() {
                out.push(Command::LessMotion);
            }
            let smaller = TextButton::new(tell!(text, "smaller-text")).shortcut("Ctrl+-");
            if ui.add(smaller).clicked() {
                out.push(Command::Smaller);
            }
            let larger = TextButton::new(tell!(text, "larger-text")).shortcut("Ctrl++");
            if ui.add(larger).clicked() {
                out.push(Command::Larger);
            }
        });
    });
    if closed {
        app.overlay = None;
    }
}
