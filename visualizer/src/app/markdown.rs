//! The little Markdown that stories are written in: headings, paragraphs, lists, **strong**, *emphasis* and `code`.

use egui::text::{LayoutJob, TextFormat};
use egui::{FontId, RichText, Ui};

use crate::look::theme::{size, space};
use crate::look::{Tokens, fonts, tokens};

/// Shows a text.
pub(super) fn ui(ui: &mut Ui, text: &str) {
    let t = tokens(ui);
    let text = text.replace("\r\n", "\n");
    for block in text.split("\n\n").map(str::trim).filter(|b| !b.is_empty()) {
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
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let kinds = [
            ("**", fonts::strong(16.0), t.text),
            ("`", fonts::code(size::CODE), t.text),
            ("*", fonts::strong(16.0), t.text),
        ];
        let spans = kinds.into_iter().filter_map(|(mark, font, color)| {
            let start = rest.find(mark)?;
            let length = rest[start + mark.len()..].find(mark)?;
            Some((start, mark.len(), length, font, color))
        });
        // Of those that begin at the same place, the first in the list.
        let first = spans.min_by_key(|s| s.0);
        let Some((start, mark, length, font, color)) = first else {
            put(rest, fonts::text(16.0), t.text);
            break;
        };
        put(&rest[..start], fonts::text(16.0), t.text);
        put(&rest[start + mark..start + mark + length], font, color);
        rest = &rest[start + 2 * mark + length..];
    }
    job
}
