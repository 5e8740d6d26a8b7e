//! The stage: a card per object of the program, in rows. What is in a card is drawn by its picture.

use egui::{Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};
use stepper::ObjectId;

use super::motion::{Cast, Motion};
use super::{Command, Run, rooms};
use crate::look::theme::space;
use crate::look::{Icon, tokens, widgets};
use crate::picture;
use crate::text::tell;

mod card;
mod drawing;
mod pictures;
mod tube;
mod word;

const GAP: f32 = 14.0;

/// How much room a card gives to its parts.
#[derive(Clone, Copy)]
struct Measure {
    /// The least width of a card.
    width: f32,
    title: f32,
    /// A line of words below the picture; 0: none, as the title's line says the same.
    caption: f32,
    /// The radius of a seat.
    seat: f32,
    /// The least height of a body.
    body: f32,
    /// How much higher a row can be: a card is hardly larger than what is in it.
    more: f32,
}

/// For few objects, and for a wall.
const GRAND: Measure =
    Measure { width: 330.0, title: 48.0, caption: 24.0, seat: 28.0, body: 96.0, more: 100.0 };

const AIRY: Measure =
    Measure { width: 250.0, title: 44.0, caption: 22.0, seat: 20.0, body: 60.0, more: 56.0 };

/// For many objects, or little room.
const DENSE: Measure =
    Measure { width: 226.0, title: 40.0, caption: 0.0, seat: 16.0, body: 36.0, more: 40.0 };

/// For a stage that is narrow and low: what leads to a deadlock should be seen at once.
const TIGHT: Measure =
    Measure { width: 156.0, title: 38.0, caption: 0.0, seat: 12.0, body: 32.0, more: 30.0 };

/// The airiest measure in which all cards fit into `room`. Where none does, one scrolls.
fn measure(run: &Run, width: f32, room: f32) -> Measure {
    let fits = |measure: &Measure| wanted(run, width, *measure) <= room;
    // Beside each other is better than large.
    let rows = |measure| rows(run, width, measure).len();
    let grand = Some(GRAND).filter(|_| rows(GRAND) == rows(AIRY));
    grand.into_iter().chain([AIRY, DENSE, TIGHT]).find(fits).unwrap_or(DENSE)
}

/// How much of so much height the stage has use for.
pub(super) fn height(run: &Run, width: f32, room: f32) -> f32 {
    let measure = measure(run, width, room);
    let more = measure.more * rows(run, width, measure).len() as f32;
    (wanted(run, width, measure) + more).min(room)
}

/// The height in which all cards are seen, or at least enough of them.
pub(super) fn least(run: &Run, width: f32) -> f32 {
    wanted(run, width, TIGHT).min(rooms::LEAST)
}

fn wanted(run: &Run, width: f32, measure: Measure) -> f32 {
    let rows = rows(run, width, measure);
    let gaps = GAP * rows.len().saturating_sub(1) as f32;
    rows.iter().map(|r| row_height(run, r, width, measure)).sum::<f32>() + gaps
}

/// The cards, in at most `room` points of height.
pub(super) fn ui(
    ui: &mut Ui,
    run: &Run,
    motion: &mut Motion,
    time: Option<f64>,
    room: f32,
    out: &mut Vec<Command>,
) {
    let place = Rect::from_min_size(ui.cursor().min, vec2(ui.available_width(), room));
    let stage = ui.interact(place, ui.scope_id().with("the stage"), Sense::hover());
    stage.widget_info(|| WidgetInfo::labeled(Role::Group, true, tell!(run.text, "stage")));
    let scrolled = egui::ScrollArea::vertical()
        .id_salt("stage")
        .max_height(room)
        .min_scrolled_height(room)
        .auto_shrink([false, false])
        .show(ui, |ui| {
            let width = ui.available_width();
            let measure = measure(run, width, room);
            let wanted = wanted(run, width, measure);
            let rows = rows(run, width, measure);
            // Room that is left makes the rows higher, up to a point: here nobody else has use for it.
            let more = ((room - wanted) / rows.len().max(1) as f32).clamp(0.0, 3.0 * measure.more);
            let origin = ui.cursor().min;
            ui.spacing_mut().item_spacing.y = GAP;
            let mut cast = Cast::default();
            for row in &rows {
                let high = row_height(run, row, width, measure) + more;
                let (all, _) = ui.allocate_exact_size(vec2(width, high), Sense::hover());
                let mut left = all.left();
                for (&index, wide) in row.iter().zip(widths(run, row, width)) {
                    let rect = Rect::from_min_size(pos2(left, all.top()), vec2(wide, high));
                    card::ui(ui, run, &run.scene.things[index], rect, measure, &mut cast, out);
                    left += wide + GAP;
                }
            }
            if rows.is_empty() {
                let t = tokens(ui);
                let words = tell!(run.text, "stage-empty");
                ui.label(egui::RichText::new(words).color(t.weak));
            }
            motion.paint(ui, run, origin, time, &cast);
        });
    widgets::name_bars(ui, &scrolled, &tell!(run.text, "stage"));
}

/// The objects, by index, in rows of equal cards.
fn rows(run: &Run, width: f32, measure: Measure) -> Vec<Vec<usize>> {
    let count = run.scene.things.len();
    if count == 0 {
        return Vec::new();
    }
    // A name is rather read than guessed.
    let name = run.scene.things.iter().map(|thing| thing.name.chars().count()).max().unwrap_or(0);
    let least = measure.width.max(name as f32 * 9.5 + 62.0);
    let fit = ((width + GAP) / (least + GAP)).floor().max(1.0) as usize;
    let fit = fit.min(3).min(count);
    // Rows as even as they can be: 4 cards are 2 and 2, not 3 and 1.
    let lines = count.div_ceil(fit);
    let each = count.div_ceil(lines);
    let all: Vec<usize> = (0..count).collect();
    all.chunks(each).map(<[usize]>::to_vec).collect()
}

/// How wide each card of a row is: what has more in it gets more.
fn widths(run: &Run, row: &[usize], width: f32) -> impl Iterator<Item = f32> {
    let weight = |&index: &usize| {
        let thing = &run.scene.things[index];
        pictures::of(thing).weight(thing)
    };
    let one = (width - GAP * (row.len() as f32 - 1.0)) / row.iter().map(weight).sum::<f32>();
    row.iter().map(move |index| one * weight(index))
}

fn row_height(run: &Run, row: &[usize], width: f32, measure: Measure) -> f32 {
    let wanted = row.iter().zip(widths(run, row, width)).map(|(&i, wide)| {
        let thing = &run.scene.things[i];
        pictures::of(thing).height(run, thing, wide, measure) + word::height(run, thing)
    });
    measure.title + wanted.fold(measure.body, f32::max) + space::M
}

/// The icon of an object, whatever state it is in.
pub(super) fn icon_of(run: &Run, id: ObjectId) -> Icon {
    pictures::of_kind(picture::kind(&run.trace, id)).icon()
}
