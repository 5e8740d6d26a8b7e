//! Runs every model and every mutant, each in a process of its own, and writes the tables of docs/loom.md.

use std::process::{Command, Output};
use std::{env, fs, io};

use crate::model::Model;
use crate::mutants::{self, Mutant};

const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/loom.md");

/// What a failing exploration says beside loom's words; the number follows.
pub(crate) const IN_EXECUTION: &str = "in execution ";

/// Writes both tables, or neither: when a model fails or a mutant is not rejected, and then says which.
pub(crate) fn write(models: &[(String, Model)]) -> Result<(), String> {
    let every = mutants::FILES.iter().copied().flatten();
    if every.clone().count() != mutants::compiled().count() {
        return Err("only some mutants are compiled: add `--features every-mutant`".to_owned());
    }
    let (models, failures): (Vec<_>, Vec<_>) =
        models.iter().map(|(name, _)| row_of_model(name)).partition(Result::is_ok);
    let (mutants, survivors): (Vec<_>, Vec<_>) = every.map(row_of_mutant).partition(Result::is_ok);
    let wrong: Vec<String> = failures.into_iter().chain(survivors).filter_map(Result::err).collect();
    if !wrong.is_empty() {
        return Err(wrong.join("\n"));
    }
    let text = fs::read_to_string(DOCUMENT).map_err(|error| format!("{DOCUMENT}: {error}"))?;
    let text = replace(&text, "models", &models.into_iter().flatten().collect::<String>())?;
    let text = replace(&text, "mutants", &mutants.into_iter().flatten().collect::<String>())?;
    fs::write(DOCUMENT, text).map_err(|error| format!("{DOCUMENT}: {error}"))
}

fn row_of_model(name: &str) -> Result<String, String> {
    let (output, text) = run(&[name])?;
    if !output.status.success() {
        return Err(format!("{name} fails:\n{text}"));
    }
    // A name can be the beginning of another.
    let row = text.lines().find(|line| line.starts_with(&format!("| `{name}` |")));
    row.map(|row| format!("{row}\n")).ok_or_else(|| format!("{name} prints no row:\n{text}"))
}

fn row_of_mutant(mutant: &Mutant) -> Result<String, String> {
    let Mutant { name, killer, reason, .. } = mutant;
    let (output, text) = run(&[killer, "--mutant", name])?;
    if output.status.success() {
        return Err(format!("{killer} does not notice {name}"));
    }
    let digits = |rest: &str| rest.chars().take_while(char::is_ascii_digit).collect::<String>();
    match text.split_once(IN_EXECUTION) {
        Some((_, rest)) if text.contains(reason) => Ok(format!("{} {} |\n", mutant.row(), digits(rest))),
        _ => Err(format!("{killer} rejects {name}, but not with {reason:?}:\n{text}")),
    }
}

fn run(arguments: &[&str]) -> Result<(Output, String), String> {
    eprintln!("{}", arguments.join(" "));
    let start = || -> io::Result<Output> {
        Command::new(env::current_exe()?).args(arguments).env("RUST_BACKTRACE", "0").output()
    };
    let output = start().map_err(|error| format!("{arguments:?} cannot start: {error}"))?;
    let text = [&output.stdout[..], &output.stderr].map(String::from_utf8_lossy).concat();
    Ok((output, text))
}

/// The text with other rows in its table of this name, after its head.
fn replace(text: &str, table: &str, rows: &str) -> Result<String, String> {
    let (begin, end) = (format!("<!-- {table} -->\n"), format!("<!-- end of {table} -->"));
    let parts = text.split_once(&begin).and_then(|(before, rest)| {
        let (old, after) = rest.split_once(&end)?;
        let head: String = old.lines().take(2).map(|line| format!("{line}\n")).collect();
        Some(format!("{before}{begin}{head}{rows}{end}{after}"))
    });
    parts.ok_or_else(|| format!("{DOCUMENT} has no table between {begin:?} and {end:?}"))
}
