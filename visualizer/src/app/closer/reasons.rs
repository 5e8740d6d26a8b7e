//! "Why?": questions about this moment and their answers, each sentence with the step to look at.

use egui::{Layout, RichText, Role, Ui, WidgetInfo, vec2};

use super::{Asked, nothing};
use crate::app::{Command, Run, capital};
use crate::closer::why::{Question, Reason, Subject};
use crate::look::theme::{size, space};
use crate::look::widgets::{self, Emphasis, TextButton};
use crate::look::{fonts, tokens};
use crate::text::tell;

/// The room for a button that leads to a step.
const BUTTON: f32 = 92.0;

/// All questions of this moment, or the one that was asked.
pub(super) fn ui(ui: &mut Ui, run: &Run, asked: Option<&Asked>, out: &mut Vec<Command>) {
    let area = egui::ScrollArea::vertical().id_salt("why").auto_shrink([false, false]);
    let scrolled = area.show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        if let Some(asked) = asked {
            one(ui, run, asked, out);
            return;
        }
        let questions = run.questions();
        if questions.is_empty() {
            nothing(ui, &tell!(run.text, "nothing-to-ask"));
        }
        for question in questions {
            answer(ui, run, question, out);
            ui.add_space(space::S);
        }
    });
    widgets::name_bars(ui, &scrolled, &tell!(run.text, "why"));
}

fn one(ui: &mut Ui, run: &Run, asked: &Asked, out: &mut Vec<Command>) {
    answer(ui, run, &asked.question, out);
    ui.add_space(space::XS);
    ui.horizontal(|ui| {
        ui.add_space(space::M);
        if run.cursor != asked.at {
            let words = tell!(run.text, "back-to-step", step = asked.at);
            let name = tell!(run.text, "where-asked", words);
            let back = TextButton::new(words).name(name).emphasis(Emphasis::Primary);
            if ui.add(back).clicked() {
                out.push(Command::Jump(asked.at));
            }
        }
        if ui.add(TextButton::new(tell!(run.text, "all-questions"))).clicked() {
            out.push(Command::Why(None));
        }
    });
}

fn answer(ui: &mut Ui, run: &Run, question: &Question, out: &mut Vec<Command>) {
    let t = tokens(ui);
    ui.horizontal(|ui| {
        ui.add_space(space::M);
        if let Subject::Thread(id) = question.subject {
            widgets::thread_token(ui, run.mark(id), 9.0, &run.name(id));
        }
        let title = RichText::new(&question.title).font(fonts::strong(size::BODY)).color(t.text);
        let label = ui.label(title);
        label.widget_info(|| WidgetInfo::labeled(Role::Heading, true, &question.title));
    });
    for reason in &question.reasons {
        row(ui, run, reason, out);
    }
}

fn row(ui: &mut Ui, run: &Run, reason: &Reason, out: &mut Vec<Command>) {
    let words = capital(&reason.text);
    ui.horizontal_top(|ui| {
        ui.add_space(space::M);
        let room = Layout::left_to_right(egui::Align::Center);
        ui.allocate_ui_with_layout(vec2(BUTTON, 28.0), room, |ui| {
            ui.set_min_width(BUTTON);
            let Some(step) = reason.step else { return };
            let name = tell!(run.text, "go-to-step", step, words);
            let text = tell!(run.text, "step", step);
            let here = step == run.cursor;
            if ui.add(TextButton::new(text).name(name).selected(here)).clicked() && !here {
                out.push(Command::Jump(step));
            }
        });
        ui.vertical(|ui| {
            ui.add_space(5.0);
            let text = RichText::new(&words).font(fonts::text(size::BODY)).color(tokens(ui).text);
            let label = ui.add(egui::Label::new(text).wrap());
            label.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
        });
    });
}
