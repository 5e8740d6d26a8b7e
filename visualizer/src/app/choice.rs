//! An answer to choose: a row as wide as there is room, with a mark before it. It also shows how it was judged.

use egui::{Color32, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use crate::look::theme::{radius, size, space};
use crate::look::widgets::focus_ring;
use crate::look::{Icon, fonts, icons, tokens};
use crate::text::{tell, text};

/// How an answer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stand {
    /// It can be chosen.
    Open,
    /// It is chosen, and not judged.
    Chosen,
    /// It was chosen, or rightly left out.
    Right,
    /// It was chosen, and is wrong.
    Wrong,
    /// It was left out, and is right.
    Missed,
    /// It was left out, and that is right.
    Passed,
}

/// The row. `many`: others can be chosen beside it. Once judged it cannot be clicked, if `settled`.
pub(super) fn ui(ui: &mut Ui, words: &str, stand: Stand, many: bool, settled: bool) -> Response {
    let t = tokens(ui);
    let text = text(ui);
    const MARK: f32 = 18.0;
    let left = space::M + MARK + space::S + 2.0;
    let width = ui.available_width();
    let galley = ui.painter().layout(
        words.to_owned(),
        fonts::text(size::BODY),
        Color32::PLACEHOLDER,
        width - left - space::M,
    );
    let height = (galley.size().y + 2.0 * space::S).max(38.0);
    let sense = if settled { Sense::hover() } else { Sense::click() };
    // It is known by its words, so that it keeps the focus when something is told above it.
    let (_, rect) = ui.allocate_space(vec2(width, height));
    let response = ui.interact(rect, ui.scope_id().with(words), sense);
    let name = match stand {
        Stand::Open | Stand::Chosen => words.to_owned(),
        Stand::Right => tell!(text, "choice-right", words),
        Stand::Wrong => tell!(text, "choice-wrong", words),
        Stand::Missed => tell!(text, "choice-missed", words),
        Stand::Passed => tell!(text, "choice-passed", words),
    };
    let on = matches!(stand, Stand::Chosen | Stand::Right | Stand::Wrong);
    let role = if many { Role::CheckBox } else { Role::RadioButton };
    response.widget_info(|| WidgetInfo::selected(role, !settled, on, &name));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let hovered = !settled && response.hovered();
    let (fill, line) = match stand {
        Stand::Open if hovered => (t.raised, t.accent),
        Stand::Open => (t.card, t.line_strong),
        Stand::Chosen => (t.accent_soft, t.accent),
        Stand::Right => (t.good_soft, t.good),
        Stand::Wrong => (t.bad_soft, t.bad),
        Stand::Missed => (t.card, t.good),
        Stand::Passed => (t.card, t.line),
    };
    let painter = ui.painter();
    painter.rect(rect, radius::CONTROL, fill, Stroke::new(1.0, line), StrokeKind::Inside);
    let at = pos2(rect.left() + space::M + MARK / 2.0, rect.center().y);
    match stand {
        Stand::Right | Stand::Missed => icons::paint(painter, Icon::Check, at, MARK, t.good),
        Stand::Wrong => icons::paint(painter, Icon::Cross, at, MARK, t.bad),
        Stand::Open | Stand::Chosen | Stand::Passed => {
            let ink = if on { t.accent } else { t.line_strong };
            let side = MARK - 4.0;
            let ring = egui::Rect::from_center_size(at, vec2(side, side));
            let corner = if many { f32::from(radius::SMALL) } else { side / 2.0 };
            painter.rect(ring, corner, t.sunk, Stroke::new(1.5, ink), StrokeKind::Inside);
            if on && many {
                icons::paint(painter, Icon::Check, at, side, ink);
            } else if on {
                painter.circle_filled(at, side / 4.0, ink);
            }
        }
    }
    let ink = if stand == Stand::Passed { t.weak } else { t.text };
    let text_at = pos2(rect.left() + left, rect.center().y - galley.size().y / 2.0);
    painter.galley_with_override_text_color(text_at, galley, ink);
    if response.has_focus() {
        focus_ring(painter, t, rect, radius::CONTROL);
    }
    response
}
