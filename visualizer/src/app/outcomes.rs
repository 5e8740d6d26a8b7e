//! What can come of the program: each outcome once, with a schedule that leads there.

use egui::{RichText, Ui};

use super::{App, Command, answer, shell};
use crate::look::theme::{size, space};
use crate::look::widgets::{self, Emphasis, TextButton, Tone};
use crate::look::{Icon, fonts, tokens};
use crate::narrate;
use crate::protocol::{Conclusion, Found};
use crate::text::{tell, text};

/// The window.
pub(super) fn ui(app: &mut App, ui: &mut Ui) {
    let asked = app.asked;
    let outcomes = app.outcomes.as_ref();
    let out = &mut app.commands;
    let text = text(ui);
    let closed = shell::window(ui, &tell!(text, "outcomes"), 640.0, |ui| match (asked, outcomes) {
        (Some(asked), _) => {
            let words = match asked.progress {
                Some(progress) => answer::tried(text, progress),
                None => tell!(text, "outcomes-begins"),
            };
            ui.label(words);
            if ui.add(TextButton::new(tell!(text, "stop")).icon(Icon::Cross).shortcut("Esc")).clicked() {
                out.push(Command::Close);
            }
        }
        (None, Some(found)) => list(ui, found, out),
        (None, None) => {
            ui.label(tell!(text, "outcomes-unknown"));
        }
    });
    if closed {
        app.commands.push(Command::Close);
    }
}

fn list(ui: &mut Ui, found: &Found, out: &mut Vec<Command>) {
    let t = tokens(ui);
    let text = text(ui);
    let schedules = found.executions;
    let words = match (&found.conclusion, found.complete) {
        (Conclusion::NotDeterministic(how), _) => how.clone(),
        (_, true) => tell!(text, "outcomes-all", schedules),
        (_, false) => tell!(text, "outcomes-some", schedules),
    };
    ui.label(RichText::new(words).color(t.weak));
    ui.add_space(space::S);
    let first_bad = found.outcomes.iter().position(|outcome| !outcome.is_fine());
    for (number, outcome) in found.outcomes.iter().enumerate() {
        widgets::card(ui, |ui| {
            ui.horizontal(|ui| {
                let (icon, tone) = match outcome.is_fine() {
                    true => (Icon::Check, Tone::Good),
                    false => (Icon::Cross, Tone::Bad),
                };
                widgets::pill(ui, Some(icon), &super::capital(&outcome.ending), tone);
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    let name = tell!(text, "outcome-walk", number = number + 1, ending = outcome.ending);
                    let walk = TextButton::new(tell!(text, "walk-it")).name(name).icon(Icon::Next);
                    let walk =
                        if first_bad == Some(number) { walk.emphasis(Emphasis::Primary) } else { walk };
                    if ui.add(walk).clicked() {
                        out.push(Command::Walk(found.program.grain, outcome.schedule.clone()));
                    }
                });
            });
            if !outcome.why.is_empty() {
                ui.label(RichText::new(super::capital(&outcome.why)).color(t.weak));
            }
            for (who, said) in &outcome.said {
                ui.horizontal_wrapped(|ui| {
                    ui.spacing_mut().interact_size.y = 20.0;
                    ui.label(RichText::new(who).font(fonts::strong(size::BODY)));
                    let said: Vec<String> = said.iter().map(|line| tell!(text, "quoted", line)).collect();
                    ui.label(RichText::new(text.list(&said)).color(t.weak));
                });
            }
        });
        ui.add_space(space::XS);
    }
    if found.untold > 0 {
        ui.label(RichText::new(tell!(text, "outcomes-untold", count = found.untold)).color(t.weak));
    }
    if let Some(luck) = found.luck {
        ui.add_space(space::S);
        ui.label(RichText::new(tell!(text, "outcomes-luck")).font(fonts::strong(size::BODY)));
        ui.label(narrate::luck(text, luck));
    }
}
