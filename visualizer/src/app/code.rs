//! The window that takes a schedule code.

use egui::{RichText, Role, Ui, WidgetInfo};

use super::{App, Command, shell};
use crate::look::theme::space;
use crate::look::widgets::{Emphasis, TextButton, name_field};
use crate::look::{fonts, tokens};
use crate::text::{tell, text};

/// The window.
pub(super) fn ui(app: &mut App, ui: &mut Ui) {
    let (pasted, out) = (&mut app.pasted, &mut app.commands);
    let own = app.run.as_ref().map_or("", |r| r.code.as_str());
    let text = text(ui);
    let closed = shell::window(ui, &tell!(text, "code-open"), 560.0, |ui| {
        let t = tokens(ui);
        ui.label(RichText::new(tell!(text, "code-words")).color(t.weak));
        ui.add_space(space::XS);
        let edit = egui::TextEdit::singleline(pasted)
            .font(fonts::code(15.0))
            .hint_text("threadlab:tl1.…")
            .desired_width(f32::INFINITY)
            .margin(egui::Margin::symmetric(10, 8));
        let field = ui.add(edit);
        name_field(&field, &tell!(text, "code"));
        let entered = field.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Enter));
        if std::mem::take(&mut app.opens) {
            field.request_focus();
        }
        ui.add_space(space::XS);
        ui.horizontal(|ui| {
            let full = !pasted.trim().is_empty();
            let open = TextButton::new(tell!(text, "open")).emphasis(Emphasis::Primary);
            if ui.add_enabled(full, open).clicked() || entered && full {
                out.push(Command::Load(pasted.clone()));
            }
            if ui.add(TextButton::new(tell!(text, "code-copy-own"))).clicked() {
                out.push(Command::Copy);
            }
        });
        ui.add_space(space::XS);
        let own = RichText::new(own).font(fonts::code(14.0)).color(t.weak);
        let own = ui.add(egui::Label::new(own).wrap());
        own.widget_info(|| WidgetInfo::labeled(Role::Code, true, tell!(text, "code-own")));
    });
    if closed {
        app.overlay = None;
    }
}
