//! What happened, a sentence for each thing worth telling. A click on a step goes there.

use egui::{Rect, RichText, Role, Sense, Ui, WidgetInfo, pos2, vec2};
use stepper::ThreadId;

use super::{Command, Run, chances};
use crate::look::theme::{mix, radius, size, space};
use crate::look::{fonts, icons, tokens, widgets};
use crate::text::tell;

/// How high the whole list would be.
pub(super) fn height(run: &Run) -> f32 {
    ROW * run.steps().max(1) as f32 + 6.0
}

const ROW: f32 = 27.0;

/// The list.
pub(super) fn ui(ui: &mut Ui, run: &Run, scroll: bool, out: &mut Vec<Command>) {
    let t = tokens(ui);
    let steps = run.steps();
    if steps == 0 {
        let words = tell!(run.text, "log-empty");
        ui.horizontal(|ui| {
            ui.add_space(space::M);
            ui.label(RichText::new(words).font(fonts::text(size::BODY)).color(t.weak));
        });
        ui.allocate_space(vec2(ui.available_width(), ui.available_height().max(0.0)));
        return;
    }
    let mut area = egui::ScrollArea::vertical().id_salt("log").auto_shrink([false, false]);
    // In a place of another height it is scrolled anew.
    let place = (run.cursor, steps, ui.available_height() as usize);
    let remembered = egui::Id::unique("log cursor");
    let moved = ui.data(|data| data.get_temp(remembered)) != Some(place);
    ui.data_mut(|data| data.insert_temp(remembered, place));
    if scroll || moved {
        let target = run.cursor.saturating_sub(1) as f32 * ROW;
        area = area.vertical_scroll_offset((target - ui.available_height() + 2.5 * ROW).max(0.0));
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    let scrolled = area.show_rows(ui, ROW, steps, |ui, rows| {
        for index in rows {
            let step = index + 1;
            let words: Vec<String> = run.log[step].iter().map(|s| super::capital(s)).collect();
            let words = run.text.join(&words);
            let size_of_row = vec2(ui.available_width(), ROW);
            let (rect, response) = ui.allocate_exact_size(size_of_row, Sense::click());
            let name = tell!(run.text, "log-step", step, words);
            let on = step == run.cursor;
            response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, on, &name));
            if response.clicked() {
                out.push(Command::Jump(step));
            }
            if !ui.is_rect_visible(rect) {
                continue;
            }
            let painter = ui.painter();
            let fill = match (on, response.hovered()) {
                (true, _) => Some(t.accent_soft),
                (false, true) => Some(t.raised),
                (false, false) => None,
            };
            if let Some(fill) = fill {
                painter.rect_filled(rect.shrink2(vec2(2.0, 1.0)), radius::CONTROL, fill);
            }
            let past = step <= run.cursor;
            let ink = if past { t.text } else { mix(t.card, t.weak, 0.8) };
            let at = pos2(rect.left() + 40.0, rect.center().y);
            let align = egui::Align2::RIGHT_CENTER;
            painter.text(at, align, step, fonts::text(size::SMALL), t.faint);
            let token = pos2(rect.left() + 60.0, rect.center().y);
            match run.trace.steps[step].thread() {
                Some(thread) => token_of(ui, run, thread, token, past),
                None => {
                    icons::paint(painter, chances::icon(run.trace.steps[step].choice), token, 16.0, t.weak)
                }
            }
            let left = rect.left() + 80.0;
            let font = fonts::text(size::BODY);
            let galley = super::threads::line_of(ui, &words, font, ink, rect.right() - left - 8.0);
            let elided = galley.elided;
            ui.painter().galley(pos2(left, rect.center().y - galley.size().y / 2.0), galley, ink);
            if response.has_focus() {
                let ring = Rect::from_min_max(rect.min, rect.max).shrink(3.0);
                widgets::focus_ring(ui.painter(), t, ring, radius::SMALL);
            }
            if elided {
                response.on_hover_text(words);
            }
        }
    });
    widgets::name_bars(ui, &scrolled, &tell!(run.text, "log"));
}

fn token_of(ui: &Ui, run: &Run, thread: ThreadId, at: egui::Pos2, past: bool) {
    let mut painter = ui.painter().clone();
    if !past {
        painter.set_opacity(0.45);
    }
    icons::token(&painter, tokens(ui), run.mark(thread), at, 8.5);
}
