//! The little Markdown that stories are written in: headings, paragraphs, lists, **strong**, *emphasis* and `code`.

use egui::text::{LayoutJob, TextFormat};
use egui::{FontId, RichText, Ui};

use crate::look::theme::{size, space};
use crate::look::{Tokens, fonts, tokens};
use crate::prose::{self, Set};

/// Shows a text.
pub(super) fn ui(ui: &mut Ui, text: &str) {
    let t = tokens(ui);
    for block in &prose::blocks(text) {
        if let Some(heading) = block.strip_prefix('#') {
            let heading = heading.trim_start_matches('#').trim();
            ui.label(RichText::new(heading).font(fonts::strong(size::HEADING)));
        } else if block.starts_with("- ") {
            for item in format!("\n{block}").split("\n- ").skip(1) {
                ui.horizontal_top(|ui| {
                    ui.label("•");
                    ui.label(paragraph(item, t));
                });
            }
        } else {
            ui.label(paragraph(block, t));
        }
        ui.add_space(space::S);
    }
}

fn paragraph(text: &str, t: &Tokens) -> LayoutJob {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut job = LayoutJob::default();
    let mut put = |text: &str, font: FontId, color| {
        let mut format = TextFormat::simple(font, color);
        format.line_height = Some(23.0);
        job.append(text, 0.0, format);
    };
    for (set, text) in prose::pieces(&text) {
        let font = match set {
            Set::Plain => fonts::text(16.0),
            Set::Strong | Set::Emphasis => fonts::strong(16.0),
            Set::Code => fonts::code(size::CODE),
        };
        put(text, font, t.text);
    }
    job
}
