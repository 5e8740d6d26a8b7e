//! Every part of the design system on one page: to look at while changing it, and for tests to walk through.

use egui::{Align, Layout, Rect, RichText, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::icons::{self, Icon, Mark};
use super::patterns::{self, Ink, State};
use super::theme::{self, size, space, tokens};
use super::widgets::{self, Emphasis, IconButton, TextButton, Tone};
use super::{fonts, title_text};

const LETTERS: [&str; 16] = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N", "O", "P"];

/// The size the page is laid out for, in points.
pub const SIZE: egui::Vec2 = vec2(1120.0, 1536.0);

/// Shows the page.
pub fn ui(ui: &mut Ui) {
    let t = tokens(ui);
    egui::CentralPanel::default().frame(egui::Frame::new().fill(t.bg).inner_margin(space::XL)).show(
        ui,
        |ui| {
            ui.spacing_mut().item_spacing = vec2(space::M, space::M);
            ui.label(title_text("Design system"));
            ui.label(
                RichText::new("Hue says which thread, texture says which state, an icon says why")
                    .color(t.weak),
            );
            widgets::titled_card(ui, None, "Threads", "hue, outline, letter", threads);
            widgets::titled_card(ui, None, "Icons", "24-unit grid", all_icons);
            let timeline_card = (Some(Icon::Clock), "Timeline", "state as texture");
            let mutex_card = (Some(Icon::Lock), "mutex m", "held by B");
            let colors_card = (None, "Colours", "contrast on a card");
            two_cards(ui, 232.0, (timeline_card, timeline), (mutex_card, stage));
            two_cards(ui, 188.0, ((None, "Buttons", ""), buttons), ((None, "Pills and keys", ""), pills));
            two_cards(ui, 284.0, ((None, "Text", ""), text), (colors_card, colors));
        },
    );
}

type Title<'a> = (Option<Icon>, &'a str, &'a str);
type Section<'a> = (Title<'a>, fn(&mut Ui));

/// Two cards side by side with at least `height` points of content each.
fn two_cards(ui: &mut Ui, height: f32, left: Section<'_>, right: Section<'_>) {
    ui.columns(2, |columns| {
        for (ui, ((icon, title, note), content)) in columns.iter_mut().zip([left, right]) {
            widgets::titled_card(ui, icon, title, note, |ui| {
                let rect = ui.available_rect_before_wrap();
                content(ui);
                ui.expand_to_include_y(rect.top() + height);
            });
        }
    });
}

fn threads(ui: &mut Ui) {
    for radius in [8.0, 13.0, 22.0] {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 64.0 - radius * 2.4;
            for (index, label) in LETTERS.iter().enumerate() {
                let name = format!("Thread {label}, radius {radius}");
                widgets::thread_token(ui, Mark::new(index, label), radius, &name);
            }
        });
    }
}

fn all_icons(ui: &mut Ui) {
    let t = tokens(ui);
    ui.spacing_mut().item_spacing = vec2(0.0, space::S);
    let columns = 13;
    let width = ui.available_width() / columns as f32;
    for row in Icon::ALL.chunks(columns) {
        ui.horizontal(|ui| {
            for &icon in row {
                let (rect, response) = ui.allocate_exact_size(vec2(width, 58.0), Sense::hover());
                response.widget_info(|| WidgetInfo::labeled(Role::Image, true, icon.name()));
                let y = rect.top() + 16.0;
                icons::paint(ui.painter(), icon, pos2(rect.center().x - 14.0, y), 28.0, t.text);
                icons::paint(ui.painter(), icon, pos2(rect.center().x + 18.0, y + 3.0), 16.0, t.weak);
                ui.painter().text(
                    pos2(rect.center().x, rect.bottom()),
                    egui::Align2::CENTER_BOTTOM,
                    icon.name(),
                    fonts::text(size::SMALL),
                    t.weak,
                );
            }
        });
    }
}

fn timeline(ui: &mut Ui) {
    let t = tokens(ui);
    let lanes: [(usize, &[(State, f32)]); 4] = [
        (
            0,
            &[
                (State::Ready, 0.8),
                (State::Holds, 1.6),
                (State::Waiting, 2.4),
                (State::Blocked, 1.2),
                (State::Runs, 1.0),
            ],
        ),
        (1, &[(State::Ready, 1.6), (State::Blocked, 2.0), (State::Holds, 2.4), (State::Failed, 1.0)]),
        (2, &[(State::Runs, 1.2), (State::Ready, 1.0), (State::Holds, 2.6), (State::Done, 2.2)]),
        (
            6,
            &[
                (State::Ready, 1.0),
                (State::Runs, 1.6),
                (State::Holds, 1.2),
                (State::Waiting, 1.6),
                (State::Done, 1.6),
            ],
        ),
    ];
    for (index, segments) in lanes {
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 30.0), Sense::hover());
        let name = format!("Lane of thread {}", LETTERS[index]);
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
        icons::token(
            ui.painter(),
            t,
            Mark::new(index, LETTERS[index]),
            pos2(rect.left() + 12.0, rect.center().y),
            11.0,
        );
        let mut left = rect.left() + 34.0;
        let unit = (rect.right() - left) / 7.0;
        let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
        for (position, &(state, length)) in segments.iter().enumerate() {
            let segment =
                Rect::from_min_max(pos2(left, rect.top()), pos2(left + length * unit, rect.bottom()));
            let ink = Ink { ground: t.card, ..Ink::of_thread(t, index) };
            let ink = if position + 1 == segments.len() && state == State::Runs { ink.faded() } else { ink };
            patterns::paint(&painter, segment, state, ink);
            left = segment.right();
        }
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::L, 0.0);
        for state in State::ALL {
            widgets::legend_entry(ui, state);
        }
    });
}

fn stage(ui: &mut Ui) {
    let t = tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 232.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, "A waits for m, which B holds"));
    let painter = ui.painter();
    let y = rect.center().y - 16.0;
    let radius = 24.0;
    let place = |i: f32| pos2(rect.left() + 40.0 + i * 64.0, y);
    icons::seat(painter, t, place(0.0), radius + 4.0);
    icons::seat(painter, t, place(1.0), radius + 4.0);
    icons::token(painter, t, Mark::new(0, "A"), place(2.0), radius);
    let owner = pos2(rect.right() - 90.0, y);
    icons::arrow(
        painter,
        place(2.0) + vec2(38.0, 0.0),
        owner - vec2(46.0, 0.0),
        Stroke::new(2.0, t.line_strong),
    );
    painter.circle_filled(owner, radius + 13.0, t.sunk);
    icons::token(painter, t, Mark::new(1, "B"), owner, radius);
    icons::token_ring(painter, Mark::new(1, "B"), owner, radius, 6.0, Stroke::new(2.5, t.thread_text(1)));
    for (at, words) in [(place(1.0), "lock queue"), (owner, "owner")] {
        let below = at + vec2(0.0, radius + 20.0);
        painter.text(below, egui::Align2::CENTER_TOP, words, fonts::text(size::SMALL), t.weak);
    }
}

fn buttons(ui: &mut Ui) {
    ui.horizontal(|ui| {
        ui.set_min_height(48.0);
        ui.add(IconButton::new(Icon::First, "Go to start").shortcut("Home"));
        ui.add(IconButton::new(Icon::Back, "Step back").shortcut("←"));
        ui.add(
            IconButton::new(Icon::Play, "Play").shortcut("Space").diameter(48.0).emphasis(Emphasis::Primary),
        );
        ui.add(IconButton::new(Icon::Next, "Step forward").shortcut("→"));
        ui.add_enabled(false, IconButton::new(Icon::Last, "Go to end").shortcut("End"));
        ui.add(IconButton::new(Icon::Fine, "One atomic operation a step").shortcut("F").selected(true));
        ui.add(IconButton::new(Icon::Gear, "Settings").emphasis(Emphasis::Bare));
    });
    ui.horizontal(|ui| {
        ui.add(TextButton::new("Run A").mark(Mark::new(0, "A")).shortcut("1"));
        ui.add(TextButton::new("Run B").mark(Mark::new(1, "B")).selected(true));
        ui.add_enabled(false, TextButton::new("Run C").mark(Mark::new(2, "C")).name("C waits for m"));
    });
    ui.horizontal(|ui| {
        ui.add(TextButton::new("Find the bug").icon(Icon::Search).emphasis(Emphasis::Primary));
        ui.add(TextButton::new("Copy").icon(Icon::Copy).shortcut("Ctrl+C"));
        ui.add(TextButton::new("Random").icon(Icon::Dice).emphasis(Emphasis::Bare));
    });
    ui.horizontal(|ui| {
        // The stock widgets, to see that they fit among ours.
        ui.checkbox(&mut true, "Less motion");
        let speed = ui.label("Speed");
        ui.add(egui::Slider::new(&mut 1.0, 0.25..=4.0).suffix("×")).labelled_by(speed.id);
    });
}

fn pills(ui: &mut Ui) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, space::S);
        widgets::pill(ui, Some(Icon::Hourglass), "blocked on m", Tone::Neutral);
        widgets::pill(ui, Some(Icon::Lock), "running, holds m", Tone::Thread(1));
        widgets::pill(ui, Some(Icon::Sleep), "waits", Tone::Thread(0));
        widgets::pill(ui, Some(Icon::Check), "proved: 21 states", Tone::Good);
        widgets::pill(ui, Some(Icon::Cross), "deadlock", Tone::Bad);
        widgets::pill(ui, None, "condition", Tone::Accent);
    });
    ui.horizontal_wrapped(|ui| {
        for keys in ["Space", "→", "Home", "Ctrl+K", "Ctrl+Shift+C", "F1"] {
            widgets::key_cap(ui, keys);
        }
    });
}

fn text(ui: &mut Ui) {
    let t = tokens(ui);
    ui.label(title_text("v = q.pop()"));
    ui.label("B takes 7. The queue is empty again, and A does not know.");
    ui.label(RichText::new("Weak text says what one may skip: 3 × 7 ≤ 21 → done").color(t.weak));
    ui.label(RichText::new("Faint text is looked up: line 12").size(size::SMALL).color(t.faint));
    widgets::section(ui, "Who runs next?");
    let words = [
        ("while", t.code.keyword, true),
        (" queue.", t.code.plain, false),
        ("is_empty", t.code.call, false),
        ("() != ", t.code.plain, false),
        ("true", t.code.literal, false),
        (" { ", t.code.plain, false),
        ("// or if", t.code.comment, false),
    ];
    ui.spacing_mut().item_spacing.y = 0.0;
    for (line, standing) in [(11, None), (12, Some(Mark::new(1, "B"))), (13, Some(Mark::new(0, "A")))] {
        let mut job = egui::text::LayoutJob::default();
        let number = egui::TextFormat::simple(fonts::code(size::SMALL), t.faint);
        job.append(&line.to_string(), 0.0, number);
        for (word, color, bold) in words {
            let font = if bold { fonts::strong_code(size::CODE) } else { fonts::code(size::CODE) };
            let lead = if bold { space::M } else { 0.0 };
            job.append(word, lead, egui::TextFormat::simple(font, color));
        }
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &job.text));
        if let Some(mark) = standing {
            ui.painter().rect_filled(rect, theme::radius::SMALL, t.thread_soft(mark.index));
            icons::token(ui.painter(), t, mark, pos2(rect.left() + 14.0, rect.center().y), 9.0);
        }
        let galley = ui.painter().layout_job(job);
        ui.painter().galley(
            pos2(rect.left() + 32.0, rect.center().y - galley.size().y / 2.0),
            galley,
            t.text,
        );
    }
}

fn colors(ui: &mut Ui) {
    let t = tokens(ui);
    let swatches = [
        ("bg", t.bg),
        ("panel", t.panel),
        ("card", t.card),
        ("raised", t.raised),
        ("sunk", t.sunk),
        ("line", t.line),
        ("line strong", t.line_strong),
        ("text", t.text),
        ("weak", t.weak),
        ("faint", t.faint),
        ("accent", t.accent),
        ("accent soft", t.accent_soft),
        ("bad", t.bad),
        ("bad soft", t.bad_soft),
        ("good", t.good),
        ("good soft", t.good_soft),
    ];
    let width = (ui.available_width() - space::M) / 2.0;
    ui.spacing_mut().item_spacing.y = space::XS;
    for pair in swatches.chunks(2) {
        ui.horizontal(|ui| {
            for &(name, color) in pair {
                let (rect, response) = ui.allocate_exact_size(vec2(width, 22.0), Sense::hover());
                response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name));
                let swatch = Rect::from_min_size(rect.min, vec2(36.0, rect.height()));
                ui.painter().rect(
                    swatch,
                    theme::radius::SMALL,
                    color,
                    Stroke::new(1.0, t.line_strong),
                    egui::StrokeKind::Inside,
                );
                let mut row = ui.new_child(
                    egui::UiBuilder::new()
                        .max_rect(rect.with_min_x(swatch.right() + space::S))
                        .layout(Layout::left_to_right(Align::Center)),
                );
                row.label(RichText::new(name).size(size::SMALL));
                row.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let ratio = format!("{:.1}", theme::contrast(color, t.card));
                    ui.label(RichText::new(ratio).size(size::SMALL).color(t.faint));
                });
            }
        });
    }
}
