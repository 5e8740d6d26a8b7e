//! What is said to a person: sentences from Fluent files, in one language.
//!
//! A sentence has a key and facts. [`tell!`](crate::tell) says it; the files of `assets/text` have its words. Names
//! from a program (threads, objects, values) are facts, and stay as they are in every language.

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

/// The sentences of one language. It is made once and never changes, so every thread may read it.
pub struct Text {
    language: LanguageIdentifier,
    bundle: FluentBundle<FluentResource>,
    otherwise: Option<&'static Text>,
}

static ENGLISH: LazyLock<Text> =
    LazyLock::new(|| Text::new("en", &[include_str!("../../assets/text/en/stepper.ftl")], None));

impl Text {
    /// The sentences of these files; what they do not say is said by `otherwise`. Lines that are not Fluent are left
    /// out, and a tag that is none counts as an unknown language: a text is never worth a panic.
    pub fn new(language: &str, files: &[&str], otherwise: Option<&'static Text>) -> Text {
        let language: LanguageIdentifier = language.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![language.clone()]);
        // The marks keep apart scripts that run left to right and right to left. Painted, they are boxes; in a
        // terminal, they move columns.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(number));
        // They fail when a name is taken, and these are the first.
        let _ = bundle.add_builtins();
        for file in files {
            let resource = FluentResource::try_new((*file).to_owned()).unwrap_or_else(|(rest, _)| rest);
            bundle.add_resource_overriding(resource);
        }
        Text { language, bundle, otherwise }
    }

    /// English, of what this crate says.
    pub fn english() -> &'static Text {
        &ENGLISH
    }

    /// The language: "en", "zh-CN".
    pub fn language(&self) -> &LanguageIdentifier {
        &self.language
    }

    /// The sentence of this key. One that is not there, or lacks a fact, is said in the language behind this one; at
    /// last, by its key. Use [`tell!`](crate::tell): a test reads those calls.
    pub fn say(&self, key: &str, facts: &[(&'static str, FluentValue<'_>)]) -> String {
        let said = self.bundle.get_message(key).and_then(|message| message.value()).map(|pattern| {
            let facts: FluentArgs = facts.iter().cloned().collect();
            let mut errors = Vec::new();
            let said = self.bundle.format_pattern(pattern, Some(&facts), &mut errors).into_owned();
            (said, errors.is_empty())
        });
        match (said, self.otherwise) {
            (Some((said, true)), _) | (Some((said, false)), None) => said,
            (_, Some(other)) => other.say(key, facts),
            (None, None) => key.to_owned(),
        }
    }

    /// Sentences one after the other, as this language sets them.
    pub fn join(&self, sentences: &[String]) -> String {
        sentences.join(&crate::tell!(self, "between-sentences"))
    }

    /// "A", "A and B", "A, B and C".
    pub fn list(&self, names: &[String]) -> String {
        match names {
            [] => crate::tell!(self, "list-nobody"),
            [one] => one.clone(),
            [first, between @ .., last] => {
                let add = |list: String, next: &String| crate::tell!(self, "list-next", list, next);
                let list = between.iter().fold(first.clone(), add);
                crate::tell!(self, "list-last", list, last)
            }
        }
    }
}

/// Whole numbers from 1,000 on in groups of three digits, unless the sentence says `useGrouping: "false"`.
fn number<M>(value: &FluentValue<'_>, _memoizer: &M) -> Option<String> {
    match value {
        FluentValue::Number(n) if n.options.use_grouping && n.value >= 1e3 && n.value.fract() == 0.0 => {
            Some(crate::words::grouped(n.value as u64))
        }
        _ => None,
    }
}

/// What can be a fact of a sentence.
pub trait Fact {
    /// As Fluent takes it.
    fn fact(&self) -> FluentValue<'_>;
}

impl Fact for str {
    fn fact(&self) -> FluentValue<'_> {
        FluentValue::String(Cow::Borrowed(self))
    }
}

impl Fact for String {
    fn fact(&self) -> FluentValue<'_> {
        self.as_str().fact()
    }
}

impl<T: Fact + ?Sized> Fact for &T {
    fn fact(&self) -> FluentValue<'_> {
        (**self).fact()
    }
}

macro_rules! numbers {
    ($($number:ty)*) => {$(
        impl Fact for $number {
            fn fact(&self) -> FluentValue<'_> {
                FluentValue::from(*self)
            }
        }
    )*};
}

numbers!(u8 u16 u32 u64 usize i32 i64 f32 f64);

/// Says a sentence: its key, then its facts, each a local of that name or `name = value`.
///
/// ```
/// use stepper::{Text, tell};
///
/// let text = Text::new("en", &["reads = { $who } reads { $count ->\n    [one] a byte\n   *[other] { $count } bytes\n}."], None);
/// let who = "A";
/// assert_eq!(tell!(text, "reads", who, count = 1), "A reads a byte.");
/// assert_eq!(tell!(text, "reads", who, count = 2000), "A reads 2,000 bytes.");
/// ```
#[macro_export]
macro_rules! tell {
    ($text:expr, $key:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {
        $text.say($key, &[$((stringify!($name), $crate::tell!(@$name $(= $value)?))),*])
    };
    (@$name:ident) => { $crate::text::Fact::fact(&$name) };
    (@$name:ident = $value:expr) => { $crate::text::Fact::fact(&$value) };
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::Text;

    static FIRST: LazyLock<Text> = LazyLock::new(|| {
        Text::new("en", &["a = A { $n }\nb = B { NUMBER($n, useGrouping: \"false\") }"], None)
    });

    #[test]
    fn what_a_language_does_not_say_is_said_in_english() {
        let text = Text::new("zh-CN", &["a = 甲 { $m }\nnot Fluent\nc = 丙 { $n }"], Some(&FIRST));
        assert_eq!(tell!(text, "c", n = 1234), "丙 1,234");
        assert_eq!(tell!(text, "a", n = 1), "A 1");
        assert_eq!(tell!(text, "b", n = 1234), "B 1234");
        assert_eq!(tell!(text, "nowhere"), "nowhere");
    }

    #[test]
    fn numbers_and_lists_in_english() {
        let text = Text::english();
        let names = ["A", "B", "C"].map(str::to_owned);
        let lists: Vec<String> = (0..=3).map(|n| text.list(&names[..n])).collect();
        assert_eq!(lists, ["nobody", "A", "A and B", "A, B and C"]);
        assert_eq!(text.join(&names), "A B C");
    }
}
