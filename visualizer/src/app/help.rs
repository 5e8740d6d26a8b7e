//! The keys in their groups, the textures, and the wishes of a person.

use egui::{RichText, Ui};

use super::actions::{self, ACTIONS, Group};
use super::{App, Command, shell};
use crate::look::patterns::State;
use crate::look::theme::{size, space};
use crate::look::widgets::{self, TextButton};
use crate::look::{fonts, tokens};
use crate::text::{Text, tell, text};

/// The groups of each column.
const COLUMNS: [&[Group]; 3] =
    [&[Group::Step], &[Group::Look, Group::Lesson], &[Group::Screen, Group::Present, Group::Share]];

/// The room for the keys of a column.
const KEYS: f32 = 98.0;

/// The window.
pub(super) fn ui(app: &mut App, ui: &mut Ui) {
    let text = text(ui);
    let out = &mut app.commands;
    let less = app.settings.less_motion;
    let closed = shell::window(ui, &tell!(text, "help"), 1040.0, |ui| {
        let t = tokens(ui);
        ui.label(RichText::new(tell!(text, "help-words")).color(t.weak));
        ui.add_space(space::S);
        match ui.available_width() < 780.0 {
            true => Group::ALL.into_iter().for_each(|group| keys(ui, text, group)),
            false => ui.columns_const(|columns: &mut [Ui; 3]| {
                for (ui, groups) in columns.iter_mut().zip(COLUMNS) {
                    groups.iter().for_each(|group| keys(ui, text, *group));
                }
            }),
        }
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
            let mut button = |ui: &mut Ui, words, key, on, command| {
                let button = TextButton::new(words).shortcut(key);
                let button = if on { button.selected(on) } else { button };
                if ui.add(button).clicked() {
                    out.push(command);
                }
            };
            button(ui, tell!(text, "do-present"), "F5", false, Command::Present);
            button(ui, tell!(text, "do-palette"), "Ctrl+K", false, Command::Palette);
            button(ui, tell!(text, "less-motion"), "", less, Command::LessMotion);
            button(ui, tell!(text, "smaller-text"), "Ctrl+-", false, Command::Smaller);
            button(ui, tell!(text, "larger-text"), "Ctrl++", false, Command::Larger);
        });
    });
    if closed {
        app.overlay = None;
    }
}

/// The keys of a group.
fn keys(ui: &mut Ui, text: &Text, group: Group) {
    widgets::section(ui, &actions::group_name(text, group));
    ui.spacing_mut().item_spacing.y = 5.0;
    for action in ACTIONS.iter().filter(|action| action.group == group) {
        let Some(key) = action.keys.first() else { continue };
        let (key, name) = match action.command {
            Command::Thread(0) => ("1 … 9".to_owned(), tell!(text, "do-threads")),
            Command::Thread(_) => continue,
            _ => (actions::key_text(*key), actions::name(text, None, &action.command)),
        };
        row(ui, &key, name);
    }
    if group == Group::Lesson {
        row(ui, "PageDown", tell!(text, "help-page"));
    }
    ui.add_space(space::M);
}

/// A key, and what it does.
fn row(ui: &mut Ui, key: &str, name: String) {
    ui.horizontal_top(|ui| {
        let cap = widgets::key_cap(ui, key);
        ui.add_space((KEYS - cap.rect.width() - ui.spacing().item_spacing.x).max(0.0));
        let words = RichText::new(name).font(fonts::text(size::BODY));
        ui.vertical(|ui| {
            // Its first row is as high as the middle of the key.
            ui.add_space(3.0);
            ui.add(egui::Label::new(words).wrap());
        });
    });
}
