//! One table of colours per theme, and the egui styles made from them.
//!
//! A view never writes a colour of its own: it asks [`tokens`] and uses a colour for what its name says.

use egui::{
    Color32, Context, CornerRadius, FontFamily, FontId, Id, Margin, Shadow, Stroke, TextStyle, Theme,
    style::WidgetVisuals, vec2,
};

use super::fonts;

/// Distances, in points. Gaps come from this scale alone, so that screens by different hands align.
pub mod space {
    /// Inside a pill, between an icon and its word.
    pub const XS: f32 = 4.0;
    /// Between neighbours of one group.
    pub const S: f32 = 8.0;
    /// Between groups; the inside margin of a card.
    pub const M: f32 = 12.0;
    /// Between cards.
    pub const L: f32 = 16.0;
    /// Around a whole pane.
    pub const XL: f32 = 24.0;
}

/// Corner radii, in points.
pub mod radius {
    /// Timeline segments, key caps.
    pub const SMALL: u8 = 4;
    /// Buttons and fields.
    pub const CONTROL: u8 = 7;
    /// Cards, windows, menus.
    pub const CARD: u8 = 12;
}

/// Sizes of text, in points. None is below 14: a projector and a tired eye must read all of it.
pub mod size {
    /// Notes under a thing, legends, line numbers.
    pub const SMALL: f32 = 14.0;
    /// Running text and buttons.
    pub const BODY: f32 = 15.0;
    /// Source code and values.
    pub const CODE: f32 = 15.0;
    /// The title of a card.
    pub const HEADING: f32 = 17.0;
    /// The title of a screen, the headline of a step.
    pub const TITLE: f32 = 26.0;
}

/// Colours of source text. Quiet on purpose: on the screen of a lesson, strong hue belongs to threads.
#[derive(Clone, Copy, Debug)]
pub struct CodeColors {
    /// Names and punctuation.
    pub plain: Color32,
    /// `fn`, `let`, `while`; set it in the bold face as well.
    pub keyword: Color32,
    /// Types and traits.
    pub type_name: Color32,
    /// Called functions and macros.
    pub call: Color32,
    /// Numbers, strings, characters.
    pub literal: Color32,
    /// Comments.
    pub comment: Color32,
}

/// Every colour of one theme, named by its use.
#[derive(Clone, Copy, Debug)]
pub struct Tokens {
    /// Behind everything: the floor of the stage.
    pub bg: Color32,
    /// Side panes and bars.
    pub panel: Color32,
    /// A card on a pane or on the stage.
    pub card: Color32,
    /// Something to press on a card, or a row under the pointer.
    pub raised: Color32,
    /// A hollow in a card: an empty seat, a slot, a text field.
    pub sunk: Color32,
    /// Hairlines that separate; never the only sign of anything.
    pub line: Color32,
    /// Outlines that carry meaning: contrast of at least 3 with a card.
    pub line_strong: Color32,
    /// What is to be read first.
    pub text: Color32,
    /// Supporting text.
    pub weak: Color32,
    /// Text one looks up: line numbers, units. Still a contrast of 4.5.
    pub faint: Color32,
    /// The app speaking: focus, selection, the primary button, the cursor of the timeline.
    pub accent: Color32,
    /// Behind a selected row.
    pub accent_soft: Color32,
    /// Text and icons on `accent`.
    pub on_accent: Color32,
    /// Failure; always together with a cross and a word.
    pub bad: Color32,
    /// Behind a failed thing.
    pub bad_soft: Color32,
    /// Success; always together with a tick and a word.
    pub good: Color32,
    /// Behind a thing proved right.
    pub good_soft: Color32,
    /// Whether a thread's fill needs an outline to stand out from a card.
    pub keyline: bool,
    /// Fills of threads: plain Okabe-Ito in both themes. Evening out their contrast would take away the steps in
    /// lightness by which colour-blind viewers tell them apart.
    pub threads: [Color32; HUES],
    /// The same hues for text and thin lines: contrast of at least 4.5 with a card.
    pub thread_text: [Color32; HUES],
    /// Colours of source text.
    pub code: CodeColors,
}

/// How many hues threads have before one repeats with another outline.
pub const HUES: usize = 7;

impl Tokens {
    /// The fill of the `index`-th thread.
    pub fn thread(&self, index: usize) -> Color32 {
        self.threads[index % HUES]
    }

    /// The hue of the `index`-th thread for text and thin lines.
    pub fn thread_text(&self, index: usize) -> Color32 {
        self.thread_text[index % HUES]
    }

    /// The outline of the `index`-th thread's fills in this theme, `width` points wide.
    pub fn keyline(&self, index: usize, width: f32) -> Stroke {
        if self.keyline { Stroke::new(width, self.thread_text(index)) } else { Stroke::NONE }
    }

    /// A tint of the `index`-th thread on a card, for the background of a line or row; text stays readable on it.
    pub fn thread_soft(&self, index: usize) -> Color32 {
        mix(self.card, self.thread(index), if self.keyline { 0.20 } else { 0.15 })
    }
}

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

/// Sky, orange, green, purple, yellow, vermillion, blue.
const OKABE_ITO: [Color32; HUES] =
    [rgb(0x56b4e9), rgb(0xe69f00), rgb(0x009e73), rgb(0xcc79a7), rgb(0xf0e442), rgb(0xd55e00), rgb(0x0072b2)];

/// The dark theme.
pub const DARK: Tokens = Tokens {
    bg: rgb(0x0d1116),
    panel: rgb(0x12181f),
    card: rgb(0x19212a),
    raised: rgb(0x232d38),
    sunk: rgb(0x0e141a),
    line: rgb(0x2a3541),
    line_strong: rgb(0x647587),
    text: rgb(0xe9eef3),
    weak: rgb(0xaebac6),
    faint: rgb(0x8e9dac),
    accent: rgb(0xa6b0ff),
    accent_soft: rgb(0x2a3056),
    on_accent: rgb(0x10142e),
    bad: rgb(0xff7b86),
    bad_soft: rgb(0x40232b),
    good: rgb(0x9fd065),
    good_soft: rgb(0x263620),
    keyline: false,
    threads: OKABE_ITO,
    thread_text: [
        rgb(0x6cc0ef),
        rgb(0xf0ac1c),
        rgb(0x35c79b),
        rgb(0xe093bf),
        rgb(0xf0e442),
        rgb(0xf58549),
        rgb(0x62aeea),
    ],
    code: CodeColors {
        plain: rgb(0xdde4eb),
        keyword: rgb(0xb9c2e6),
        type_name: rgb(0x9cc5c0),
        call: rgb(0xd9cda9),
        literal: rgb(0xd3b3c8),
        comment: rgb(0x9ba9b7),
    },
};

/// The light theme.
pub const LIGHT: Tokens = Tokens {
    bg: rgb(0xebeff3),
    panel: rgb(0xf7f9fb),
    card: rgb(0xffffff),
    raised: rgb(0xf0f3f7),
    sunk: rgb(0xe9eef3),
    line: rgb(0xd5dce4),
    line_strong: rgb(0x778696),
    text: rgb(0x151c23),
    weak: rgb(0x465361),
    faint: rgb(0x5b6977),
    accent: rgb(0x4448c8),
    accent_soft: rgb(0xe3e5fb),
    on_accent: rgb(0xffffff),
    bad: rgb(0xb81d36),
    bad_soft: rgb(0xfbe4e7),
    good: rgb(0x3f6d0c),
    good_soft: rgb(0xe6f2d8),
    keyline: true,
    threads: OKABE_ITO,
    thread_text: [
        rgb(0x106a9c),
        rgb(0x855300),
        rgb(0x006e4c),
        rgb(0x963c70),
        rgb(0x665c00),
        rgb(0xa84100),
        rgb(0x005f99),
    ],
    code: CodeColors {
        plain: rgb(0x26303a),
        keyword: rgb(0x3e4886),
        type_name: rgb(0x2a6460),
        call: rgb(0x6d5a1e),
        literal: rgb(0x7c3c65),
        comment: rgb(0x55636f),
    },
};

/// The dark theme for a projector: nothing faint.
pub const STRONG_DARK: Tokens =
    Tokens { line: DARK.line_strong, line_strong: DARK.faint, weak: rgb(0xd0d8e0), faint: DARK.weak, ..DARK };

/// The light theme for a projector: nothing faint.
pub const STRONG_LIGHT: Tokens = Tokens {
    line: LIGHT.line_strong,
    line_strong: LIGHT.faint,
    weak: rgb(0x2b3641),
    faint: LIGHT.weak,
    ..LIGHT
};

/// The table of one theme.
pub const fn of(theme: Theme) -> &'static Tokens {
    match theme {
        Theme::Dark => &DARK,
        Theme::Light => &LIGHT,
    }
}

/// The table of the theme in use.
pub fn tokens(ctx: &Context) -> &'static Tokens {
    match (ctx.theme(), ctx.data(|data| data.get_temp(strong()).unwrap_or(false))) {
        (Theme::Dark, true) => &STRONG_DARK,
        (Theme::Light, true) => &STRONG_LIGHT,
        (theme, false) => of(theme),
    }
}

/// From now on `ctx` shows both themes as for a projector, or as usual again.
pub fn strengthen(ctx: &Context, strongly: bool) {
    ctx.data_mut(|data| data.insert_temp(strong(), strongly));
    ctx.request_repaint();
}

fn strong() -> Id {
    Id::unique("for a projector")
}

/// Sets the styles of both themes. Which of them is used stays egui's business: by default it follows the system.
pub fn install(ctx: &Context) {
    for theme in [Theme::Dark, Theme::Light] {
        ctx.style_mut_of(theme, |style| apply(style, of(theme)));
    }
}

fn apply(style: &mut egui::Style, t: &Tokens) {
    style.text_styles = [
        (TextStyle::Small, fonts::text(size::SMALL)),
        (TextStyle::Body, fonts::text(size::BODY)),
        (TextStyle::Button, fonts::text(size::BODY)),
        (TextStyle::Monospace, FontId::new(size::CODE, FontFamily::Monospace)),
        (TextStyle::Heading, fonts::strong(size::HEADING)),
        (title_style(), fonts::strong(size::TITLE)),
    ]
    .into();

    let s = &mut style.spacing;
    s.item_spacing = vec2(space::S, space::S);
    s.button_padding = vec2(space::M, 5.0);
    s.interact_size = vec2(32.0, 32.0);
    s.window_margin = Margin::same(space::L as i8);
    s.menu_margin = Margin::same(6);
    s.icon_width = 18.0;
    s.icon_width_inner = 10.0;
    s.icon_spacing = space::S;
    s.tooltip_width = 360.0;
    s.slider_width = 140.0;
    s.slider_rail_height = 6.0;
    s.scroll = egui::style::ScrollStyle::thin(); // what can be scrolled is seen to be

    style.interaction.selectable_labels = false; // a text cursor over every caption would promise an editor

    let v = &mut style.visuals;
    v.panel_fill = t.panel;
    v.window_fill = t.card;
    v.window_stroke = Stroke::new(1.0, t.line);
    v.window_corner_radius = CornerRadius::same(radius::CARD);
    v.menu_corner_radius = CornerRadius::same(radius::CARD - 2);
    v.extreme_bg_color = t.sunk;
    v.text_edit_bg_color = Some(t.sunk);
    v.faint_bg_color = mix(t.card, t.raised, 0.5);
    v.code_bg_color = t.raised;
    v.hyperlink_color = t.accent;
    v.error_fg_color = t.bad;
    v.warn_fg_color = t.bad;
    v.weak_text_color = Some(t.weak);
    v.selection.bg_fill = t.accent_soft;
    v.selection.stroke = Stroke::new(1.0, t.text);
    v.handle_shape = egui::style::HandleShape::Circle;
    v.disabled_alpha = 0.6;
    let shadow = Color32::from_black_alpha(if t.keyline { 36 } else { 110 });
    v.window_shadow = Shadow { offset: [0, 8], blur: 28, spread: 0, color: shadow };
    v.popup_shadow = Shadow { offset: [0, 4], blur: 14, spread: 0, color: shadow };

    let widget = |fill, text, line: Stroke| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: line,
        corner_radius: CornerRadius::same(radius::CONTROL),
        fg_stroke: Stroke::new(1.5, text),
        expansion: 0.0,
    };
    v.widgets.noninteractive = widget(t.card, t.text, Stroke::new(1.0, t.line));
    v.widgets.inactive = widget(t.raised, t.text, Stroke::new(1.0, t.line));
    // The box of a checkbox and the rail of a slider have no outline of their own to be seen by.
    v.widgets.inactive.bg_fill = mix(t.raised, t.line_strong, 0.35);
    v.widgets.hovered = widget(mix(t.raised, t.text, 0.08), t.text, Stroke::new(1.0, t.line_strong));
    // egui shows keyboard focus through `active`, so its outline is the focus ring of stock widgets.
    v.widgets.active = widget(mix(t.raised, t.text, 0.12), t.text, Stroke::new(2.0, t.accent));
    v.widgets.open = widget(t.raised, t.text, Stroke::new(1.0, t.line_strong));
}

/// The style of the title of a screen and of the headline of a step.
pub fn title_style() -> TextStyle {
    TextStyle::Name("title".into())
}

/// The ring around a focused widget.
pub fn focus_stroke(t: &Tokens) -> Stroke {
    Stroke::new(2.0, t.accent)
}

/// How far `focus_stroke` keeps from what it surrounds, in points.
pub const FOCUS_GAP: f32 = 2.0;

/// Ink for a letter or an icon on `fill`: near-black or white, whichever contrasts more.
pub fn ink(fill: Color32) -> Color32 {
    const BLACK: Color32 = Color32::from_gray(12);
    if contrast(fill, BLACK) >= contrast(fill, Color32::WHITE) { BLACK } else { Color32::WHITE }
}

/// `a` with `share` (0 to 1) of `b`, both opaque.
pub fn mix(a: Color32, b: Color32, share: f32) -> Color32 {
    let channel = |a: u8, b: u8| (f32::from(a) + (f32::from(b) - f32::from(a)) * share).round() as u8;
    Color32::from_rgb(channel(a.r(), b.r()), channel(a.g(), b.g()), channel(a.b(), b.b()))
}

/// The contrast ratio of WCAG 2.2 between two opaque colours: 1 (equal) to 21 (black and white).
pub fn contrast(a: Color32, b: Color32) -> f32 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance(color: Color32) -> f32 {
    let linear = |v: u8| {
        let v = f32::from(v) / 255.0;
        if v <= 0.04045 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(color.r()) + 0.7152 * linear(color.g()) + 0.0722 * linear(color.b())
}
