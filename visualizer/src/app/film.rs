//! A run as pictures of the app's own views, without its buttons: a still of one step, or a film of them all.

use std::borrow::Cow;

use egui::{CentralPanel, ColorImage, Context, Frame, Margin, Panel, RichText, Theme, Ui};
use gif::{DisposalMethod, Encoder, Repeat};

use super::{Run, capital, headline, motion, source, stage, timeline};
use crate::look::theme::{size, space};
use crate::look::{fonts, tokens, widgets};
use crate::share::{Shared, Watch};
use crate::soft::{Camera, Studio};
use crate::text::{self, tell};

const WIDTH: f32 = 1000.0;
const HEIGHT: f32 = 640.0;
/// The place of the sentences: it stays as it is, so that the stage does.
const WORDS: f32 = 108.0;
/// A film of more steps than this would be too large to send, and to sit through.
const MOST: usize = 200;

/// The step at the cursor, as PNG, two pixels a point.
///
/// # Errors
/// When the picture cannot be encoded.
pub(crate) fn still(run: &Shared, theme: Theme) -> Result<Vec<u8>, String> {
    let mut set = Set::new(run, theme, 2.0);
    let picture = set.frame(run.cursor);
    let [width, height] = picture.size.map(|side| side as u32);
    let mut bytes = std::io::Cursor::new(Vec::new());
    let kind = (image::ColorType::Rgba8, image::ImageFormat::Png);
    image::write_buffer_with_format(&mut bytes, picture.as_raw(), width, height, kind.0, kind.1)
        .map_err(|error| error.to_string())?;
    Ok(bytes.into_inner())
}

/// Every step, as an animated GIF that begins anew after its end.
///
/// # Errors
/// When there are too many steps.
pub(crate) fn film(run: &Shared, theme: Theme, watch: &Watch<'_>) -> Result<Vec<u8>, String> {
    let steps = run.trace.steps.len() - 1;
    if steps > MOST {
        return Err(tell!(run.text, "share-too-long", steps, most = MOST));
    }
    let mut set = Set::new(run, theme, 1.0);
    let mut bytes = Vec::new();
    let side = |points: f32| points as u16;
    let mut gif = Encoder::new(&mut bytes, side(WIDTH), side(HEIGHT), &[]).map_err(|e| e.to_string())?;
    gif.set_repeat(Repeat::Infinite).map_err(|e| e.to_string())?;
    let mut before = None;
    for step in 0..=steps {
        watch(step, steps);
        let picture = set.frame(step);
        let words = set.run.log[step].join(" ").split_whitespace().count() as u16;
        let mut frame = change(&picture, before.as_ref());
        // In hundredths of a second: time to see what moved, and to read.
        frame.delay = if step == steps { 600 } else { (120 + 22 * words).min(600) };
        gif.write_frame(&frame).map_err(|e| e.to_string())?;
        before = Some(picture);
    }
    drop(gif);
    Ok(bytes)
}

/// What a picture changes in the one before: the smallest rectangle around it, transparent where nothing changed.
fn change(picture: &ColorImage, before: Option<&ColorImage>) -> gif::Frame<'static> {
    let [width, height] = picture.size;
    let changed =
        |x: usize, y: usize| before.is_none_or(|b| b.pixels[y * width + x] != picture.pixels[y * width + x]);
    let rows: Vec<usize> = (0..height).filter(|&y| (0..width).any(|x| changed(x, y))).collect();
    let columns: Vec<usize> = (0..width).filter(|&x| rows.iter().any(|&y| changed(x, y))).collect();
    // A step that changes nothing is still a frame, of one pixel.
    let range = |all: &[usize]| all.first().map_or((0, 1), |&first| (first, all[all.len() - 1] + 1));
    let ((left, right), (top, bottom)) = (range(&columns), range(&rows));
    let mut pixels = Vec::with_capacity((right - left) * (bottom - top) * 4);
    for (y, x) in (top..bottom).flat_map(|y| (left..right).map(move |x| (y, x))) {
        let color = picture.pixels[y * width + x];
        pixels.extend(if changed(x, y) { color.to_array() } else { [0; 4] });
    }
    // Every tenth pixel is enough to find the colours of a screen.
    const SPEED: i32 = 10;
    let size = [right - left, bottom - top].map(|side| side as u16);
    let frame = gif::Frame::from_rgba_speed(size[0], size[1], &mut pixels, SPEED);
    gif::Frame {
        left: left as u16,
        top: top as u16,
        dispose: DisposalMethod::Keep,
        buffer: Cow::Owned(frame.buffer.into_owned()),
        ..frame
    }
}

/// Where the pictures are taken.
struct Set {
    studio: Studio,
    run: Run,
}

impl Set {
    fn new(run: &Shared, theme: Theme, pixels_per_point: f32) -> Set {
        let ctx = Context::default();
        crate::look::install(&ctx);
        text::speak(&ctx, run.text);
        let camera = Camera { pixels_per_point, ..Camera::new(WIDTH, HEIGHT, theme) };
        Set { studio: Studio::new(ctx, camera), run: Run::of(run) }
    }

    fn frame(&mut self, step: usize) -> ColorImage {
        let Set { studio, run } = self;
        run.look_at(step);
        studio.picture(|ui| scene(ui, run))
    }
}

fn scene(ui: &mut Ui, run: &Run) {
    let t = tokens(ui);
    let pane =
        |fill, x: f32, y: f32| Frame::new().fill(fill).inner_margin(Margin::symmetric(x as i8, y as i8));
    let (_, lanes) = timeline::heights(run, HEIGHT * 0.24);
    Panel::bottom("lanes")
        .resizable(false)
        .exact_size(lanes + 2.0 * space::S)
        .frame(pane(t.panel, space::L, space::S))
        .show(ui, |ui| timeline::ui(ui, run, lanes, false, &mut Vec::new()));
    Panel::left("program")
        .resizable(false)
        .exact_size(WIDTH * 0.42)
        .frame(pane(t.panel, space::M, space::M))
        .show(ui, |ui| {
            ui.label(RichText::new(run.title).font(fonts::strong(size::HEADING)).color(t.text));
            ui.add_space(space::XS);
            source::still(ui, run);
        });
    CentralPanel::default().frame(pane(t.bg, space::L, space::M)).show(ui, |ui| {
        let top = ui.cursor().top();
        words(ui, run);
        ui.add_space((top + WORDS - ui.cursor().top()).max(space::XS));
        let room = ui.available_height();
        // Nobody presses a button in a picture, and nothing moves.
        stage::ui(ui, run, &mut motion::Motion::default(), None, room, &mut Vec::new());
    });
}

/// The step in words; and the verdict, if there is one.
fn words(ui: &mut Ui, run: &Run) {
    let t = tokens(ui);
    ui.horizontal(|ui| {
        ui.set_min_height(26.0);
        if let Some(thread) = run.acting() {
            let name = run.name(thread);
            widgets::thread_token(ui, run.mark(thread), 10.0, &name);
            ui.label(RichText::new(&name).font(fonts::strong(size::BODY)).color(t.text));
        }
        if let Some((_, Some(call))) = run.acted() {
            ui.add(
                egui::Label::new(RichText::new(call).font(fonts::code(size::CODE)).color(t.text)).truncate(),
            );
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let count = format!("{} / {}", run.cursor, run.steps());
            ui.label(RichText::new(count).font(fonts::text(size::SMALL)).color(t.weak));
        });
    });
    if let Some(verdict) = run.verdict() {
        let (title, words) = crate::narrate::verdict(run.text, &run.trace, verdict);
        let look = if verdict.is_fine() { headline::Look::Good } else { headline::Look::Bad };
        headline::plate(ui, look, headline::Buttons::Close, &capital(&title), &capital(&words), |_| {});
        return;
    }
    let told: Vec<String> = run.log[run.cursor].iter().map(|sentence| capital(sentence)).collect();
    ui.label(RichText::new(told.join(" ")).font(fonts::strong(18.0)).color(t.text));
}
