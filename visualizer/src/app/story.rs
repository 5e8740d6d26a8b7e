//! The lesson's story, beside the stage: to be read while stepping.

use egui::{Align, Layout, Role, Ui, WidgetInfo};
use lessons::Story;

use super::{Command, Run, markdown};
use crate::look::theme::space;
use crate::look::widgets::{Emphasis, IconButton, TextButton};
use crate::look::{Icon, title_text};
use crate::text::{Text, tell};

/// The pane.
pub(super) fn ui(ui: &mut Ui, run: &Run, out: &mut Vec<Command>) {
    ui.with_layout(Layout::right_to_left(Align::TOP), |ui| {
        let close = IconButton::new(Icon::Cross, tell!(run.text, "story-close")).shortcut("S");
        if ui.add(close.emphasis(Emphasis::Bare)).clicked() {
            out.push(Command::Story);
        }
        ui.with_layout(Layout::top_down(Align::LEFT), |ui| {
            let title = ui.add(egui::Label::new(title_text(run.title)).wrap());
            title.widget_info(|| WidgetInfo::labeled(Role::Heading, true, run.title));
        });
    });
    ui.add_space(space::S);
    let fails = run.program.win.is_some();
    let text = run.story.as_ref().map(|story| words(run.text, story)).unwrap_or_default();
    let foot = if fails { 32.0 + space::L } else { 0.0 };
    egui::ScrollArea::vertical()
        .auto_shrink([false, true])
        .max_height(ui.available_height() - foot)
        .show(ui, |ui| markdown::ui(ui, &text));
    if fails {
        ui.add_space(space::S);
        let hint = TextButton::new(tell!(run.text, "story-show-failing")).icon(Icon::Search);
        if ui.add(hint).clicked() {
            out.push(Command::Hint);
        }
    }
}

fn words(text: &Text, story: &Story) -> String {
    let Story { situation, prediction, task, aha, .. } = story;
    let parts = [
        (tell!(text, "story-question"), &prediction.text),
        (tell!(text, "story-task"), task),
        (tell!(text, "story-aha"), aha),
    ];
    parts.iter().fold(situation.clone(), |story, (title, part)| format!("{story}\n\n**{title}** {part}"))
}
