//! Writes the primitives' source out, once as shipped and once for each mutant, for loom to explore.
//!
//! Three things change in every copy, none of them what a primitive does: a constructor is not `const`,
//! since loom's atomics cannot be; a path from the crate's root goes on through the copy's module; and only
//! the shipped copy exports its macros. A mutant has its one change on top.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

#[path = "src/mutants/mod.rs"]
mod mutants;

use mutants::Mutant;

/// How a file of models is declared.
const MODELS: &str = "#[allow(clippy::duplicate_mod, reason = \"the same models on every copy\")]\nmod";

fn main() -> io::Result<()> {
    // For this package alone: none that it depends on is built under `cfg(loom)`.
    println!("cargo::rustc-cfg=loom");
    println!("cargo::rustc-check-cfg=cfg(loom)");
    println!(
        "cargo::rustc-check-cfg=cfg(feature, values(\"lock_api\", \"log\", \"parking-lot\", \"stepping\", \"steps\"))"
    );

    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    let source = here.join("../../primitives/src");
    let models = here.join("src/models");
    println!("cargo::rerun-if-changed={}", source.display());
    println!("cargo::rerun-if-changed={}", models.display());
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/mutants");

    let mut primitives = Module::default();
    primitives.add("pub mod", "shipped", &copy(&source, &out, None)?);
    let mut every = Module::default();
    let mut tests = String::new();
    for file in rust_files(&models)? {
        let name = stem(&file);
        every.add(MODELS, &name, &file);
        test(&mut tests, &name, "passes");
    }
    let mut copies = every.nested("shipped");
    for mutant in mutants::compiled() {
        primitives.add("#[allow(warnings)] pub mod", mutant.name, &copy(&source, &out, Some(mutant))?);
        let killer = models.join(mutant.killer_file()).with_extension("rs");
        let mut its = Module::default();
        its.add(MODELS, &stem(&killer), &killer);
        copies += &its.nested(mutant.name);
        test(&mut tests, mutant.name, "is_rejected");
    }
    copies += "/// Every copy of the primitives, and the models that run on it.\n";
    copies += "const COPIES: &[(&str, Files)] = &[\n";
    writeln!(copies, "    (\"shipped\", shipped::MODELS),").expect("a string grows");
    for mutant in mutants::compiled() {
        writeln!(copies, "    ({0:?}, {0}::MODELS),", mutant.name).expect("a string grows");
    }
    copies += "];\n";

    fs::write(out.join("primitives.rs"), primitives.text)?;
    fs::write(out.join("models.rs"), copies)?;
    fs::write(out.join("tests.rs"), tests)
}

/// The text of a module, and the names of the modules in it.
#[derive(Default)]
struct Module {
    text: String,
    names: Vec<String>,
}

impl Module {
    fn add(&mut self, head: &str, name: &str, file: &Path) {
        write!(self.text, "#[path = {file:?}]\n{head} {name};\n").expect("a string grows");
        self.names.push(name.to_owned());
    }

    /// These files of models within a module for the copy they run on.
    fn nested(&self, copy: &str) -> String {
        let lists: String = self.names.iter().map(|name| format!("({name:?}, {name}::MODELS), ")).collect();
        let text = &self.text;
        format!(
            "mod {copy} {{\nuse super::Files;\nuse loom_primitives::{copy} as primitives;\n{text}\
             pub(super) const MODELS: Files = &[{lists}];\n}}\n"
        )
    }
}

fn test(tests: &mut String, name: &str, verdict: &str) {
    write!(tests, "#[test]\nfn {name}() {{\n    {verdict}({name:?});\n}}\n").expect("a string grows");
}

/// Copies the source and returns its root file.
fn copy(source: &Path, out: &Path, mutant: Option<&Mutant>) -> io::Result<PathBuf> {
    let name = mutant.map_or("shipped", |mutant| mutant.name);
    let to = out.join(name);
    let _ = fs::remove_dir_all(&to);
    copy_folder(source, &to, name)?;
    if let Some(mutant) = mutant {
        let text = fs::read_to_string(source.join(mutant.file))?;
        let times = text.matches(mutant.old).count();
        assert!(times == 1, "mutant {name}: its old text is {times} times in {}, not once", mutant.file);
        fs::write(to.join(mutant.file), adapt(&text.replace(mutant.old, mutant.new), name))?;
        let root = fs::read_to_string(to.join("lib.rs"))?;
        fs::write(to.join("lib.rs"), prune(&root, &needed(source, mutant)?))?;
    }
    Ok(to.join("lib.rs"))
}

/// The modules that every model uses.
const USUAL: [&str; 11] = [
    "condition",
    "error",
    "event",
    "lock",
    "platform",
    "raw_thread",
    "scope",
    "semaphore",
    "thread",
    "timer",
    "var",
];

/// What the models in a file use besides the module of its name.
const BESIDES: [(&str, &str); 3] =
    [("clockwork", "steps"), ("condition", "raw_condition"), ("pool", "workers")];

/// The modules that a mutant's copy is made of: the usual ones, its own, its killer's, and what these name. A hundred
/// copies of all would take three times as long to compile.
fn needed(source: &Path, mutant: &Mutant) -> io::Result<BTreeSet<String>> {
    let mut needed = BTreeSet::from(USUAL.map(str::to_owned));
    let own = mutant.file.trim_end_matches(".rs").split('/').next().unwrap_or_default();
    let mut open = vec![own.to_owned(), mutant.killer_file().to_owned()];
    let besides = BESIDES.iter().filter(|(models, _)| *models == mutant.killer_file());
    open.extend(besides.map(|(_, module)| (*module).to_owned()));
    while let Some(module) = open.pop() {
        if needed.insert(module.clone()) {
            let mut text = String::new();
            let folder = source.join(&module);
            let file = folder.with_extension("rs");
            for place in [folder, file].iter().filter(|place| place.exists()) {
                read_all(place, &mut text)?;
            }
            let is_named = |c: char| c.is_ascii_lowercase() || c == '_';
            let named = text.split("crate::").skip(1).map(|rest| rest.split(|c| !is_named(c)).next());
            open.extend(named.flatten().map(str::to_owned));
        }
    }
    Ok(needed)
}

/// Adds the text of a file, or of all in a folder.
fn read_all(place: &Path, text: &mut String) -> io::Result<()> {
    if place.is_dir() {
        return rust_files(place)?.iter().try_for_each(|inner| read_all(inner, text));
    }
    *text += &fs::read_to_string(place)?;
    Ok(())
}

/// The crate's root without the declarations and exports of other modules.
fn prune(root: &str, needed: &BTreeSet<String>) -> String {
    let mut text = String::new();
    let mut attributes = String::new();
    let mut dropping = false;
    for line in root.lines() {
        let words = line.trim_start().trim_start_matches("pub ");
        if words.starts_with("#[") {
            attributes += &format!("{line}\n");
            continue;
        }
        let path = words.strip_prefix("mod ").or_else(|| {
            let path = words.strip_prefix("use ")?;
            // As it is written in a copy: from the crate's root through the copy's name.
            Some(path.strip_prefix("crate::").and_then(|p| p.split_once("::")).map_or(path, |(_, p)| p))
        });
        let module = path
            .filter(|p| p.ends_with(';') || p.ends_with('{'))
            .and_then(|p| p.split(&[':', ';'][..]).next());
        dropping |= module.is_some_and(|m| !m.contains(' ') && !needed.contains(m) && m != "std");
        if !dropping {
            text += &attributes;
            text += &format!("{line}\n");
        }
        attributes.clear();
        dropping &= !line.ends_with(';');
    }
    text
}

fn copy_folder(from: &Path, to: &Path, name: &str) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let from = entry?.path();
        let to = to.join(from.file_name().expect("an entry of a folder has a name"));
        if from.is_dir() {
            copy_folder(&from, &to, name)?;
        } else if from.extension().is_some_and(|e| e == "rs") {
            fs::write(to, adapt(&fs::read_to_string(from)?, name))?;
        }
    }
    Ok(())
}

fn adapt(text: &str, name: &str) -> String {
    let text = text.replace("const fn ", "fn ").replace("crate::", &format!("crate::{name}::"));
    if name == "shipped" { text } else { text.replace("#[macro_export]", "") }
}

fn rust_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)?.map(|e| Ok(e?.path())).collect::<io::Result<_>>()?;
    files.sort();
    Ok(files)
}

fn stem(file: &Path) -> String {
    file.file_stem().expect("a file has a name").to_string_lossy().into_owned()
}
