//! What the last step did, in one sentence; and what is wrong, when something is.

use egui::{Color32, Frame, Margin, RichText, Role, Stroke, Ui, WidgetInfo};
use stepper::{Choice, Grain, Verdict};

use super::rooms::Rows;
use super::shell::inline_icon;
use super::{App, Command, Run, Tab, chances};
use crate::look::theme::{radius, size, space};
use crate::look::widgets::{self, Emphasis, IconButton, TextButton};
use crate::look::{Icon, Tokens, fonts, tokens};
use crate::narrate;
use crate::text::{tell, text};

/// The type of the title of a plate.
const NAME: f32 = 19.0;

/// How wide a button is beside it that is an icon alone.
const SMALL_BUTTON: f32 = 32.0;

/// The step at the cursor in words, and the verdict.
pub(super) fn ui(ui: &mut Ui, run: &Run, rows: Rows, out: &mut Vec<Command>) {
    let t = tokens(ui);
    let text = run.text;
    if run.is_fresh() {
        invitation(ui, run, t);
        return;
    }
    // Where there is little room, the verdict says what matters; the log and the markers say the rest.
    let brief = rows.brief && run.verdict().is_some();
    if !brief {
        step(ui, run, rows);
    }
    if run.misfit == Some(run.cursor + 1) {
        ui.label(RichText::new(tell!(text, "stops-to-fit")).color(t.bad));
    }
    if let Some(verdict) = run.verdict() {
        ui.add_space(if brief { 0.0 } else { space::XS });
        banner(ui, run, verdict, rows, out);
    } else if run.here().then.choices.contains(&Choice::Clock) {
        ui.add_space(space::XS);
        clock(ui, run, rows, out);
    }
}

/// What the step at the cursor did.
fn step(ui: &mut Ui, run: &Run, rows: Rows) {
    let t = tokens(ui);
    let text = run.text;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        ui.set_min_height(26.0);
        if let Some(thread) = run.acting() {
            let name = run.name(thread);
            widgets::thread_token(ui, run.mark(thread), 10.0, &name);
            one_line(ui, RichText::new(&name).font(fonts::strong(size::BODY)));
        }
        if run.here().choice == Some(Choice::Clock) {
            let name = super::capital(&tell!(text, "the-clock"));
            inline_icon(ui, Icon::Clock, 20.0, t.accent);
            one_line(ui, RichText::new(name).font(fonts::strong(size::BODY)));
        }
        if let Some((spot, call)) = run.acted() {
            let (words, font) = match (spot.guard, call) {
                (true, _) => (tell!(text, "guard-from-line", line = spot.line), fonts::text(size::BODY)),
                (false, Some(call)) => (call, fonts::code(size::CODE)),
                (false, None) => (tell!(text, "end-of-a-guard"), fonts::text(size::BODY)),
            };
            one_line(ui, RichText::new(words).font(font).color(t.text));
            if !spot.guard {
                let line = tell!(text, "line", line = spot.line);
                one_line(ui, RichText::new(line).font(fonts::text(size::SMALL)).color(t.weak));
            }
        }
        if run.id.grain == Grain::Fine
            && let Some(inside) = run.acted_inside()
        {
            let words = tell!(text, "inside-the-primitive", place = inside);
            widgets::pill(ui, Some(Icon::Fine), &words, widgets::Tone::Accent);
        }
    });
    let nothing = [tell!(text, "at-its-start", lesson = run.title)];
    let sentences = match run.cursor {
        0 => &nothing[..],
        step => &run.log[step][..],
    };
    let (first, rest) = sentences.split_first().map_or(("", &[][..]), |(f, r)| (f.as_str(), r));
    let long = first.chars().count() > 70;
    let text_size = if long || rows.brief { 20.0 } else { 24.0 };
    let first = super::capital(first);
    let head = ui.label(RichText::new(&first).font(fonts::strong(text_size)).color(t.text));
    head.widget_info(|| WidgetInfo::labeled(Role::Heading, true, &first));
    widgets::live(&head);
    if !rest.is_empty() {
        let rest: Vec<String> = rest.iter().map(|s| super::capital(s)).collect();
        let more = ui.label(RichText::new(text.join(&rest)).font(fonts::text(16.0)).color(t.weak));
        widgets::live(&more);
    }
}

/// Text that goes to the next row as a whole, if at all.
fn one_line(ui: &mut Ui, text: RichText) {
    ui.add(egui::Label::new(text).extend());
}

fn invitation(ui: &mut Ui, run: &Run, t: &Tokens) {
    let frame = Frame::new()
        .fill(t.accent_soft)
        .stroke(Stroke::new(1.5, t.accent))
        .corner_radius(radius::CARD)
        .inner_margin(Margin::symmetric(space::L as i8 + 4, space::L as i8));
    frame.show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        let words = run.invitation.as_str();
        let label = ui.label(RichText::new(words).font(fonts::strong(22.0)).color(t.text));
        label.widget_info(|| WidgetInfo::labeled(Role::Heading, true, words));
        ui.add_space(space::XS);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            let small = |words: String| RichText::new(words).font(fonts::text(16.0)).color(t.weak);
            ui.label(small(tell!(run.text, "invitation-click")));
            let ready = run.here().then.choices.iter().filter_map(|c| Some(c.thread()?.index() + 1));
            for (i, number) in ready.enumerate() {
                if i > 0 {
                    ui.label(small(tell!(run.text, "invitation-or")));
                }
                widgets::key_cap(ui, &number.to_string());
            }
            ui.label(small(tell!(run.text, "invitation-then")));
        });
    });
}

/// Time can pass; or nobody can move before it does.
fn clock(ui: &mut Ui, run: &Run, rows: Rows, out: &mut Vec<Command>) {
    let alone = run.here().then.choices.len() == 1;
    let mut button = TextButton::new(chances::clock(run)).icon(Icon::Clock).shortcut("0");
    if alone {
        let (who, count, time) = chances::next_timeout(run);
        let words = tell!(run.text, "clock-alone", who, count, time);
        if !rows.brief {
            ui.label(RichText::new(&words).font(fonts::text(16.0)).color(tokens(ui).text));
        }
        button = button.name(words).emphasis(Emphasis::Primary);
    }
    if ui.add(button).clicked() {
        out.push(Command::Choose(Choice::Clock));
    }
}

fn banner(ui: &mut Ui, run: &Run, verdict: &Verdict, rows: Rows, out: &mut Vec<Command>) {
    let text = run.text;
    let (title, mut why) = narrate::verdict(text, &run.trace, verdict);
    let fine = verdict.is_fine();
    let can_fail = run.program.win.is_some();
    if fine && can_fail {
        why = text.join(&[why, tell!(text, "another-fails")]);
    }
    let fixed = run.lesson.programs.iter().find(|p| p.variant == "fixed");
    let fixed = fixed.filter(|p| !fine && p.variant != run.program.variant);
    let look = if fine { Look::Good } else { Look::Bad };
    let mut all = Vec::new();
    if !fine {
        all.push((tell!(text, "step-back"), Icon::Back, "←", Command::Back));
    }
    all.push((tell!(text, "try-again"), Icon::Reset, "Backspace", Command::Reset));
    if matches!(verdict, Verdict::Deadlock { .. }) {
        let words = tell!(text, "who-waits-for-whom");
        all.push((words, Icon::Hourglass, "W", Command::Look(Tab::Waits)));
    }
    if let Some(fixed) = fixed {
        let open = Command::Open(run.lesson.name, fixed.variant);
        all.push((tell!(text, "see-fixed"), Icon::Check, "", open));
    }
    if fine && can_fail {
        all.push((tell!(text, "show-failing"), Icon::Search, "", Command::Hint));
    }
    let buttons = Buttons::beside(rows);
    let title = super::capital(&title);
    // In the row of the title there is room for one button's words, if that leaves the title whole.
    let main = if fine { Icon::Search } else { Icon::Back };
    let words = all
        .iter()
        .find(|(_, icon, ..)| *icon == main)
        .map_or(0.0, |(words, ..)| TextButton::new(words.as_str()).icon(main).width(ui) - SMALL_BUTTON);
    let gap = ui.spacing().item_spacing.x;
    let named = ui.painter().layout_no_wrap(title.clone(), fonts::strong(NAME), tokens(ui).text).size().x;
    let taken = 2.0 * space::L + 22.0 + gap + named + space::S + (SMALL_BUTTON + gap) * all.len() as f32;
    let wide = taken + words <= ui.available_width();
    plate(ui, look, buttons, &title, &super::capital(&why), |ui| {
        for (words, icon, key, command) in all {
            let emphasis = if icon == Icon::Back { Emphasis::Primary } else { Emphasis::Plain };
            let pressed = match buttons == Buttons::Beside && !(icon == main && wide) {
                true => ui.add(
                    IconButton::new(icon, words).shortcut(key).diameter(SMALL_BUTTON).emphasis(emphasis),
                ),
                false => ui.add(TextButton::new(words).icon(icon).shortcut(key).emphasis(emphasis)),
            };
            if pressed.clicked() {
                out.push(command);
            }
        }
    });
}

/// What a plate says by its colour and its icon.
#[derive(Clone, Copy)]
pub(super) enum Look {
    Good,
    Bad,
    /// It speaks of a search.
    Neutral,
}

/// Where the buttons of a plate stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Buttons {
    /// In a row under the words.
    Below,
    /// The same with narrow margins.
    Close,
    /// In the row of the title.
    Beside,
}

impl Buttons {
    /// Few buttons give way where it is low.
    pub(super) fn beside(rows: Rows) -> Buttons {
        if rows.low { Buttons::Beside } else { Buttons::Below }
    }

    /// Many of them need a row.
    pub(super) fn below(rows: Rows) -> Buttons {
        if rows.brief { Buttons::Close } else { Buttons::Below }
    }
}

/// A coloured card that says how it went, with what can be done next.
pub(super) fn plate(
    ui: &mut Ui,
    look: Look,
    buttons: Buttons,
    title: &str,
    text: &str,
    actions: impl FnOnce(&mut Ui),
) {
    let t = tokens(ui);
    let (fill, line, icon): (Color32, Color32, Icon) = match look {
        Look::Good => (t.good_soft, t.good, Icon::Check),
        Look::Bad => (t.bad_soft, t.bad, Icon::Cross),
        Look::Neutral => (t.accent_soft, t.accent, Icon::Search),
    };
    let airy = buttons == Buttons::Below;
    let frame = Frame::new()
        .fill(fill)
        .stroke(Stroke::new(1.5, line))
        .corner_radius(radius::CARD)
        .inner_margin(Margin::symmetric(space::L as i8, if airy { space::M as i8 } else { 7 }));
    frame.show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = if airy { space::S } else { 3.0 };
        let named = |ui: &mut Ui| {
            inline_icon(ui, icon, 22.0, line);
            let title_text = RichText::new(title).font(fonts::strong(NAME)).color(t.text);
            let label = ui.add(egui::Label::new(title_text).truncate());
            label.widget_info(|| WidgetInfo::labeled(Role::Alert, true, title));
        };
        let said = |ui: &mut Ui| {
            let label = ui.label(RichText::new(text).font(fonts::text(16.0)).color(t.text));
            label.widget_info(|| WidgetInfo::labeled(Role::Status, true, text));
        };
        if buttons == Buttons::Beside {
            ui.horizontal(|ui| {
                widgets::row_with_end(
                    ui,
                    &mut (),
                    |ui, ()| named(ui),
                    |ui, ()| {
                        ui.add_space(space::S);
                        actions(ui);
                    },
                )
            });
            said(ui);
            return;
        }
        ui.horizontal(named);
        said(ui);
        if airy {
            ui.add_space(space::XS);
        }
        ui.horizontal_wrapped(actions);
    });
}

/// What the app has to say about itself: a lost worker, a schedule that does not fit, settings that cannot be read.
pub(super) fn notices(app: &mut App, ui: &mut Ui) {
    let t = tokens(ui);
    let text = text(ui);
    let out = &mut app.commands;
    if let Some(lost) = &app.lost {
        plate(ui, Look::Bad, Buttons::Below, &tell!(text, "lost-title"), &lost.words, |ui| {
            if lost.replays {
                let on = TextButton::new(tell!(text, "lost-go-on")).emphasis(Emphasis::Primary);
                if ui.add(on).clicked() {
                    out.push(Command::Dismiss);
                }
            }
            let again = TextButton::new(tell!(text, "try-again")).icon(Icon::Reset).shortcut("Backspace");
            if ui.add(again).clicked() {
                out.push(Command::Reset);
            }
        });
        ui.add_space(space::S);
    }
    if let Some(notice) = &app.notice {
        let frame = Frame::new()
            .fill(t.accent_soft)
            .corner_radius(radius::CONTROL)
            .inner_margin(Margin::symmetric(space::M as i8, space::XS as i8));
        frame.show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            ui.horizontal(|ui| {
                inline_icon(ui, Icon::Warning, 18.0, t.accent);
                let width = (ui.available_width() - 44.0).max(0.0);
                ui.scope(|ui| {
                    ui.set_max_width(width);
                    let label = ui.add(egui::Label::new(notice.as_str()).wrap());
                    label.widget_info(|| WidgetInfo::labeled(Role::Status, true, notice));
                });
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    let close = IconButton::new(Icon::Cross, tell!(text, "notice-dismiss"));
                    let close = close.shortcut("Esc").diameter(26.0).emphasis(Emphasis::Bare);
                    if ui.add(close).clicked() {
                        out.push(Command::Dismiss);
                    }
                });
            });
        });
        ui.add_space(space::S);
    }
}
