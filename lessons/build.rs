//! Finds the lessons: every folder beside this file that has a `lesson.rs` is one. Reads their stories, so that a
//! mistake is told with its file and line, and fills their blanks.

#![allow(unreachable_pub, dead_code, reason = "two files of the library are used here too, in part")]

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

#[path = "src/blanks.rs"]
mod blanks;
#[path = "src/story.rs"]
mod story;

/// More ways to fill the blanks of a lesson nobody would compile.
const MOST_WAYS: usize = 32;

fn main() -> io::Result<()> {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    println!("cargo::rerun-if-changed={}", here.display());
    let (mut modules, mut list) = (String::new(), String::new());
    for lesson in sorted(&here)? {
        let folder = here.join(&lesson);
        if folder.join("lesson.rs").is_file() {
            let module = lesson.replace('-', "_");
            write!(
                modules,
                "#[doc = {lesson:?}]\npub mod {module} {{\n{}}}\n",
                found(&folder, &lesson, &out)?
            )
            .expect("a string grows");
            write!(list, "    &{module}::lesson::LESSON,\n").expect("a string grows");
        }
    }
    let text = format!("{modules}\n/// Every lesson.\npub const ALL: &[&Lesson] = &[\n{list}];\n");
    fs::write(out.join("all.rs"), text)
}

/// The module of a lesson: its programs, its entry, and `FOLDER`, all else that is in the folder.
fn found(folder: &Path, lesson: &str, out: &Path) -> io::Result<String> {
    let (mut modules, mut stories, mut filled) = (String::new(), String::new(), "None".to_owned());
    for file in sorted(folder)? {
        let path = folder.join(&file);
        if let Some(program) = file.strip_suffix(".rs") {
            modules += &module(lesson, program, &path);
        } else if let Some(language) = language(&file) {
            if let Err(mistake) = story::read(&fs::read_to_string(&path)?, language == "en") {
                println!("cargo::error=lessons/{lesson}/{file}:{}: {}", mistake.line, mistake.words);
            }
            write!(stories, "({language:?}, include_str!({path:?})), ").expect("a string grows");
        } else if file == "blanks.rs.in" {
            let (texts, programs) = fill(&path, lesson, out)?;
            modules += &texts;
            filled = format!(
                "Some(crate::Blanks {{ template: include_str!({path:?}), programs: &[{programs}] }})"
            );
        }
    }
    let pinned = folder.join("pinned.json");
    let pinned = if pinned.is_file() { format!("include_str!({pinned:?})") } else { "\"\"".to_owned() };
    Ok(format!(
        "{modules}    /// What the folder says by itself.\n    pub const FOLDER: crate::Lesson = crate::Lesson {{\n        \
         name: {lesson:?},\n        blanks: {filled},\n        stories: &[{stories}],\n        pinned: {pinned},\n        \
         ..crate::Lesson::EMPTY\n    }};\n"
    ))
}

/// The language of a story: `story.md` is English, `story.zh-CN.md` says it.
fn language(file: &str) -> Option<&str> {
    let language = file.strip_prefix("story")?.strip_suffix(".md")?;
    if language.is_empty() { Some("en") } else { language.strip_prefix('.') }
}

/// Writes every way to fill the blanks; returns their modules and a list of programs.
fn fill(path: &Path, lesson: &str, out: &Path) -> io::Result<(String, String)> {
    let (mut modules, mut programs) = (String::new(), String::new());
    let text = fs::read_to_string(path)?;
    let folder = out.join(lesson);
    fs::create_dir_all(&folder)?;
    let pieces = blanks::pieces(&text).unwrap_or_else(|line| {
        println!("cargo::error=lessons/{lesson}/blanks.rs.in:{line}: a hole is written ⟦one|another⟧");
        Vec::new()
    });
    let ways = blanks::ways(&pieces);
    if ways.len() > MOST_WAYS {
        println!(
            "cargo::error=lessons/{lesson}/blanks.rs.in: {} ways to fill it, at most {MOST_WAYS}",
            ways.len()
        );
    }
    for way in ways.iter().take(MOST_WAYS) {
        let variant = blanks::variant(way);
        let file = folder.join(format!("{variant}.rs"));
        fs::write(&file, blanks::fill(&pieces, way))?;
        // A way to fill it may leave something unused.
        modules += "    #[allow(unused)]\n";
        modules += &module(lesson, &variant, &file);
        write!(programs, "crate::Program::new({variant:?}, include_str!({file:?}), {variant}::main), ")
            .expect("a string grows");
    }
    Ok((modules, programs))
}

fn module(lesson: &str, program: &str, path: &Path) -> String {
    let documentation = format!("The program `{lesson}/{program}`.");
    format!(
        "    #[doc = {documentation:?}]\n    #[path = {path:?}]\n    #[allow(missing_docs)]\n    pub mod {program};\n"
    )
}

fn sorted(folder: &Path) -> io::Result<Vec<String>> {
    let names = fs::read_dir(folder)?.map(|e| Ok(e?.file_name().to_string_lossy().into_owned()));
    let mut names: Vec<String> = names.collect::<io::Result<_>>()?;
    names.sort();
    Ok(names)
}
