//! The word of an object, decoded: in steps of single operations, at the foot of its card.

use egui::{Rect, Ui, pos2};

use crate::app::Run;
use crate::app::threads::line_of;
use crate::inside;
use crate::look::theme::size;
use crate::look::{fonts, tokens};
use crate::picture::Thing;
use crate::text::{Text, tell};
use stepper::Grain;

const ROW: f32 = 24.0;

/// How much higher the card is for it.
pub(super) fn height(run: &Run, thing: &Thing) -> f32 {
    let shown = run.id.grain == Grain::Fine && inside::has_word(&run.trace, thing.id);
    if shown { ROW } else { 0.0 }
}

/// "word: 0 free → 1 held"; none while it is not known.
pub(super) fn words(text: &Text, run: &Run, thing: &Thing) -> Option<String> {
    if run.id.grain != Grain::Fine {
        return None;
    }
    let word = run.depth().word(&run.trace, thing.id)?;
    let reads = &run.trace.objects[word.id.index()].reads;
    let (before, now) = word.values;
    let (was, now) = (inside::reading(text, reads, before), inside::reading(text, reads, now));
    Some(match (inside::part(&run.trace, word.id, thing.id), was == now) {
        (None, true) => tell!(text, "word-is", now),
        (None, false) => tell!(text, "word-was", before = was, now),
        (Some(part), true) => tell!(text, "word-part", part, now),
        (Some(part), false) => tell!(text, "word-part-was", part, before = was, now),
    })
}

/// "word: 1 held"
fn now(text: &Text, run: &Run, thing: &Thing) -> Option<String> {
    let word = run.depth().word(&run.trace, thing.id)?;
    let now = inside::reading(text, &run.trace.objects[word.id.index()].reads, word.values.1);
    Some(match inside::part(&run.trace, word.id, thing.id) {
        None => tell!(text, "word-is", now),
        Some(part) => tell!(text, "word-part", part, now),
    })
}

/// Everything that the word can say, for who asks what the object is.
pub(super) fn legend(text: &Text, run: &Run, thing: &Thing) -> Option<String> {
    let word = run.depth().word(&run.trace, thing.id).filter(|_| run.id.grain == Grain::Fine)?;
    let all = inside::legend(text, &run.trace.objects[word.id.index()].reads);
    (!all.is_empty()).then(|| tell!(text, "word-legend", all = all.join(&tell!(text, "word-and"))))
}

/// Puts it in the middle of `foot`.
pub(super) fn paint(ui: &Ui, painter: &egui::Painter, run: &Run, thing: &Thing, foot: Rect) {
    let Some(words) = words(run.text, run, thing) else { return };
    let t = tokens(ui);
    let used = run.depth().word(&run.trace, thing.id).is_some_and(|word| word.used);
    let (font, ink) = match used && run.cursor > 0 {
        true => (fonts::strong(size::SMALL), t.text),
        false => (fonts::text(size::SMALL), t.weak),
    };
    let mut galley = line_of(ui, &words, font.clone(), ink, foot.width());
    if galley.elided {
        // How it was is in the sentence of the step.
        let now = now(run.text, run, thing).unwrap_or(words);
        galley = line_of(ui, &now, font, ink, foot.width());
    }
    let at = foot.center() - galley.size() / 2.0;
    painter.galley(pos2(at.x, at.y), galley, ink);
}
