//! The design system: colours, fonts, icons, textures and small widgets, from which every view is made.
//!
//! It knows egui and nothing else. What a colour, a shape or a texture *means* is decided here once: hue, outline and
//! letter say which thread; texture says which state; an icon says why. No meaning rests on hue alone.

pub mod fonts;
pub mod gallery;
pub mod icons;
pub mod patterns;
pub mod stamps;
mod strong;
pub mod theme;
pub mod widgets;

pub use icons::{Icon, Mark};
pub use patterns::State;
pub use strong::widen;
pub use theme::{Tokens, strengthen, tokens};

/// Gives a fresh context the fonts and both themes; call once, before the first frame.
pub fn install(ctx: &egui::Context) {
    fonts::install(ctx);
    theme::install(ctx);
}

/// `text` in the style of a screen's title.
pub fn title_text(text: impl Into<String>) -> egui::RichText {
    egui::RichText::new(text).text_style(theme::title_style())
}
