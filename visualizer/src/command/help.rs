//! What `--help` says, and what is said of a line that cannot be parsed: clap finds both, and the words are a language's.
//!
//! The derived command has only names. Each is a key: `usage-play` says what `play` does, `usage-play-seed` what its
//! `--seed` means, `usage-value-n` what stands for its value; `usage-any-lang` is the same for every command.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::fmt;

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use clap::{Arg, ArgAction, Command, CommandFactory};
use stepper::text::Fact;

use super::Line;
use crate::text::{self, Text, tell};

/// Says the sentence of a key, with its facts.
type Say<'a> = dyn FnMut(&str, &[(&'static str, &str)]) -> String + 'a;

/// The command, speaking this language.
pub fn command(text: &Text) -> Command {
    worded(&mut |key, facts| {
        let facts: Vec<_> = facts.iter().map(|(name, fact)| (*name, fact.fact())).collect();
        text.say(key, &facts)
    })
}

/// The keys of all that the command says about itself, each with its facts.
pub fn keys() -> BTreeSet<(String, Vec<&'static str>)> {
    let mut keys = BTreeSet::new();
    worded(&mut |key, facts| {
        keys.insert((key.to_owned(), facts.iter().map(|(name, _)| *name).collect()));
        key.to_owned()
    });
    keys
}

fn worded(say: &mut Say<'_>) -> Command {
    let mut command = Line::command();
    // Adds what every command has, so that it is there to be worded.
    command.build();
    let command = of_command(command, "usage", "usage", say);
    command.after_help(say("usage-after", &[]))
}

/// `about` is the key of what it does, `within` that which the keys of its parts begin with.
fn of_command(command: Command, about: &str, within: &str, say: &mut Say<'_>) -> Command {
    let heading = *command.get_styles().get_header();
    let usage = say("usage-heading-usage", &[]);
    let mut command = command
        .about(say(about, &[]))
        .help_template(format!(
            "{{about-with-newline}}\n{heading}{usage}:{heading:#} {{usage}}\n\n{{all-args}}{{after-help}}"
        ))
        .subcommand_help_heading(say("usage-heading-commands", &[]))
        .subcommand_value_name(say("usage-value-command", &[]))
        .mut_args(|argument| match argument.is_hide_set() {
            true => argument,
            false => of_argument(argument, within, say),
        })
        .mut_subcommands(|sub| match sub.get_name() {
            _ if sub.is_hide_set() => sub,
            // Its parts are the commands themselves, once more.
            "help" => of_command(sub, "usage-help", within, say),
            name => {
                let key = format!("{within}-{name}");
                of_command(sub, &key, &key, say)
            }
        });
    // What clap writes of it is English in two words.
    let usage = command.render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ");
    let usage = usage.replace("[OPTIONS]", &format!("[{}]", say("usage-value-options", &[])));
    command.override_usage(usage)
}

fn of_argument(argument: Arg, within: &str, say: &mut Say<'_>) -> Arg {
    let id = argument.get_id().to_string();
    let is_any =
        argument.is_global_set() || matches!(argument.get_action(), ArgAction::Help | ArgAction::Version);
    let key = if is_any { format!("usage-any-{id}") } else { format!("{within}-{id}") };
    let takes_value = argument.get_action().takes_values();
    let values: Vec<String> = match takes_value {
        true => argument.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect(),
        false => Vec::new(),
    };
    let defaults: Vec<_> =
        argument.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    let (values_said, default) = (values.join(", "), defaults.join(", "));
    let mut facts = Vec::new();
    if !values.is_empty() {
        facts.push(("values", &*values_said));
    }
    if takes_value && !defaults.is_empty() {
        facts.push(("default", &*default));
    }
    let help = say(&key, &facts);
    let kind = if argument.is_positional() { "usage-heading-arguments" } else { "usage-heading-options" };
    let mut argument =
        argument.help_heading(say(kind, &[])).hide_default_value(true).hide_possible_values(true);
    if takes_value {
        let name = argument.get_value_names().map_or_else(|| id.clone(), |names| names[0].to_string());
        let words: Vec<&str> =
            name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let key = format!("usage-value-{}", words.join("-").to_lowercase());
        argument = argument.value_name(say(&key, &[]));
    }
    let each = values.iter().map(|value| format!("\n  {value}: {}", say(&format!("{key}-{value}"), &[])));
    // Also without values: of itself, clap says more here of `--help`.
    let long = format!("{help}{}", each.collect::<String>());
    argument.help(help).long_help(long)
}

/// The language that a line asks for, before it is known whether it can be parsed; or else the system's.
pub(super) fn language(line: &[OsString]) -> &'static Text {
    let mut words = line.iter().filter_map(|word| word.to_str()).take_while(|word| *word != "--");
    let tag = words.by_ref().find_map(|word| match word {
        "--lang" => Some(None),
        _ => word.strip_prefix("--lang=").map(Some),
    });
    let tag = tag.and_then(|tag| tag.or_else(|| words.next()));
    tag.and_then(text::find).unwrap_or_else(text::system)
}

/// Why a value does not fit its argument, in any language.
#[derive(Clone, Copy)]
pub(super) struct Wants(pub(super) fn(&Text) -> String);

impl fmt::Debug for Wants {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Wants({self})")
    }
}

impl fmt::Display for Wants {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&(self.0)(text::english()))
    }
}

impl std::error::Error for Wants {}

/// What is wrong with a line, and what to do.
pub(super) fn wrong(text: &Text, command: &Command, line: &[OsString], error: &Error) -> String {
    let said = |kind| match error.get(kind) {
        Some(ContextValue::Strings(all)) => all.join(", "),
        Some(ContextValue::String(one)) => one.clone(),
        _ => String::new(),
    };
    let (argument, value) = (said(ContextKind::InvalidArg), said(ContextKind::InvalidValue));
    let what = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            tell!(text, "wrong-command", command = said(ContextKind::InvalidSubcommand))
        }
        ErrorKind::UnknownArgument => tell!(text, "wrong-argument", argument),
        ErrorKind::MissingRequiredArgument => tell!(text, "wrong-missing", arguments = argument),
        ErrorKind::ArgumentConflict => match said(ContextKind::PriorArg) {
            prior if prior == argument || prior.is_empty() => tell!(text, "wrong-twice", argument),
            prior => tell!(text, "wrong-together", argument, prior),
        },
        ErrorKind::InvalidValue if value.is_empty() => tell!(text, "wrong-no-value", argument),
        ErrorKind::InvalidValue => {
            tell!(text, "wrong-choice", value, argument, values = said(ContextKind::ValidValue))
        }
        ErrorKind::ValueValidation => {
            match std::error::Error::source(error).and_then(|source| source.downcast_ref::<Wants>()) {
                Some(Wants(why)) => tell!(text, "wrong-value-since", value, argument, why = why(text)),
                None => tell!(text, "wrong-value", value, argument),
            }
        }
        ErrorKind::TooManyValues => tell!(text, "wrong-takes-none", value, argument),
        ErrorKind::InvalidUtf8 => tell!(text, "wrong-text"),
        _ => tell!(text, "wrong-line"),
    };
    let nearest = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue]
        .into_iter()
        .map(said)
        .find(|nearest| !nearest.is_empty());
    let name = line.iter().find(|word| command.find_subcommand(OsStr::new(word)).is_some());
    let help = match name {
        Some(name) => format!("threadlab {} --help", name.display()),
        None => "threadlab --help".to_owned(),
    };
    let sentences = [
        Some(what),
        nearest.map(|nearest| tell!(text, "wrong-nearest", nearest)),
        Some(tell!(text, "wrong-help", help)),
    ];
    text.join(&sentences.into_iter().flatten().collect::<Vec<_>>())
}
