//! The embedded fonts, and the four families that views may ask for.
//!
//! Each family falls back to the other face, so that an arrow missing from one is taken from the other, and then to a
//! Chinese face that has exactly the characters of our texts: a test says when `assets/fonts/subset.py` must cut it
//! anew. egui's own fonts stay out: what none of these has is looked for among the fonts of the system.

use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily, FontId};

const UI: &[u8] = include_bytes!("../../../assets/fonts/Inter-Medium.ttf");
const UI_STRONG: &[u8] = include_bytes!("../../../assets/fonts/Inter-Bold.ttf");
const CODE: &[u8] = include_bytes!("../../../assets/fonts/JetBrainsMonoNL-Medium.ttf");
const CODE_STRONG: &[u8] = include_bytes!("../../../assets/fonts/JetBrainsMonoNL-Bold.ttf");
const CHINESE: &[u8] = include_bytes!("../../../assets/fonts/NotoSansSC-Medium.ttf");
const CHINESE_STRONG: &[u8] = include_bytes!("../../../assets/fonts/NotoSansSC-Bold.ttf");

/// Every character beyond ASCII that the app's own words may use; a test holds each against the embedded fonts.
/// Anything else is painted as an [`Icon`](super::Icon).
pub const SYMBOLS: &str = "→←↑↓↔⇒×…·•–—−≤≥≠≈✓✗●○■□▲△▼▽▶◆◇⌘⇧⌥⌃⏎⌫µ½²°‘’“”∞∅";

/// The name of the bold face of the interface.
pub const STRONG: &str = "strong";

/// The name of the bold face of code.
pub const CODE_BOLD: &str = "strong code";

/// The bold family of the interface.
pub fn strong_family() -> FontFamily {
    FontFamily::Name(STRONG.into())
}

/// The bold family of code.
pub fn strong_code_family() -> FontFamily {
    FontFamily::Name(CODE_BOLD.into())
}

/// Interface text of `size` points.
pub fn text(size: f32) -> FontId {
    FontId::new(size, FontFamily::Proportional)
}

/// Bold interface text of `size` points.
pub fn strong(size: f32) -> FontId {
    FontId::new(size, strong_family())
}

/// Code of `size` points.
pub fn code(size: f32) -> FontId {
    FontId::new(size, FontFamily::Monospace)
}

/// Bold code of `size` points.
pub fn strong_code(size: f32) -> FontId {
    FontId::new(size, strong_code_family())
}

/// The fonts and families that [`install`] sets.
pub fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    for (name, bytes) in [
        ("ui", UI),
        ("ui strong", UI_STRONG),
        ("code", CODE),
        ("code strong", CODE_STRONG),
        ("chinese", CHINESE),
        ("chinese strong", CHINESE_STRONG),
    ] {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    for (family, order) in [
        (FontFamily::Proportional, ["ui", "code", "chinese"]),
        (FontFamily::Monospace, ["code", "ui", "chinese"]),
        (strong_family(), ["ui strong", "code strong", "chinese strong"]),
        (strong_code_family(), ["code strong", "ui strong", "chinese strong"]),
    ] {
        fonts.families.insert(family, order.map(str::to_owned).into());
    }
    fonts
}

/// Makes the embedded fonts the first choice of `ctx`.
pub fn install(ctx: &egui::Context) {
    ctx.set_fonts(definitions());
}
