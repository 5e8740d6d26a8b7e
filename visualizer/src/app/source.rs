//! A text, the program's or a primitive's, with a marker for every thread on its line. A marker never stands on a wrong line: where it
//! cannot be told where a guard ends, it says "guard from line N" on the line that made the guard.

use egui::text::{LayoutJob, TextFormat};
use egui::{
    Align, Color32, FontId, Layout, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};
use stepper::{Choice, ThreadId, Verdict};

use super::{Command, Run, Spot};
use crate::look::theme::{CodeColors, radius, size, space};
use crate::look::widgets::{Emphasis, TextButton};
use crate::look::{Icon, fonts, icons, tokens, widgets};
use crate::text::tell;

const ROW: f32 = 21.0;

/// A text to show, with its markers.
pub(super) struct Sheet<'a> {
    /// Its file: the place it is scrolled to is its own.
    pub(super) file: &'a str,
    pub(super) text: &'a str,
    /// Who is where.
    pub(super) spots: Vec<(ThreadId, Spot)>,
    /// What the last step did, and where.
    pub(super) acted: Option<(ThreadId, Spot)>,
    /// The line on which a thread panicked.
    pub(super) failed: Option<u32>,
    /// The line that must be seen before any other.
    pub(super) first: Option<u32>,
}

/// The program's text; `scroll`: to the line of the last step.
pub(super) fn ui(ui: &mut Ui, run: &Run, scroll: bool, out: &mut Vec<Command>) {
    let look = TextButton::new(tell!(run.text, "inside-look")).icon(Icon::Fine);
    heading(ui, &format!("{}.rs", run.program.variant), look, out);
    program(ui, run, scroll);
}

/// The same for a picture, in which nothing can be pressed.
pub(super) fn still(ui: &mut Ui, run: &Run) {
    widgets::section(ui, &format!("{}.rs", run.program.variant));
    program(ui, run, true);
}

/// The file's name, and the button that leads to the other text.
pub(super) fn heading(ui: &mut Ui, file: &str, button: TextButton<'_>, out: &mut Vec<Command>) {
    ui.horizontal(|ui| {
        widgets::section(ui, file);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if ui.add(button.shortcut("I").emphasis(Emphasis::Bare)).clicked() {
                out.push(Command::Inside);
            }
        });
    });
}

/// The program's text alone.
pub(super) fn program(ui: &mut Ui, run: &Run, scroll: bool) {
    let spots: Vec<_> = (0..run.here().then.threads.len())
        .filter_map(|n| {
            let thread = ThreadId(n as u8);
            Some((thread, run.spot_of(thread)?))
        })
        .collect();
    let failed = match run.verdict() {
        Some(Verdict::Panicked { thread, .. }) => run.spot_of(*thread).map(|s| s.line),
        _ => None,
    };
    let acted = run.acting().zip(run.acted().map(|(spot, _)| spot));
    let file = run.program.variant;
    sheet(ui, run, &Sheet { file, text: run.program.source, spots, acted, failed, first: failed }, scroll);
}

/// A text with its markers.
pub(super) fn sheet(ui: &mut Ui, run: &Run, sheet: &Sheet<'_>, scroll: bool) {
    let t = tokens(ui);
    let Sheet { spots, acted, failed, .. } = sheet;
    let most = (1..=sheet.text.lines().count() as u32)
        .map(|line| spots.iter().filter(|(_, s)| s.line == line).count())
        .max()
        .unwrap_or(0);
    let gutter = 10.0 + most.clamp(1, 4) as f32 * 22.0;
    let frame = egui::Frame::new()
        .fill(t.card)
        .stroke(Stroke::new(1.0, t.line))
        .corner_radius(radius::CARD)
        .inner_margin(egui::Margin::symmetric(1, space::S as i8));
    frame.show(ui, |ui| {
        let left = gutter + 34.0;
        let columns = columns(ui, ui.available_width() - left - space::M);
        let rows: Vec<Row> = rows(sheet.text, columns);
        let area = egui::ScrollArea::vertical().id_salt(("source", sheet.file)).auto_shrink([false, false]);
        let scrolled = area.show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            if scroll {
                let around =
                    to_see(run, sheet, &rows, ui.clip_rect().height()).translate(ui.cursor().min.to_vec2());
                ui.scroll_to_rect_animation(around, None, egui::style::ScrollAnimation::none());
            }
            for (index, (text, Row { folded, count, .. })) in sheet.text.lines().zip(&rows).enumerate() {
                let number = index as u32 + 1;
                let here: Vec<_> = spots.iter().filter(|(_, s)| s.line == number).collect();
                let ran = acted.as_ref().filter(|(_, s)| s.line == number && !s.guard);
                let guards = here.iter().any(|(_, s)| s.guard);
                let size = vec2(ui.available_width(), ROW * *count as f32);
                let (row, response) = ui.allocate_exact_size(size, Sense::hover());
                let name = row_name(run, number, text, &here, ran.map(|(thread, _)| *thread));
                response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, &name));
                if !ui.is_rect_visible(row) {
                    continue;
                }
                let painter = ui.painter();
                if let Some((thread, _)) = ran {
                    painter.rect_filled(row, 0, t.thread_soft(thread.index()));
                    let bar = Rect::from_min_size(row.min, vec2(3.0, row.height()));
                    painter.rect_filled(bar, 0, t.thread(thread.index()));
                }
                if *failed == Some(number) {
                    painter.rect_filled(row, 0, t.bad_soft);
                }
                let first = row.top() + ROW / 2.0;
                for (i, (thread, spot)) in here.iter().enumerate() {
                    let x = row.left() + 17.0 + (i.min(3) as f32) * 22.0;
                    let at = pos2(x, first);
                    icons::token(painter, t, run.mark(*thread), at, 9.0);
                    if *failed == Some(number) {
                        let corner = at + vec2(8.0, -5.0);
                        painter.circle(corner, 6.5, t.bad_soft, Stroke::new(1.0, t.bad));
                        icons::paint(painter, Icon::Cross, corner, 8.0, t.bad);
                    }
                    if spot.guard {
                        let line = Stroke::new(1.5, t.line_strong);
                        painter.circle_stroke(at, 11.5, line);
                    }
                }
                let align = egui::Align2::RIGHT_CENTER;
                let at = pos2(row.left() + gutter + 22.0, first);
                painter.text(at, align, number, fonts::code(size::SMALL), t.faint);
                let galley = painter.layout_job(highlight(folded, t.code));
                let at = pos2(row.left() + left, row.top());
                let end = at.x + galley.rows.last().map_or(0.0, |row| row.rect().right());
                painter.galley(at, galley, t.code.plain);
                if guards {
                    let last = row.with_min_y(row.bottom() - ROW);
                    note(ui, last, end, &tell!(run.text, "guard-from-line", line = number));
                }
            }
        });
        widgets::name_bars(ui, &scrolled, sheet.file);
    });
}

/// A line of the text as it is shown.
struct Row {
    /// The line, broken where it is too wide.
    folded: String,
    /// How many rows it takes, and how many are above it.
    count: usize,
    above: usize,
}

fn rows(text: &str, columns: usize) -> Vec<Row> {
    let mut above = 0;
    let row = |line: &str| {
        let folded = fold(line, columns);
        let count = folded.split('\n').count();
        let row = Row { folded, count, above };
        above += count;
        row
    };
    text.lines().map(row).collect()
}

/// How many characters of code stand beside each other in this width.
fn columns(ui: &Ui, width: f32) -> usize {
    let one = ui.fonts_mut(|fonts| fonts.glyph_width(&fonts::code(size::SMALL), 'm'));
    ((width / one.max(1.0)) as usize).max(24)
}

/// A line of code in rows of at most so many characters: broken after a space if there is one, and further in than it
/// begins. What is read aloud has to be there whole.
fn fold(line: &str, columns: usize) -> String {
    let begins = line.len() - line.trim_start().len();
    let hang = " ".repeat((begins + 4).min(columns / 2));
    let mut folded = String::new();
    let mut rest = line;
    loop {
        let room = if folded.is_empty() { columns } else { columns - hang.len() };
        let Some((most, _)) = rest.char_indices().nth(room) else {
            return folded + rest;
        };
        let row = &rest[..most];
        let after = |sign: char| row.rfind(sign).map(|at| at + 1).filter(|at| row[..*at].trim().len() > 8);
        let end = match rest[most..].starts_with(' ') {
            true => most,
            false => [' ', '(', ':', '.'].into_iter().find_map(after).unwrap_or(most),
        };
        folded += rest[..end].trim_end();
        folded.push('\n');
        folded += &hang;
        rest = rest[end..].trim_start();
    }
}

/// What should be seen, from the top of the text: the lines of what just happened and of the threads that can move, as
/// many as fit, what just happened first.
fn to_see(run: &Run, sheet: &Sheet<'_>, rows: &[Row], height: f32) -> Rect {
    let row = |line: u32| rows.get(line as usize - 1);
    let top = |line: u32| row(line).map_or(0.0, |row| row.above as f32 * ROW);
    let bottom = |line: u32| row(line).map_or(0.0, |row| (row.above + row.count) as f32 * ROW);
    let around = |(first, last): (u32, u32)| top(first) - 1.5 * ROW..=bottom(last) + 1.5 * ROW;
    let fits = |lines: (u32, u32)| around(lines).end() - around(lines).start() <= height;
    let spots = &sheet.spots;
    let acted = sheet.acted.iter().map(|(_, spot)| spot.line);
    let moves = |thread: ThreadId| run.here().then.choices.contains(&Choice::Thread(thread));
    let ready = spots.iter().filter(|(t, _)| moves(*t)).map(|(_, s)| s.line);
    let own = spots.iter().filter(|(t, _)| run.acting() == Some(*t)).map(|(_, s)| s.line);
    let mut lines = sheet.first.into_iter().chain(acted).chain(own).chain(ready);
    let first = lines.next().unwrap_or(1);
    let seen = lines.fold((first, first), |seen, line| {
        let more = (seen.0.min(line), seen.1.max(line));
        if fits(more) { more } else { seen }
    });
    Rect::from_x_y_ranges(0.0..=1.0, around(seen))
}

fn note(ui: &Ui, row: Rect, after: f32, text: &str) {
    let t = tokens(ui);
    let painter = ui.painter();
    let galley = painter.layout_no_wrap(text.to_owned(), fonts::text(size::SMALL), t.text);
    let wanted = galley.size() + vec2(14.0, 2.0);
    let visible = ui.clip_rect().right() - 6.0;
    let left = (after + 14.0).min(visible - wanted.x).max(row.left() + 60.0);
    let plate = Rect::from_min_size(pos2(left, row.center().y - wanted.y / 2.0), wanted);
    painter.rect(plate, 9.0, t.raised, Stroke::new(1.0, t.line_strong), StrokeKind::Inside);
    painter.galley(plate.center() - galley.size() / 2.0, galley, t.text);
}

/// "line 28: orders.acquire(): waiter A is here"
fn row_name(run: &Run, number: u32, text: &str, here: &[&(ThreadId, Spot)], ran: Option<ThreadId>) -> String {
    let mut name = tell!(run.text, "source-line", line = number, code = text.trim());
    if let Some(thread) = ran {
        name += &tell!(run.text, "source-did", who = run.name(thread));
    }
    for (thread, spot) in here {
        let who = run.name(*thread);
        name += &match spot.guard {
            true => tell!(run.text, "source-guard", who, line = number),
            false => tell!(run.text, "source-here", who),
        };
    }
    name
}

const KEYWORDS: &[&str] = &[
    "as", "break", "const", "continue", "crate", "else", "enum", "extern", "false", "fn", "for", "if",
    "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref", "return", "self", "Self",
    "static", "struct", "super", "trait", "true", "type", "unsafe", "use", "where", "while", "dyn",
];

/// A line of Rust in colours. It knows tokens, not grammar: enough for reading.
fn highlight(line: &str, colors: CodeColors) -> LayoutJob {
    let mut job = LayoutJob::default();
    job.wrap.max_width = f32::INFINITY;
    let plain = FontId::new(size::SMALL, egui::FontFamily::Monospace);
    let bold = fonts::strong_code(size::SMALL);
    let mut put = |text: &str, font: &FontId, color: Color32| {
        let format = TextFormat { line_height: Some(ROW), ..TextFormat::simple(font.clone(), color) };
        job.append(text, 0.0, format);
    };
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let word = |c: char| c.is_alphanumeric() || c == '_';
        let (length, color, font) = if rest.starts_with("//") {
            (rest.len(), colors.comment, &plain)
        } else if first == '"' {
            (quoted(rest), colors.literal, &plain)
        } else if first.is_ascii_digit() {
            (span(rest, |c| word(c) || c == '.'), colors.literal, &plain)
        } else if word(first) {
            let length = span(rest, word);
            let (text, after) = rest.split_at(length);
            if KEYWORDS.contains(&text) {
                (length, colors.keyword, &bold)
            } else if first.is_uppercase() {
                (length, colors.type_name, &plain)
            } else if after.starts_with('(') || after.starts_with('!') {
                (length, colors.call, &plain)
            } else {
                (length, colors.plain, &plain)
            }
        } else {
            let other = |c: char| !word(c) && c != '"' && c != '/';
            (span(rest, other).max(first.len_utf8()), colors.plain, &plain)
        };
        let (text, after) = rest.split_at(length);
        put(text, font, color);
        rest = after;
    }
    if line.is_empty() {
        put(" ", &plain, colors.plain);
    }
    job
}

fn span(text: &str, same: impl Fn(char) -> bool) -> usize {
    text.find(|c| !same(c)).unwrap_or(text.len())
}

fn quoted(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '"' if !escaped => return at + 1,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn a_wide_line_goes_on_below_and_loses_nothing() {
        for lesson in lessons::ALL {
            for line in lesson.programs.iter().flat_map(|program| program.source.lines()) {
                for columns in [24, 40, 48, 100] {
                    let folded = fold(line, columns);
                    let widest = folded.lines().map(|row| row.chars().count()).max();
                    assert!(widest.unwrap_or(0) <= columns, "{folded}");
                    let bare = |text: &str| text.split_whitespace().collect::<String>();
                    assert_eq!(bare(&folded), bare(line));
                }
            }
        }
        let line = "    let (inbox, outbox) = Pipe::simplex().named(\"letters\").split();";
        assert_eq!(
            fold(line, 50),
            "    let (inbox, outbox) =\n        Pipe::simplex().named(\"letters\").split();"
        );
        assert_eq!(fold(line, 100), line);
    }
}
