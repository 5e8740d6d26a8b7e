//! A run as a picture: a lane a thread, a row a step, bars for what lasts, arrows for what goes from one to the other.
//!
//! Its colours follow the reader's theme on a screen, and are those of paper in print. All it needs to be drawn is a
//! font; it has no script and asks for no other file.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use egui::{Color32, pos2};
use stepper::{Status, ThreadId, words};

use super::Shared;
use super::spans::{Arrow, Does, Span, arrows, spans};
use super::text::{self, CODE, FONT, escape};
use crate::app::labels;
use crate::look::icons::Outline;
use crate::look::theme::{DARK, HUES, LIGHT, Tokens, ink};
use crate::text::tell;

const PAD: f32 = 24.0;
/// The column of the steps' numbers.
const NUMBERS: f32 = 30.0;
const ROW: f32 = 42.0;
/// How high a call is, and the size of its text.
const CALL: (f32, f32) = (26.0, 12.0);
const BAR: f32 = 12.0;
/// The column of the sentences, and the size of their text.
const WORDS: (f32, f32) = (340.0, 13.0);
const LINE: f32 = 18.0;

/// What is drawn beside the lanes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Around {
    /// Title, sentences, verdict and link: the picture stands alone.
    Everything,
    /// Nothing: it is part of a page that says the rest, on paper.
    Nothing,
}

/// The picture.
pub(super) fn picture(run: &Shared, around: Around) -> String {
    Picture::new(run, around).draw()
}

struct Picture<'a> {
    run: &'a Shared,
    around: Around,
    threads: Vec<ThreadId>,
    /// The middle of each thread's lane.
    lanes: BTreeMap<ThreadId, f32>,
    /// Where the lanes end.
    right: f32,
    sentences: Vec<String>,
    /// The middle of each step's row, and at last the end of the lanes.
    rows: Vec<f32>,
    spans: Vec<Span>,
    out: String,
}

impl<'a> Picture<'a> {
    fn new(run: &'a Shared, around: Around) -> Picture<'a> {
        let threads = run.threads();
        let sentences = run.sentences();
        let steps = run.trace.steps.len();
        let mut lanes = BTreeMap::new();
        let mut right = PAD + NUMBERS;
        for &id in &threads {
            let calls = (1..steps).filter_map(|step| run.call(step)).filter(|(by, _)| *by == id);
            let widest = calls.map(|(_, call)| call_width(&call)).fold(0.0, f32::max);
            let name = 34.0 + text::width(&words::thread(run.text, &run.trace, id), 14.0);
            let width = widest.max(name).max(70.0) + 22.0;
            lanes.insert(id, right + width / 2.0);
            right += width;
        }
        let mut rows = Vec::new();
        let mut y = match around {
            Around::Everything => PAD + 104.0,
            Around::Nothing => 48.0,
        };
        for sentence in &sentences {
            let lines = match around {
                Around::Everything => text::wrap(sentence, WORDS.0, WORDS.1).len(),
                Around::Nothing => 1,
            };
            rows.push(y + ROW / 2.0);
            y += ROW.max(lines as f32 * LINE + 16.0);
        }
        rows.push(y);
        let spans = spans(&run.trace);
        Picture { run, around, threads, lanes, right, sentences, rows, spans, out: String::new() }
    }

    fn draw(mut self) -> String {
        let alone = self.around == Around::Everything;
        let bottom = self.rows[self.rows.len() - 1];
        self.heads();
        for row in 1..self.run.trace.steps.len() {
            self.row_line(row);
        }
        self.lifelines();
        for span in self.spans.clone() {
            self.bar(&span);
        }
        let arrows: Vec<Arrow> = arrows(self.run.text, &self.run.trace)
            .into_iter()
            .filter(|a| self.lanes.contains_key(&a.from.0) && self.lanes.contains_key(&a.to.0))
            .collect();
        for arrow in &arrows {
            self.arrow(arrow);
        }
        for step in 0..self.run.trace.steps.len() {
            self.step(step);
        }
        let (mut y, width) = (bottom + 30.0, self.width());
        y = self.legend(y, &arrows);
        if alone {
            self.title();
            y = self.verdict(y, width);
            y = self.link(y, width);
        }
        let (width, height) = (width.ceil(), (y + if alone { PAD } else { 4.0 }).ceil());
        let run = self.run;
        let title = escape(&format!("{} ({})", run.title(), run.name()));
        let told = escape(&self.sentences.join("\n"));
        let dark = match alone {
            true => format!("@media screen and (prefers-color-scheme: dark) {{\n{}}}\n", style(&DARK)),
            false => String::new(),
        };
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"run\" role=\"img\" aria-labelledby=\"run-title run-told\" \
             width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">\n\
             <title id=\"run-title\">{title}</title>\n<desc id=\"run-told\">{told}</desc>\n\
             <style>\n{}{dark}</style>\n{PATTERNS}\
             <rect class=\"paper\" width=\"{width}\" height=\"{height}\"/>\n{}</svg>\n",
            style(&LIGHT),
            self.out
        )
    }

    fn width(&self) -> f32 {
        match self.around {
            Around::Everything => self.right + 20.0 + WORDS.0 + PAD,
            Around::Nothing => self.right + 8.0,
        }
    }

    fn put(&mut self, element: std::fmt::Arguments<'_>) {
        self.out.write_fmt(element).expect("a string takes all");
        self.out.push('\n');
    }

    fn text(&mut self, x: f32, y: f32, size: f32, class: &str, words: &str) {
        let words = escape(words);
        self.put(format_args!(
            "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size}\" class=\"{class}\">{words}</text>"
        ));
    }

    fn title(&mut self) {
        let run = self.run;
        self.text(PAD, PAD + 18.0, 20.0, "ink strong", run.title());
        self.text(PAD, PAD + 40.0, 13.0, "weak", &run.name());
    }

    /// The threads' names, each with its mark.
    fn heads(&mut self) {
        let view = &self.run.trace.steps[self.run.trace.steps.len() - 1].then.threads;
        let labels = labels(view.iter().map(|t| t.name.as_str()));
        let y = self.rows[0] - ROW / 2.0 - 22.0;
        for id in self.threads.clone() {
            let name = words::thread(self.run.text, &self.run.trace, id);
            let x = self.lanes[&id] - (28.0 + text::width(&name, 14.0)) / 2.0 + 11.0;
            let outline = Outline::of(id.index()).path(pos2(x, y), 11.0);
            let points: Vec<String> = outline.iter().map(|p| format!("{:.1},{:.1}", p.x, p.y)).collect();
            let hue = id.index() % HUES;
            self.put(format_args!(
                "<polygon class=\"fill{hue} edge{hue}\" points=\"{}\"/>",
                points.join(" ")
            ));
            let label = labels.get(id.index()).cloned().unwrap_or_default();
            let size = if label.chars().count() > 1 { 10.0 } else { 12.5 };
            let on = hex(ink(LIGHT.thread(id.index())));
            let at = y + size * 0.36;
            self.put(format_args!(
                "<text x=\"{x:.1}\" y=\"{at:.1}\" font-size=\"{size}\" class=\"strong middle\" fill=\"{on}\">{}</text>",
                escape(&label)
            ));
            self.text(x + 18.0, y + 5.0, 14.0, "ink strong", &name);
        }
    }

    fn row_line(&mut self, row: usize) {
        let y = self.rows[row] - ROW / 2.0;
        let (left, right) = (PAD, self.width() - if self.around == Around::Everything { PAD } else { 8.0 });
        self.put(format_args!("<path class=\"rule\" d=\"M{left} {y:.1}H{right:.1}\"/>"));
    }

    /// From where a thread comes to be until it ends.
    fn lifelines(&mut self) {
        let steps = &self.run.trace.steps;
        for id in self.threads.clone() {
            let view = |step: usize| steps[step].then.threads.get(id.index());
            let born = (0..steps.len()).find(|&step| view(step).is_some()).unwrap_or(0);
            let over = |status: &Status| {
                matches!(status, Status::Finished | Status::Panicked { .. } | Status::Killed)
            };
            let ended = (born..steps.len()).find(|&step| view(step).is_some_and(|v| over(&v.status)));
            let (x, top) = (self.lanes[&id], self.rows[born] - if born == 0 { ROW / 2.0 } else { 0.0 });
            let bottom = self.rows[ended.unwrap_or(steps.len())];
            self.put(format_args!("<path class=\"life\" d=\"M{x:.1} {top:.1}V{bottom:.1}\"/>"));
        }
    }

    fn bar(&mut self, span: &Span) {
        let Some(&lane) = self.lanes.get(&span.thread) else { return };
        let same =
            |other: &&Span| other.thread == span.thread && other.from < span.to && span.from < other.to;
        let holds = |other: &&Span| matches!(other.does, Does::Holds(_));
        let (top, bottom) = (self.rows[span.from], self.rows[span.to]);
        // What lasts at the same time stands side by side.
        let (level, class) = match span.does {
            Does::Holds(_) => {
                let index = self.spans.iter().position(|other| other == span).unwrap_or(0);
                let hue = span.thread.index() % HUES;
                (
                    self.spans[..index].iter().filter(holds).filter(same).count(),
                    format!("fill{hue} edge{hue}"),
                )
            }
            Does::Wants(_) => (self.spans.iter().filter(holds).filter(same).count(), "wants".to_owned()),
            Does::Sleeps(_) => (self.spans.iter().filter(holds).filter(same).count(), "sleeps".to_owned()),
        };
        let says = super::capital(&span.said(self.run));
        let x = lane - BAR / 2.0 + level as f32 * (BAR + 2.0);
        let rect =
            format!("x=\"{x:.1}\" y=\"{top:.1}\" width=\"{BAR}\" height=\"{:.1}\" rx=\"4\"", bottom - top);
        let under =
            if class.starts_with("fill") { String::new() } else { format!("<rect class=\"bar\" {rect}/>") };
        self.put(format_args!(
            "<g><title>{}</title>{under}<rect class=\"{class}\" {rect}/></g>",
            escape(&says)
        ));
    }

    /// A step's number, its call, and its sentence.
    fn step(&mut self, step: usize) {
        let y = self.rows[step];
        if step > 0 {
            self.text(PAD + 18.0, y + 4.0, 12.0, "faint end", &step.to_string());
        }
        if self.around == Around::Everything {
            let lines = text::wrap(&self.sentences[step], WORDS.0, WORDS.1);
            for (number, line) in lines.iter().enumerate() {
                let y = y + 4.5 + number as f32 * LINE;
                self.text(self.right + 20.0, y, WORDS.1, "ink", line);
            }
        }
        if step == 0 {
            return;
        }
        let Some((id, call)) = self.run.call(step) else {
            let left = PAD + NUMBERS;
            let (middle, right) = ((left + self.right) / 2.0, self.right);
            self.put(format_args!("<path class=\"clock\" d=\"M{left} {y:.1}H{right:.1}\"/>"));
            self.text(middle, y - 5.0, 12.0, "weak middle halo", &tell!(self.run.text, "share-time-passes"));
            return;
        };
        let Some(&x) = self.lanes.get(&id) else { return };
        let status = self.run.trace.steps[step].then.threads.get(id.index()).map(|view| &view.status);
        let (ends, class) = match status {
            Some(Status::Panicked { .. } | Status::Killed) => (Some("cross"), "bad"),
            Some(Status::Finished) => (Some("tick"), ""),
            _ => (None, ""),
        };
        let short = shorten(&call);
        let room = if ends.is_some() { 16.0 } else { 0.0 };
        let (width, height) = (text::code_width(&short, CALL.1) + 20.0 + room, CALL.0);
        let (left, top, hue) = (x - width / 2.0, y - height / 2.0, id.index() % HUES);
        let says = escape(&self.sentences[step]);
        self.put(format_args!("<g><title>{says}</title>"));
        self.put(format_args!(
            "<rect class=\"call edge{hue} {class}\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{height}\" rx=\"7\"/>"
        ));
        self.text(x - room / 2.0, y + 4.0, CALL.1, "ink code middle", &short);
        if let Some(mark) = ends {
            self.mark(mark, left + width - 15.0, y);
        }
        self.put(format_args!("</g>"));
    }

    /// A tick or a cross.
    fn mark(&mut self, mark: &str, x: f32, y: f32) {
        let path = match mark {
            "cross" => format!("M{:.1} {:.1}l8 8m0 -8l-8 8", x - 4.0, y - 4.0),
            _ => format!("M{:.1} {:.1}l3 3.5l6 -7.5", x - 4.5, y + 0.5),
        };
        self.put(format_args!("<path class=\"{mark}\" d=\"{path}\"/>"));
    }

    fn arrow(&mut self, arrow: &Arrow) {
        let side = |id: ThreadId, step: usize| match self.run.call(step) {
            Some((by, call)) if by == id => text::code_width(&shorten(&call), CALL.1) / 2.0 + 10.0,
            _ => BAR / 2.0,
        };
        let (from, to) = (self.lanes[&arrow.from.0], self.lanes[&arrow.to.0]);
        let ahead = (to - from).signum();
        let level = arrow.from.1 == arrow.to.1;
        let (start, end) = match level {
            true => {
                let y = self.rows[arrow.from.1];
                let ends = [side(arrow.from.0, arrow.from.1) + 1.0, side(arrow.to.0, arrow.to.1) + 3.0];
                (pos2(from + ahead * ends[0], y), pos2(to - ahead * ends[1], y))
            }
            false => {
                let half = CALL.0 / 2.0;
                (pos2(from, self.rows[arrow.from.1] + half), pos2(to, self.rows[arrow.to.1] - half - 2.0))
            }
        };
        let class = if arrow.item.is_some() { "gives" } else { "wakes" };
        let along = (end - start).normalized();
        let neck = end - along * 9.0;
        let wing = along.rot90() * 4.5;
        let says = escape(&super::mermaid::said(self.run, arrow));
        self.put(format_args!("<g><title>{says}</title>"));
        self.put(format_args!(
            "<path class=\"{class}\" d=\"M{:.1} {:.1}L{:.1} {:.1}\"/>",
            start.x, start.y, neck.x, neck.y
        ));
        let (a, b) = (neck + wing, neck - wing);
        self.put(format_args!(
            "<polygon class=\"head\" points=\"{:.1},{:.1} {:.1},{:.1} {:.1},{:.1}\"/>",
            end.x, end.y, a.x, a.y, b.x, b.y
        ));
        let words = arrow.item.clone().unwrap_or_else(|| tell!(self.run.text, "share-wakes"));
        let at = start + (end - start) * 0.5;
        match level {
            true => self.text(at.x, at.y - 5.0, 11.5, "arrow strong middle halo", &shorten(&words)),
            // Above a line that goes down.
            false => {
                let class = if ahead > 0.0 { "arrow strong halo" } else { "arrow strong end halo" };
                self.text(at.x + ahead * 6.0, at.y - 3.0, 11.5, class, &shorten(&words));
            }
        }
        self.put(format_args!("</g>"));
    }

    /// What the bars and the arrows mean, of those that there are. Returns where it ends.
    fn legend(&mut self, y: f32, arrows: &[Arrow]) -> f32 {
        let has = |which: fn(&Does) -> bool| {
            self.spans.iter().any(|s| which(&s.does) && self.lanes.contains_key(&s.thread))
        };
        let text = self.run.text;
        let entries = [
            (has(|does| matches!(does, Does::Holds(_))), "held", tell!(text, "share-legend-holds")),
            (has(|does| matches!(does, Does::Wants(_))), "wants", tell!(text, "share-legend-wants")),
            (has(|does| matches!(does, Does::Sleeps(_))), "sleeps", tell!(text, "share-legend-sleeps")),
            (arrows.iter().any(|arrow| arrow.item.is_none()), "wakes", tell!(text, "share-wakes")),
            (arrows.iter().any(|arrow| arrow.item.is_some()), "gives", tell!(text, "share-legend-gives")),
        ];
        let (mut x, mut y) = (PAD, y);
        let most = self.width() - 8.0;
        for (_, class, words) in entries.into_iter().filter(|entry| entry.0) {
            let wide = 26.0 + text::width(&words, 12.0);
            if x + wide > most && x > PAD {
                (x, y) = (PAD, y + LINE);
            }
            match class {
                "wakes" | "gives" => self.put(format_args!(
                    "<path class=\"{class}\" d=\"M{x:.1} {0:.1}h12\"/><polygon class=\"head\" points=\"{1:.1},{0:.1} {2:.1},{3:.1} {2:.1},{4:.1}\"/>",
                    y - 4.0, x + 20.0, x + 12.0, y - 8.0, y
                )),
                _ => self.put(format_args!(
                    "<rect class=\"bar\" x=\"{x:.1}\" y=\"{0:.1}\" width=\"18\" height=\"11\" rx=\"3\"/><rect class=\"{class}\" x=\"{x:.1}\" y=\"{0:.1}\" width=\"18\" height=\"11\" rx=\"3\"/>",
                    y - 9.5
                )),
            }
            self.text(x + 26.0, y, 12.0, "weak", &words);
            x += wide + 18.0;
        }
        y
    }

    fn verdict(&mut self, y: f32, width: f32) -> f32 {
        let Some((fine, title, words)) = self.run.verdict() else { return y };
        let lines = text::wrap(&words, width - 2.0 * PAD - 60.0, 14.0);
        let lines = if words.is_empty() { Vec::new() } else { lines };
        let (top, height) = (y + 18.0, 44.0 + lines.len() as f32 * 20.0);
        let (class, mark) = if fine { ("fine", "tick") } else { ("wrong", "cross") };
        self.put(format_args!(
            "<rect class=\"{class}\" x=\"{PAD}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{height}\" rx=\"10\"/>",
            width - 2.0 * PAD
        ));
        self.mark(mark, PAD + 22.0, top + 22.0);
        self.text(PAD + 40.0, top + 27.0, 15.0, "ink strong", &title);
        for (number, line) in lines.iter().enumerate() {
            self.text(PAD + 40.0, top + 49.0 + number as f32 * 20.0, 14.0, "ink", line);
        }
        top + height
    }

    fn link(&mut self, y: f32, width: f32) -> f32 {
        let most = (width - 2.0 * PAD) / (0.602 * 11.0);
        let link: Vec<char> = self.run.link().to_string().chars().collect();
        let mut y = y + 10.0;
        for line in link.chunks(most.max(10.0) as usize) {
            y += 16.0;
            self.text(PAD, y, 11.0, "faint code", &line.iter().collect::<String>());
        }
        y
    }
}

fn call_width(call: &str) -> f32 {
    text::code_width(&shorten(call), CALL.1) + 36.0
}

fn shorten(call: &str) -> String {
    const MOST: usize = 26;
    match call.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", &call[..at]),
        None => call.to_owned(),
    }
}

fn hex(color: Color32) -> String {
    format!("#{:02x}{:02x}{:02x}", color.r(), color.g(), color.b())
}

const PATTERNS: &str = "<defs>\
    <pattern id=\"run-hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">\
    <path class=\"hatch\" d=\"M-1 1l2 -2M0 6l6 -6M5 7l2 -2\"/></pattern>\
    <pattern id=\"run-dots\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">\
    <circle class=\"dot\" cx=\"3\" cy=\"3\" r=\"1.25\"/></pattern></defs>\n";

/// The classes of a theme: those of colours, and those of type.
fn style(t: &Tokens) -> String {
    let mut css = format!(
        ".run text{{font-family:{FONT}}}\n.run .code{{font-family:{CODE}}}\n.run .strong{{font-weight:650}}\n\
         .run .middle{{text-anchor:middle}}\n.run .end{{text-anchor:end}}\n"
    );
    let mut rule = |class: &str, what: String| _ = writeln!(css, ".run .{class}{{{what}}}");
    let fill = |color: Color32| format!("fill:{}", hex(color));
    let stroke = |color: Color32, width: f32| format!("stroke:{};stroke-width:{width}", hex(color));
    for hue in 0..HUES {
        rule(&format!("fill{hue}"), fill(t.thread(hue)));
        rule(&format!("edge{hue}"), stroke(t.thread_text(hue), 1.5));
    }
    rule("paper", fill(t.card));
    rule("ink", fill(t.text));
    rule("weak", fill(t.weak));
    rule("faint", fill(t.faint));
    rule("arrow", fill(t.accent));
    rule("head", fill(t.accent));
    rule("halo", format!("{};stroke-linejoin:round;paint-order:stroke", stroke(t.card, 4.0)));
    rule("call", fill(t.card));
    rule("bad", format!("{};{}", fill(t.bad_soft), stroke(t.bad, 1.5)));
    rule("rule", stroke(t.line, 1.0));
    rule("life", format!("{};stroke-dasharray:2 4", stroke(t.line_strong, 1.5)));
    rule("clock", format!("{};stroke-dasharray:6 5", stroke(t.weak, 1.5)));
    rule("bar", format!("{};{}", fill(t.card), stroke(t.line_strong, 1.5)));
    rule("held", fill(t.line_strong));
    rule("wants", format!("fill:url(#run-hatch);{}", stroke(t.line_strong, 1.0)));
    rule("sleeps", format!("fill:url(#run-dots);{}", stroke(t.line_strong, 1.0)));
    rule("hatch", stroke(t.weak, 1.2));
    rule("dot", fill(t.weak));
    rule("wakes", format!("{};stroke-dasharray:5 3", stroke(t.accent, 1.75)));
    rule("gives", stroke(t.accent, 1.75));
    rule("tick", format!("fill:none;{};stroke-linecap:round;stroke-linejoin:round", stroke(t.good, 2.2)));
    rule("cross", format!("fill:none;{};stroke-linecap:round", stroke(t.bad, 2.2)));
    rule("fine", format!("{};{}", fill(t.good_soft), stroke(t.good, 1.5)));
    rule("wrong", format!("{};{}", fill(t.bad_soft), stroke(t.bad, 1.5)));
    css
}
