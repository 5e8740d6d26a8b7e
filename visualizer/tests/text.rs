//! The words of the app and the command: every sentence that the code says exists in every language, with the same
//! facts, and no sentence is left that nobody says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use visualizer::look::fonts;

mod driven;

/// The facts of each sentence.
type Sentences = BTreeMap<String, BTreeSet<String>>;

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
            let mut facts = BTreeSet::new();
            of_pattern(&pattern, &mut facts);
            let before = all.insert(key.clone(), facts);
            assert!(before.is_none(), "{}: there are two sentences {key}", file.display());
        }
    }
    all
}

fn of_pattern(pattern: &Pattern<&str>, facts: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        match element {
            PatternElement::Placeable { expression } => of_expression(expression, facts),
            PatternElement::TextElement { .. } => {}
        }
    }
}

fn of_expression(expression: &Expression<&str>, facts: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => of_inline(inline, facts),
        Expression::Select { selector, variants } => {
            of_inline(selector, facts);
            variants.iter().for_each(|variant| of_pattern(&variant.value, facts));
        }
    }
}

fn of_inline(inline: &InlineExpression<&str>, facts: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            facts.insert(id.name.to_owned());
        }
        InlineExpression::FunctionReference { arguments: CallArguments { positional, .. }, .. } => {
            positional.iter().for_each(|argument| of_inline(argument, facts));
        }
        InlineExpression::Placeable { expression } => of_expression(expression, facts),
        _ => {}
    }
}

/// Every `tell!(text, "key", fact, fact = value)` of the code, with its place.
fn told() -> Vec<(String, BTreeSet<String>, String)> {
    let mut found = Vec::new();
    for folder in ["stepper/src", "visualizer/src"] {
        for file in files(&root().join(folder), "rs") {
            let tokens: TokenStream = fs::read_to_string(&file).unwrap().parse().unwrap();
            search(tokens, &name(&file), &mut found);
        }
    }
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
        let is_macro = called(2).as_deref() == Some("macro_rules") || called(1).as_deref() == Some("tell");
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
                Some(known) if !known.is_subset(&facts) => {
                    wrong.push(format!("{place}: {key} of {language} needs {known:?}, and gets {facts:?}"));
                }
                Some(_) => {}
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_language_says_the_same_sentences_with_the_same_facts() {
    let all = languages();
    let english = &all["en"];
    let mut wrong = Vec::new();
    for (language, sentences) in &all {
        for (key, facts) in english {
            match sentences.get(key) {
                None => wrong.push(format!("{language} lacks {key}")),
                Some(other) if other != facts => {
                    wrong.push(format!("{key}: {facts:?} in English, {other:?} in {language}"));
                }
                Some(_) => {}
            }
        }
        wrong.extend(
            sentences
                .keys()
                .filter(|key| !english.contains_key(*key))
                .map(|key| format!("{language} alone has {key}")),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_sentence_is_said_with_no_fact_too_many() {
    let mut said: Sentences = BTreeMap::new();
    for (key, facts, _) in told() {
        said.entry(key).or_default().extend(facts);
    }
    let mut wrong = Vec::new();
    for (key, facts) in &languages()["en"] {
        match said.get(key) {
            None => wrong.push(format!("nobody says {key}")),
            Some(given) => {
                wrong.extend(given.difference(facts).map(|fact| format!("{key} does not use {fact}")));
            }
        }
    }
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
    let mut missing = BTreeSet::new();
    let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
        for font in [fonts::text(15.0), fonts::code(15.0), fonts::strong(15.0), fonts::strong_code(15.0)] {
            let has = |c: &char| ui.fonts_mut(|fonts| fonts.has_glyph(&font, *c));
            missing.extend(used.iter().filter(|c| !c.is_control()).filter(|c| !has(c)));
        }
    });
    output.textures_delta.clear();
    assert!(missing.is_empty(), "no glyph for {missing:?}: run `pipx run assets/fonts/subset.py`");
}

#[test]
fn a_lesson_is_walked_in_chinese() {
    let welcome = lessons::welcome();
    let chinese = Some(r#"{"language":"zh-CN"}"#);
    let mut h = driven::harness_with(lessons::ALL, welcome.name, welcome.programs[0].variant, chinese);
    assert!(driven::is_shown(&h, "下一步谁来运行？"));
    driven::press(&mut h, egui::Key::Num2);
    assert!(driven::is_shown(&h, "第 1 步，共 1 步"));
    driven::click(&mut h, "后退一步");
    assert!(driven::is_shown(&h, "第 0 步，共 1 步"));
    driven::press(&mut h, egui::Key::ArrowRight);
    let told = driven::run(&h).log[1].concat();
    assert!(told.contains('获') || told.contains('发'), "{told}");

    // The fastest way to a bug, and its verdict.
    driven::press(&mut h, egui::Key::B);
    driven::press(&mut h, egui::Key::End);
    let run = driven::run(&h);
    let verdict = run.verdict().expect("it fails").clone();
    let (title, why) = visualizer::narrate::verdict(run.text, &run.trace, &verdict);
    assert!(driven::is_shown(&h, &title) && driven::is_shown(&h, &why), "{title}: {why}");
    assert!(!title.is_ascii() && why.contains('。'), "{title}: {why}");

    // One key, and all is English, the past included; one more, and it is Chinese again.
    h.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::L);
    driven::settle(&mut h);
    assert!(driven::is_shown(&h, "Step back"));
    assert!(driven::run(&h).log.concat().iter().all(|told| told.is_ascii()), "{:?}", driven::run(&h).log);
    assert!(h.state().settings().contains(r#""language":"en""#));
    h.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::L);
    driven::settle(&mut h);
    assert!(driven::is_shown(&h, "后退一步"));
}
