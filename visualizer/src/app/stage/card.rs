//! The frame of a card: its title and what an object is in few words, for the eye and for the ear. What changed in this
//! step is lit, the rest is calm.

use egui::{Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::drawing::Drawing;
use super::pictures::{self, Picture};
use super::{Measure, word};
use crate::app::motion::Cast;
use crate::app::threads::line_of;
use crate::app::{Command, Run, facts, listed};
use crate::closer::{self, why::Subject};
use crate::look::theme::{mix, radius, size, space};
use crate::look::{fonts, icons, tokens, widgets};
use crate::picture::Thing;
use crate::text::tell;

/// How much of its strength a card keeps in which nothing has changed in this step.
const CALM: f32 = 0.72;

/// Whether a card steps back, because something has changed in another one.
fn is_calm(run: &Run, thing: &Thing) -> bool {
    run.cursor > 0 && !thing.changed && run.scene.things.iter().any(|thing| thing.changed)
}

/// Draws the card into `rect`.
pub(super) fn ui(
    ui: &Ui,
    run: &Run,
    thing: &Thing,
    rect: Rect,
    measure: Measure,
    cast: &mut Cast,
    out: &mut Vec<Command>,
) {
    let t = tokens(ui);
    let mut painter = ui.painter_at(rect.expand(3.0));
    let picture = pictures::of(thing);
    let note = picture.note(run, thing);
    let id = ui.scope_id().with(("thing", thing.id.0));
    let response = ui.interact(rect, id, Sense::click());
    let changed = thing.changed && run.cursor > 0;
    let mut name = spoken(run, thing, picture, changed);
    if let Some(words) = word::words(run.text, run, thing) {
        name += &format!(", {words}");
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Figure, true, &name));
    if response.clicked() {
        out.push(Command::Why(Some(Subject::Object(thing.id))));
    }
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    facts::tell(&response, || {
        let mut facts = closer::facts::of_thing(run.text, &run.trace, run.cursor, thing);
        facts.extend(word::legend(run.text, run, thing));
        facts.push(tell!(run.text, "click-to-ask"));
        facts
    });
    if !ui.is_rect_visible(rect) {
        return;
    }
    let (fill, line) = match (changed, response.hovered()) {
        (true, _) => (t.card, Stroke::new(2.0, mix(t.card, t.accent, 0.75))),
        (false, true) => (t.card, Stroke::new(1.0, t.line_strong)),
        (false, false) => (t.card, Stroke::new(1.0, t.line)),
    };
    painter.rect(rect, radius::CARD, fill, line, StrokeKind::Inside);
    if response.has_focus() {
        widgets::focus_ring(&painter, t, rect.shrink(3.0), radius::CARD);
    }
    if changed {
        // A mark and a word, not the colour alone.
        let bar = Rect::from_min_size(rect.min + vec2(0.0, 13.0), vec2(4.0, 22.0));
        painter.rect_filled(bar, 2, t.accent);
    }
    if is_calm(run, thing) {
        painter.set_opacity(CALM);
    }
    let y = rect.top() + 24.0;
    let left = rect.left() + space::L;
    let mut right = rect.right() - space::L;
    icons::paint(&painter, picture.icon_now(thing), pos2(left + 9.0, y), 18.0, t.weak);
    let kind = painter.layout_no_wrap(thing.kind.clone(), fonts::text(size::SMALL), t.weak);
    let width = right - left - 26.0;
    let title = line_of(ui, &thing.name, fonts::strong(size::HEADING), t.text, width);
    let at = left + 26.0;
    let title_width = title.size().x;
    painter.galley(pos2(at, y - title.size().y / 2.0), title, t.text);
    let mut used = at + title_width + space::S;
    // "a lock" needs no second word for its type.
    let unnamed = run.trace.objects[thing.id.index()].name.is_none();
    let needed = painter.layout_no_wrap(note.clone(), fonts::text(size::SMALL), t.weak).size().x;
    if !unnamed && used + kind.size().x + space::M + needed < right {
        let kind_width = kind.size().x;
        painter.galley(pos2(used, y - kind.size().y / 2.0 + 1.0), kind, t.weak);
        used += kind_width + space::M;
    }
    if changed {
        let word = painter.layout_no_wrap(tell!(run.text, "changed"), fonts::strong(size::SMALL), t.accent);
        let wide = word.size().x;
        if used + wide + space::M + needed.min(150.0) < right {
            painter.galley(pos2(right - wide, y - word.size().y / 2.0), word, t.accent);
            right -= wide + space::M;
        }
    }
    if right - used > 40.0 {
        let galley = line_of(ui, &note, fonts::text(size::SMALL), t.weak, right - used);
        let at = pos2(right - galley.size().x, y - galley.size().y / 2.0);
        painter.galley(at, galley, t.weak);
    }
    let body = Rect::from_min_max(
        pos2(left, rect.top() + measure.title),
        pos2(rect.right() - space::L, rect.bottom() - space::M),
    );
    let (body, foot) = body.split_top_bottom_at_y(body.bottom() - word::height(run, thing));
    word::paint(ui, &painter, run, thing, foot);
    // Seats grow with the card.
    let spare = body.height() - picture.height(run, thing, body.width(), measure);
    let least = measure.seat;
    let seat = (least + (spare * 0.18).min((body.width() - 260.0) * 0.06)).clamp(least, 42.0);
    picture.draw(&mut Drawing { seat, captions: measure.caption, ui, painter, t, run, thing, cast }, body);
}

/// The card for a screen reader: "Lock orders, held by cook, contains [1], waiter B waits".
fn spoken(run: &Run, thing: &Thing, picture: &dyn Picture, changed: bool) -> String {
    let text = run.text;
    let mut parts = vec![format!("{} {}", thing.kind, thing.name), picture.note(run, thing)];
    parts.extend(picture.contents(run, thing));
    for waiting in &thing.waiting {
        let who = run.name(waiting.thread);
        parts.push(match waiting.asleep {
            true => tell!(text, "thread-sleeps", who),
            false => tell!(text, "thread-waits", who),
        });
    }
    parts.extend(changed.then(|| tell!(text, "changed-in-this-step")));
    parts.retain(|p| !p.is_empty());
    listed(text, &parts)
}
