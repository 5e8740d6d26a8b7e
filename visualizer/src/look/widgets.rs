//! Small widgets that every view shares. Whatever is painted here has a name that a screen reader and a test can find,
//! and a visible ring while it has the keyboard.

use std::borrow::Cow;
use std::sync::Arc;

use egui::accesskit::Live;
use egui::scroll_area::ScrollAreaOutput;
use egui::{
    Align, Align2, Color32, CornerRadius, Frame, Galley, InnerResponse, Key, Layout, Margin, Modifiers,
    Painter, Rect, Response, RichText, Role, Sense, Stroke, StrokeKind, Ui, UiBuilder, Vec2, Widget,
    WidgetInfo, pos2, vec2,
};

use super::icons::{self, Icon, Mark};
use super::patterns::{self, Ink, State};
use super::theme::{FOCUS_GAP, focus_stroke, mix, radius, size, space, tokens};
use super::{Tokens, fonts};
use crate::text::{tell, text};

/// How prominent a button is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Emphasis {
    /// No frame until the pointer is over it.
    Bare,
    /// A quiet frame.
    #[default]
    Plain,
    /// Filled with the accent: the one thing to press next.
    Primary,
}

/// A round button with an icon, an accessible name, and a tooltip with its key.
#[derive(Clone, Debug)]
#[must_use = "add it with `ui.add`"]
pub struct IconButton<'a> {
    icon: Icon,
    name: Cow<'a, str>,
    shortcut: &'a str,
    diameter: f32,
    emphasis: Emphasis,
    selected: Option<bool>,
}

impl<'a> IconButton<'a> {
    /// A button of the usual size; `name` says what it does, for the tooltip and the screen reader.
    pub fn new(icon: Icon, name: impl Into<Cow<'a, str>>) -> Self {
        let name = name.into();
        Self { icon, name, shortcut: "", diameter: 36.0, emphasis: Emphasis::Plain, selected: None }
    }

    /// Shows `keys`, such as `Ctrl+K`, as a key cap in the tooltip.
    pub const fn shortcut(mut self, keys: &'a str) -> Self {
        self.shortcut = keys;
        self
    }

    /// Sets the diameter, in points.
    pub const fn diameter(mut self, diameter: f32) -> Self {
        self.diameter = diameter;
        self
    }

    /// Sets the prominence.
    pub const fn emphasis(mut self, emphasis: Emphasis) -> Self {
        self.emphasis = emphasis;
        self
    }

    /// Makes it a toggle that is on or off.
    pub const fn selected(mut self, on: bool) -> Self {
        self.selected = Some(on);
        self
    }
}

impl Widget for IconButton<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let (rect, response) = ui.allocate_exact_size(Vec2::splat(self.diameter), Sense::click());
        let enabled = ui.is_enabled();
        response.widget_info(|| match self.selected {
            Some(on) => WidgetInfo::selected(Role::Button, enabled, on, &*self.name),
            None => WidgetInfo::labeled(Role::Button, enabled, &*self.name),
        });
        if ui.is_rect_visible(rect) {
            self.paint(ui, rect, &response);
        }
        let tip = |ui: &mut Ui| tooltip(ui, &self.name, self.shortcut);
        response.on_hover_ui(tip).on_disabled_hover_ui(tip)
    }
}

impl IconButton<'_> {
    fn paint(&self, ui: &Ui, rect: Rect, response: &Response) {
        let t = tokens(ui);
        // egui fades what is disabled as a whole, which would show where the strokes of an icon overlap.
        let mut painter = ui.painter().clone();
        painter.set_opacity(1.0);

        let on = self.selected == Some(true);
        let Finish { fill, line, ink } = finish(t, self.emphasis, on, t.accent, ui.is_enabled(), response);
        painter.circle(rect.center(), self.diameter / 2.0 - 0.5, fill, Stroke::new(1.0, line));
        icons::paint(&painter, self.icon, rect.center(), self.diameter * 0.48, ink);
        if response.has_focus() {
            painter.circle_stroke(rect.center(), self.diameter / 2.0 + FOCUS_GAP, focus_stroke(t));
        }
    }
}

/// A button with an optional icon before its words.
#[derive(Clone, Debug)]
#[must_use = "add it with `ui.add`"]
pub struct TextButton<'a> {
    text: Cow<'a, str>,
    name: Option<Cow<'a, str>>,
    shortcut: &'a str,
    icon: Option<Icon>,
    mark: Option<Mark<'a>>,
    emphasis: Emphasis,
    margin: f32,
    selected: Option<bool>,
}

impl<'a> TextButton<'a> {
    /// A button that reads `text`.
    pub fn new(text: impl Into<Cow<'a, str>>) -> Self {
        Self {
            text: text.into(),
            name: None,
            shortcut: "",
            icon: None,
            mark: None,
            emphasis: Emphasis::Plain,
            margin: space::M,
            selected: None,
        }
    }

    /// Gives a screen reader a fuller name than the text.
    pub fn name(mut self, name: impl Into<Cow<'a, str>>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Shows `keys` as a key cap in the tooltip.
    pub const fn shortcut(mut self, keys: &'a str) -> Self {
        self.shortcut = keys;
        self
    }

    /// Puts an icon before the text.
    pub const fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// Puts a thread's token before the text: the button acts on that thread.
    pub const fn mark(mut self, mark: Mark<'a>) -> Self {
        self.mark = Some(mark);
        self
    }

    /// Sets the prominence.
    pub const fn emphasis(mut self, emphasis: Emphasis) -> Self {
        self.emphasis = emphasis;
        self
    }

    /// Without a frame and with narrow margins: one of many in a row.
    pub const fn slim(mut self) -> Self {
        self.emphasis = Emphasis::Bare;
        self.margin = space::S;
        self
    }

    /// The room it takes beside others.
    pub fn width(&self, ui: &Ui) -> f32 {
        self.galley(ui).size().x + self.lead() + 2.0 * self.margin
    }

    fn galley(&self, ui: &Ui) -> Arc<Galley> {
        ui.painter().layout_no_wrap(self.text.to_string(), fonts::text(size::BODY), Color32::PLACEHOLDER)
    }

    /// The room before the words.
    fn lead(&self) -> f32 {
        if self.icon.is_some() || self.mark.is_some() { 18.0 + space::S - 1.0 } else { 0.0 }
    }

    /// Makes it a toggle that is on or off.
    pub const fn selected(mut self, on: bool) -> Self {
        self.selected = Some(on);
        self
    }
}

impl Widget for TextButton<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let t = tokens(ui);
        let (galley, lead) = (self.galley(ui), self.lead());
        let wanted = vec2(galley.size().x + lead + 2.0 * self.margin, ui.spacing().interact_size.y);
        let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
        let enabled = ui.is_enabled();
        let name = self.name.as_deref().unwrap_or(&self.text);
        response.widget_info(|| match self.selected {
            Some(on) => WidgetInfo::selected(Role::Button, enabled, on, name),
            None => WidgetInfo::labeled(Role::Button, enabled, name),
        });
        if ui.is_rect_visible(rect) {
            let mut painter = ui.painter().clone();
            painter.set_opacity(1.0);
            let on = self.selected == Some(true);
            let own = self.mark.map_or(t.accent, |mark| t.thread_text(mark.index));
            let Finish { fill, line, ink } = finish(t, self.emphasis, on, own, enabled, &response);
            painter.rect(rect, radius::CONTROL, fill, Stroke::new(1.0, line), StrokeKind::Inside);
            let lead_at = pos2(rect.left() + self.margin + 8.0, rect.center().y);
            if let Some(mark) = self.mark {
                painter.set_opacity(if enabled { 1.0 } else { 0.45 });
                icons::token(&painter, t, mark, lead_at, 9.0);
                painter.set_opacity(1.0);
            } else if let Some(icon) = self.icon {
                icons::paint(&painter, icon, lead_at, 16.0, ink);
            }
            let at = pos2(rect.left() + self.margin + lead, rect.center().y - galley.size().y / 2.0);
            painter.galley(at, galley, ink);
            if response.has_focus() {
                focus_ring(&painter, t, rect, radius::CONTROL);
            }
        }
        if self.shortcut.is_empty() && name == self.text {
            return response;
        }
        let tip = |ui: &mut Ui| tooltip(ui, name, self.shortcut);
        response.on_hover_ui(tip).on_disabled_hover_ui(tip)
    }
}

/// The colours of a button in one of its states.
struct Finish {
    fill: Color32,
    line: Color32,
    ink: Color32,
}

/// How a button looks; `own` is the outline it gets while it is switched on.
fn finish(
    t: &Tokens,
    emphasis: Emphasis,
    on: bool,
    own: Color32,
    enabled: bool,
    response: &Response,
) -> Finish {
    const NONE: Color32 = Color32::TRANSPARENT;
    let lit = match () {
        () if !enabled => 0.0,
        () if response.is_pointer_button_down_on() => 0.16,
        () if response.hovered() => 0.08,
        () => 0.0,
    };
    let (fill, line, ink) = match emphasis {
        Emphasis::Bare if !enabled => (NONE, NONE, t.line_strong),
        _ if !enabled => (mix(t.panel, t.raised, 0.5), t.line, t.line_strong),
        Emphasis::Primary => (mix(t.accent, t.text, lit), NONE, t.on_accent),
        _ if on => (mix(t.accent_soft, t.text, lit), own, t.text),
        Emphasis::Plain if lit > 0.0 => (mix(t.raised, t.text, lit), t.line_strong, t.text),
        Emphasis::Plain => (t.raised, t.line, t.text),
        Emphasis::Bare if lit > 0.0 => (mix(t.raised, t.text, lit - 0.08), NONE, t.text),
        Emphasis::Bare => (NONE, NONE, t.weak),
    };
    Finish { fill, line, ink }
}

/// The ring around a painted widget that has the keyboard; `corner` is the widget's own corner radius.
pub fn focus_ring(painter: &Painter, t: &Tokens, rect: Rect, corner: u8) {
    let corner = CornerRadius::same(corner + FOCUS_GAP as u8);
    painter.rect_stroke(rect.expand(FOCUS_GAP), corner, focus_stroke(t), StrokeKind::Middle);
}

fn tooltip(ui: &mut Ui, name: &str, shortcut: &str) {
    ui.horizontal(|ui| {
        ui.label(name);
        if !shortcut.is_empty() {
            key_cap(ui, shortcut);
        }
    });
}

/// What a pill says about itself by its colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// A fact.
    #[default]
    Neutral,
    /// Something of the app itself.
    Accent,
    /// It failed.
    Bad,
    /// It worked.
    Good,
    /// Something about the thread with this index: its icon takes the hue, its words never do.
    Thread(usize),
}

/// A rounded label with an optional icon: the state of a thread, a tag, a verdict.
pub fn pill(ui: &mut Ui, icon: Option<Icon>, text: &str, tone: Tone) -> Response {
    let t = tokens(ui);
    let (fill, line, ink, icon_ink) = match tone {
        Tone::Neutral => (t.sunk, t.line, t.text, t.weak),
        Tone::Accent => (t.accent_soft, mix(t.accent_soft, t.accent, 0.45), t.text, t.accent),
        Tone::Bad => (t.bad_soft, mix(t.bad_soft, t.bad, 0.45), t.text, t.bad),
        Tone::Good => (t.good_soft, mix(t.good_soft, t.good, 0.45), t.text, t.good),
        Tone::Thread(index) => (t.sunk, t.line, t.text, t.thread_text(index)),
    };
    const ICON: f32 = 14.0;
    let galley = ui.painter().layout_no_wrap(text.to_owned(), fonts::text(size::SMALL), ink);
    let lead = if icon.is_some() { ICON + 6.0 } else { 0.0 };
    let wanted = vec2(galley.size().x + lead + 2.0 * 10.0, galley.size().y + 8.0);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    if ui.is_rect_visible(rect) {
        let painter = ui.painter();
        painter.rect(rect, rect.height() / 2.0, fill, Stroke::new(1.0, line), StrokeKind::Inside);
        if let Some(icon) = icon {
            icons::paint(
                painter,
                icon,
                pos2(rect.left() + 10.0 + ICON / 2.0, rect.center().y),
                ICON,
                icon_ink,
            );
        }
        painter.galley(pos2(rect.left() + 10.0 + lead, rect.center().y - galley.size().y / 2.0), galley, ink);
    }
    response
}

/// A thread's token as a widget of its own, `radius` points, found under `name`.
pub fn thread_token(ui: &mut Ui, mark: Mark<'_>, radius: f32, name: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(radius * 2.4), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name));
    if ui.is_rect_visible(rect) {
        icons::token(ui.painter(), tokens(ui), mark, rect.center(), radius);
    }
    response
}

/// An icon as a widget of its own, found under `name`.
pub fn icon(ui: &mut Ui, icon: Icon, side: f32, color: Color32, name: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(side), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name));
    if ui.is_rect_visible(rect) {
        icons::paint(ui.painter(), icon, rect.center(), side, color);
    }
    response
}

/// A screen reader tells what this says whenever it changes, as soon as it has told the rest.
pub fn live(response: &Response) {
    response.ctx.accesskit_node_builder(response.id, |node| node.set_live(Live::Polite));
}

/// The sample and name of one state, for a legend.
pub fn legend_entry(ui: &mut Ui, state: State) -> Response {
    let t = tokens(ui);
    let name = state.name(text(ui));
    let galley = ui.painter().layout_no_wrap(name.clone(), fonts::text(size::SMALL), t.weak);
    let sample = vec2(30.0, 14.0);
    let wanted = vec2(sample.x + 7.0 + galley.size().x, galley.size().y.max(sample.y));
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
    if ui.is_rect_visible(rect) {
        let at = Align2::LEFT_CENTER.align_size_within_rect(sample, rect);
        patterns::paint(ui.painter(), at, state, Ink::neutral(t));
        ui.painter().galley(pos2(at.right() + 7.0, rect.center().y - galley.size().y / 2.0), galley, t.weak);
    }
    response
}

/// The frame of a card on a pane or on the stage.
pub fn card_frame(t: &Tokens) -> Frame {
    Frame::new()
        .fill(t.card)
        .stroke(Stroke::new(1.0, t.line))
        .corner_radius(radius::CARD)
        .inner_margin(Margin::symmetric(space::L as i8, space::M as i8))
}

/// A card as wide as there is room.
pub fn card<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    card_frame(tokens(ui)).show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        content(ui)
    })
}

/// A card with an icon and a title on the left of its first row, and a note on the right.
pub fn titled_card<R>(
    ui: &mut Ui,
    icon: Option<Icon>,
    title: &str,
    note: &str,
    content: impl FnOnce(&mut Ui) -> R,
) -> InnerResponse<R> {
    card(ui, |ui| {
        card_title(ui, icon, title, note);
        content(ui)
    })
}

/// The first row of a card.
pub fn card_title(ui: &mut Ui, icon: Option<Icon>, title: &str, note: &str) {
    let t = tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, title));
    let painter = ui.painter();
    let mut left = rect.left();
    if let Some(icon) = icon {
        icons::paint(painter, icon, pos2(left + 9.0, rect.center().y), 18.0, t.weak);
        left += 18.0 + space::S;
    }
    painter.text(
        pos2(left, rect.center().y),
        Align2::LEFT_CENTER,
        title,
        fonts::strong(size::HEADING),
        t.text,
    );
    if !note.is_empty() {
        let right = Layout::right_to_left(Align::Center);
        let mut row = ui.new_child(egui::UiBuilder::new().max_rect(rect).layout(right));
        row.label(RichText::new(note).font(fonts::text(size::SMALL)).color(t.weak));
    }
}

/// A row with something at its right end. That is made last, so that the focus goes from left to right.
pub fn row_with_end<S: ?Sized>(
    ui: &mut Ui,
    state: &mut S,
    start: impl FnOnce(&mut Ui, &mut S),
    end: impl FnOnce(&mut Ui, &mut S),
) {
    let all = ui.available_rect_before_wrap();
    let id = ui.next_auto_id().with("the end of a row");
    let width: f32 = ui.data(|data| data.get_temp(id)).unwrap_or(0.0);
    let edge = all.right() - width;
    let layout = Layout::left_to_right(Align::Center);
    let part = |rect| UiBuilder::new().max_rect(rect).layout(layout);
    let mut left = ui.new_child(part(all.with_max_x(edge)));
    start(&mut left, state);
    let mut right = ui.new_child(part(all.with_min_x(edge)));
    end(&mut right, state);
    let used = right.min_rect().width();
    if (used - width).abs() > 0.5 {
        ui.data_mut(|data| data.insert_temp(id, used));
        ui.request_discard("the end of a row was measured");
    }
    ui.advance_cursor_after_rect(left.min_rect().union(right.min_rect()));
}

/// The heading over a group of cards.
pub fn section(ui: &mut Ui, text: &str) -> Response {
    let t = tokens(ui);
    let galley = ui.painter().layout_no_wrap(text.to_owned(), fonts::strong(size::SMALL), t.weak);
    let (rect, response) =
        ui.allocate_exact_size(vec2(galley.size().x, galley.size().y + space::XS), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, text));
    ui.painter().galley(rect.min, galley, t.weak);
    response
}

/// One key combination such as `Ctrl+Shift+K`, each key as a cap.
pub fn key_cap(ui: &mut Ui, keys: &str) -> Response {
    let t = tokens(ui);
    const HEIGHT: f32 = 24.0;
    // "+" alone, and the last one of "Ctrl++", is the key and not the joint.
    let parts: Vec<&str> = match keys.strip_suffix("++") {
        Some(first) => first.split('+').chain(["+"]).collect(),
        None if keys == "+" => vec!["+"],
        None => keys.split('+').collect(),
    };
    let caps: Vec<_> = parts
        .into_iter()
        .map(|key| {
            let galley = ui.painter().layout_no_wrap(key.to_owned(), fonts::text(size::SMALL), t.text);
            let width = (galley.size().x + 14.0).max(HEIGHT);
            (galley, width)
        })
        .collect();
    let gap = space::XS;
    let width = caps.iter().map(|(_, width)| width + gap).sum::<f32>() - gap;
    let (rect, response) = ui.allocate_exact_size(vec2(width, HEIGHT + 2.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, keys));
    if ui.is_rect_visible(rect) {
        let painter = ui.painter();
        let mut left = rect.left();
        for (galley, width) in caps {
            let cap = Rect::from_min_size(pos2(left, rect.top()), vec2(width, HEIGHT));
            // The lower edge is the side of the key.
            painter.rect_filled(cap.translate(vec2(0.0, 2.0)), radius::SMALL + 1, t.line_strong);
            painter.rect(
                cap,
                radius::SMALL + 1,
                t.raised,
                Stroke::new(1.0, t.line_strong),
                StrokeKind::Inside,
            );
            let offset = galley.size() / 2.0;
            painter.galley(cap.center() - offset, galley, t.text);
            left += width + gap;
        }
    }
    response
}

/// As much of a line of text as is at most so wide.
pub fn clipped(ui: &Ui, text: &str, width: f32) -> String {
    let fits = |text: &str| {
        let galley =
            ui.painter().layout_no_wrap(text.to_owned(), fonts::text(size::BODY), Color32::PLACEHOLDER);
        galley.size().x <= width
    };
    if fits(text) {
        return text.to_owned();
    }
    let ends = text.char_indices().map(|(end, _)| format!("{}…", text[..end].trim_end()));
    ends.take_while(|shorter| fits(shorter)).last().unwrap_or_default()
}

/// Gives a text field its name. egui tells a screen reader what is in it, and not what it is for.
pub fn name_field(field: &Response, name: &str) {
    field.ctx.accesskit_node_builder(field.id, |node| node.set_label(name));
}

/// How many pages on a person asks for by the keys, or back: less than 0. Whoever asks takes them.
pub fn pages(ui: &Ui) -> f32 {
    [(Key::PageUp, -1.0), (Key::PageDown, 1.0)]
        .into_iter()
        .map(|(key, by)| by * ui.input_mut(|i| i.count_and_consume_key(Modifiers::NONE, key)) as f32)
        .sum()
}

/// Turns so many pages of the area that `ui` is in. A line or two are seen again.
pub fn turn(ui: &Ui, pages: f32) {
    if pages != 0.0 {
        let page = (ui.clip_rect().height() - 40.0).max(20.0);
        ui.scroll_with_delta(vec2(0.0, -pages * page));
    }
}

/// Names the scroll bars of an area after what they scroll. egui makes them without a name.
pub fn name_bars<R>(ui: &Ui, scrolled: &ScrollAreaOutput<R>, what: &str) {
    let text = text(ui);
    for (direction, name) in
        [tell!(text, "scrolls-across", what), tell!(text, "scrolls", what)].into_iter().enumerate()
    {
        let bar = scrolled.id.with(direction);
        if ui.has_accesskit_node(bar) {
            ui.accesskit_node_builder(bar, |node| node.set_label(name));
        }
    }
}
