//! The languages of the app and the command: one for each folder of `assets/text`.
//!
//! A function that puts something into words takes the [`Text`] to do it in. A view asks egui's context for it, as it
//! asks for the theme: `let text = text(ui);`, then `tell!(text, "step-back")`.

use std::sync::LazyLock;

use egui::{Context, Id};
use stepper::LanguageIdentifier;

pub use stepper::{Text, tell};

include!(concat!(env!("OUT_DIR"), "/languages.rs"));

static ENGLISH: LazyLock<Text> = LazyLock::new(|| {
    let (code, files) = FOLDERS.iter().find(|(code, _)| *code == "en").unwrap_or(&("en", &[]));
    Text::new(code, files, None)
});

static OTHERS: LazyLock<Vec<Text>> = LazyLock::new(|| {
    let others = FOLDERS.iter().filter(|(code, _)| *code != "en");
    others.map(|(code, files)| Text::new(code, files, Some(&ENGLISH))).collect()
});

/// English.
pub fn english() -> &'static Text {
    &ENGLISH
}

/// Every language, English first.
pub fn languages() -> impl Iterator<Item = &'static Text> {
    std::iter::once(english()).chain(OTHERS.iter())
}

/// The language that a tag means ("zh-CN", "zh_CN.UTF-8", "zh"), or else one that its readers know: the same tongue
/// as it is spoken elsewhere. None if it is not among ours.
pub fn find(tag: &str) -> Option<&'static Text> {
    let tag = tag.split(['.', '@']).next().unwrap_or(tag);
    let wanted: LanguageIdentifier = tag.parse().ok()?;
    let like = |text: &&Text| text.language().language == wanted.language;
    languages().find(|text| *text.language() == wanted).or_else(|| languages().find(like))
}

/// The language of the system, or English.
pub fn system() -> &'static Text {
    sys_locale::get_locales().find_map(|tag| find(&tag)).unwrap_or_else(english)
}

/// The language after this one, in a circle.
pub fn after(text: &Text) -> &'static Text {
    let next = languages().skip_while(|other| other.language() != text.language()).nth(1);
    next.unwrap_or_else(english)
}

/// The language that `ctx` speaks; English before anybody has said.
pub fn text(ctx: &Context) -> &'static Text {
    ctx.data(|data| data.get_temp(id())).unwrap_or_else(english)
}

/// From now on `ctx` speaks this language.
pub fn speak(ctx: &Context, text: &'static Text) {
    ctx.data_mut(|data| data.insert_temp(id(), text));
    ctx.request_repaint();
}

/// A sentence as one begins. In Chinese nothing does, and there a name keeps its own first letter.
pub(crate) fn capital(sentence: &str) -> String {
    let chinese = |c: char| ('\u{2e80}'..='\u{ffef}').contains(&c);
    let mut chars = sentence.chars();
    match chars.next() {
        Some(first) if !sentence.contains(chinese) => first.to_uppercase().chain(chars).collect(),
        _ => sentence.to_owned(),
    }
}

fn id() -> Id {
    Id::unique("the language")
}

#[cfg(test)]
mod tests {
    use super::{after, english, find};

    #[test]
    fn a_language_is_found_by_its_tag_or_its_tongue() {
        let code = |tag| find(tag).map(|text| text.language().to_string());
        assert_eq!(code("zh-CN").as_deref(), Some("zh-CN"));
        assert_eq!(code("zh_CN.UTF-8").as_deref(), Some("zh-CN"));
        assert_eq!(code("zh-Hans-SG").as_deref(), Some("zh-CN"));
        assert_eq!(code("en-GB").as_deref(), Some("en"));
        assert_eq!(code("C"), None);
        assert_eq!(code(""), None);
    }

    #[test]
    fn the_languages_come_round() {
        let mut text = english();
        for _ in super::languages() {
            text = after(text);
        }
        assert!(std::ptr::eq(text, english()));
    }
}
