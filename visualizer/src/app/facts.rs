//! What is told of a thing while the pointer is on it, or the keyboard.

use egui::{RichText, Tooltip, Ui};

use super::capital;
use crate::look::theme::size;
use crate::look::{fonts, tokens};
use crate::text::text;

/// Tells these facts, the first one as a title, as long as `response` is hovered or has the focus. A screen reader
/// hears them as the description of what has the focus.
pub(super) fn tell(response: &egui::Response, facts: impl FnOnce() -> Vec<String>) {
    if response.has_focus() {
        let facts = facts();
        let said = text(&response.ctx).join(&facts);
        response.ctx.accesskit_node_builder(response.id, |node| node.set_description(said));
        show(response, &facts);
    } else if response.hovered() && Tooltip::should_show_tooltip(response, true) {
        show(response, &facts());
    }
}

/// Tells these facts beside `response`.
pub(super) fn show(response: &egui::Response, facts: &[String]) {
    Tooltip::for_widget(response).width(420.0).show(|ui| lines(ui, facts));
}

fn lines(ui: &mut Ui, facts: &[String]) {
    let t = tokens(ui);
    for (n, fact) in facts.iter().enumerate() {
        let (font, ink) = match n {
            0 => (fonts::strong(size::BODY), t.text),
            _ => (fonts::text(size::SMALL), t.weak),
        };
        ui.label(RichText::new(capital(fact)).font(font).color(ink));
    }
}
