//! The words of the app and the command: every sentence that the code says exists in every language, with the same
//! facts, and no sentence is left that nobody says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use visualizer::command::help;
use visualizer::look::fonts;

/// The facts of each sentence, and whether it shows them. Others only choose between its forms: grammar, in which
/// languages differ.
type Sentences = BTreeMap<String, BTreeMap<String, bool>>;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()) {
        match entry.is_dir() {
            true => found.extend(files(&entry, ending)),
            false if entry.extension().is_some_and(|e| e == ending) => found.push(entry),
            false => {}
        }
    }
    found.sort();
    found
}

fn languages() -> BTreeMap<String, Sentences> {
    let folders = fs::read_dir(root().join("assets/text")).unwrap().map(|e| e.unwrap().path());
    folders.map(|folder| (name(&folder), sentences(&folder))).collect()
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_str().unwrap().to_owned()
}

/// The sentences of a language; panics on what is not Fluent, and on a key that two of them have.
fn sentences(folder: &Path) -> Sentences {
    let mut all = Sentences::new();
    for file in files(folder, "ftl") {
        let text = fs::read_to_string(&file).unwrap();
        let resource = parser::parse(text.as_str())
            .unwrap_or_else(|(_, errors)| panic!("{} is not Fluent: {errors:?}", file.display()));
        for entry in resource.body {
            let (key, pattern) = match entry {
                Entry::Message(message) => (message.id.name.to_owned(), message.value.unwrap()),
                // A term has no facts: it is a word that the sentences of this language share.
                Entry::Term(_) | Entry::Comment(_) | Entry::GroupComment(_) => continue,
                other => panic!("{}: {other:?}", file.display()),
            };
            let mut facts = BTreeMap::new();
            of_pattern(&pattern, &mut facts);
            let before = all.insert(key.clone(), facts);
            assert!(before.is_none(), "{}: there are two sentences {key}", file.display());
        }
    }
    all
}

fn of_pattern(pattern: &Pattern<&str>, facts: &mut BTreeMap<String, bool>) {
    for element in &pattern.elements {
        match element {
            PatternElement::Placeable { expression } => of_expression(expression, facts),
            PatternElement::TextElement { .. } => {}
        }
    }
}

fn of_expression(expression: &Expression<&str>, facts: &mut BTreeMap<String, bool>) {
    match expression {
        Expression::Inline(inline) => of_inline(inline, facts),
        Expression::Select { selector, variants } => {
            if let InlineExpression::VariableReference { id } = selector {
                facts.entry(id.name.to_owned()).or_insert(false);
            }
            variants.iter().for_each(|variant| of_pattern(&variant.value, facts));
        }
    }
}

fn of_inline(inline: &InlineExpression<&str>, facts: &mut BTreeMap<String, bool>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            facts.insert(id.name.to_owned(), true);
        }
        InlineExpression::FunctionReference { arguments: CallArguments { positional, .. }, .. } => {
            positional.iter().for_each(|argument| of_inline(argument, facts));
        }
        InlineExpression::Placeable { expression } => of_expression(expression, facts),
        _ => {}
    }
}

/// Every `tell!(text, "key", fact, fact = value)` of the code, with its place; and what the command says of itself.
fn told() -> Vec<(String, BTreeSet<String>, String)> {
    let mut found = Vec::new();
    for folder in ["stepper/src", "visualizer/src"] {
        for file in files(&root().join(folder), "rs") {
            let tokens: TokenStream = fs::read_to_string(&file).unwrap().parse().unwrap();
            search(tokens, &name(&file), &mut found);
        }
    }
    let help = help::keys().into_iter();
    found.extend(
        help.map(|(key, facts)| (key, facts.into_iter().map(str::to_owned).collect(), "--help".to_owned())),
    );
    found
}

fn search(tokens: TokenStream, file: &str, found: &mut Vec<(String, BTreeSet<String>, String)>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        let TokenTree::Group(group) = token else { continue };
        let called = |back: usize| at.checked_sub(back).map(|n| tokens[n].to_string());
        if called(1).as_deref() == Some("!") && called(2).as_deref() == Some("tell") {
            let line = tokens[at - 2].span().start().line;
            found.extend(call(group.stream(), &format!("{file}, line {line}")));
        }
        if called(1).as_deref() == Some("]") && group.delimiter() == Delimiter::Bracket {
            continue;
        }
        // The sentences that a module's own tests make up are not those of the app.
        let is_test = called(1).as_deref() == Some("tests") && called(2).as_deref() == Some("mod");
        let is_macro = called(3).as_deref() == Some("macro_rules");
        if !is_test && !is_macro {
            search(group.stream(), file, found);
        }
    }
}

fn call(tokens: TokenStream, place: &str) -> Option<(String, BTreeSet<String>, String)> {
    let mut arguments: Vec<Vec<TokenTree>> = vec![Vec::new()];
    for token in tokens {
        match &token {
            TokenTree::Punct(comma) if comma.as_char() == ',' => arguments.push(Vec::new()),
            _ => arguments.last_mut().unwrap().push(token),
        }
    }
    let [_, key, facts @ ..] = arguments.as_slice() else { panic!("{place}: tell! without a key") };
    let key: String = key.iter().map(ToString::to_string).collect();
    // Within the macro's own rules.
    let key = key.strip_prefix('"')?.strip_suffix('"')?.to_owned();
    let facts = facts.iter().filter_map(|fact| fact.first()).map(ToString::to_string).collect();
    Some((key, facts, place.to_owned()))
}

#[test]
fn every_sentence_that_the_code_says_exists_in_every_language_with_its_facts() {
    let mut wrong = Vec::new();
    for (language, sentences) in languages() {
        for (key, facts, place) in told() {
            match sentences.get(&key) {
                None => wrong.push(format!("{place}: {language} has no {key}")),
                Some(known) => {
                    let missing = known.keys().filter(|fact| !facts.contains(*fact));
                    wrong.extend(missing.map(|fact| format!("{place}: {key} of {language} needs {fact}")));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_language_says_the_same_sentences_and_shows_the_same_facts() {
    let all = languages();
    let english = &all["en"];
    let shown = |facts: &BTreeMap<String, bool>| -> BTreeSet<String> {
        facts.iter().filter(|(_, shown)| **shown).map(|(fact, _)| fact.clone()).collect()
    };
    let mut wrong = Vec::new();
    for (language, sentences) in &all {
        for (key, facts) in english {
            match sentences.get(key) {
                None => wrong.push(format!("{language} lacks {key}")),
                // A count may be shown in one language and be a word in another: then it is at least chosen by.
                Some(other) => {
                    let missing = shown(facts).into_iter().filter(|fact| !other.contains_key(fact));
                    wrong.extend(missing.map(|fact| format!("{key} of {language} lacks {fact}")));
                    let more = shown(other).into_iter().filter(|fact| !facts.contains_key(fact));
                    wrong.extend(more.map(|fact| format!("{key} of {language} alone has {fact}")));
                }
            }
        }
        let more = sentences.keys().filter(|key| !english.contains_key(*key));
        wrong.extend(more.map(|key| format!("{language} alone has {key}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_sentence_is_said_with_no_fact_too_many() {
    let mut used: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (key, facts) in languages().into_values().flatten() {
        used.entry(key).or_default().extend(facts.into_keys());
    }
    let mut wrong = Vec::new();
    let said = told();
    for (key, facts, place) in &said {
        let idle = facts.iter().filter(|fact| used.get(key).is_some_and(|used| !used.contains(*fact)));
        wrong.extend(idle.map(|fact| format!("{place}: {key} has no use for {fact}")));
    }
    let unsaid = used.keys().filter(|key| said.iter().all(|(said, ..)| said != *key));
    wrong.extend(unsaid.map(|key| format!("nobody says {key}")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The stepper speaks English alone, and what it says is in one file.
#[test]
fn the_stepper_has_its_own_words() {
    let file = fs::read_to_string(root().join("assets/text/en/stepper.ftl")).unwrap();
    let own = |key: &str| file.lines().any(|line| line.starts_with(&format!("{key} =")));
    let mut said = Vec::new();
    for path in files(&root().join("stepper/src"), "rs") {
        search(fs::read_to_string(&path).unwrap().parse().unwrap(), &name(&path), &mut said);
    }
    let missing: Vec<_> = said.iter().filter(|(key, ..)| !own(key)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// Every character that a person can read in the app: of its words, of the stories, of the programs.
#[test]
fn every_character_of_every_text_has_a_glyph() {
    let texts = [("assets/text", "ftl"), ("lessons", "md"), ("lessons", "rs")];
    let files = texts.iter().flat_map(|(folder, ending)| files(&root().join(folder), ending));
    let used: BTreeSet<char> =
        files.flat_map(|f| fs::read_to_string(f).unwrap().chars().collect::<Vec<_>>()).collect();
    let ctx = egui::Context::default();
    fonts::install(&ctx);
    let mut missing: BTreeSet<char> = BTreeSet::new();
    let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
        for font in [fonts::text(15.0), fonts::code(15.0), fonts::strong(15.0), fonts::strong_code(15.0)] {
            let has = |c: &char| ui.fonts_mut(|fonts| fonts.has_glyph(&font, *c));
            missing.extend(used.iter().filter(|c| !c.is_control() && !has(c)));
        }
    });
    output.textures_delta.clear();
    assert!(missing.is_empty(), "no glyph for {missing:?}: run `pipx run assets/fonts/subset.py`");
}
