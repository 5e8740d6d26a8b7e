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

/// The folder from which new lessons are copied. It is compiled as they are, and is on no shelf.
const TEMPLATE: &str = "template";

fn main() -> io::Result<()> {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    println!("cargo::rerun-if-changed={}", here.display());
    let (mut modules, mut list) = (String::new(), String::new());
    for lesson in sorted(&here)? {
        let folder = here.join(&lesson);
        if folder.join("lesson.rs").is_file() {
            let found = find(&folder, &lesson, &out)?;
            found.mistakes.iter().for_each(|mistake| println!("cargo::error=lessons/{mistake}"));
            modules += &found.module;
            if lesson != TEMPLATE {
                writeln!(list, "    &{}::lesson::LESSON,", lesson.replace('-', "_")).expect("a string grows");
            }
        }
    }
    let text = format!("{modules}\n/// Every lesson.\npub const ALL: &[&Lesson] = &[\n{list}];\n");
    fs::write(out.join("all.rs"), text)
}

/// What was found in a lesson's folder.
#[derive(Default)]
pub(crate) struct Found {
    /// The lesson as a module: its programs, its entry, and `FOLDER`, all else that is in the folder.
    pub(crate) module: String,
    /// What is wrong, with its file and line.
    pub(crate) mistakes: Vec<String>,
}

pub(crate) fn find(folder: &Path, lesson: &str, out: &Path) -> io::Result<Found> {
    let mut found = Found::default();
    let (mut modules, mut stories, mut filled) = (String::new(), String::new(), "None".to_owned());
    for file in sorted(folder)? {
        let path = folder.join(&file);
        if let Some(program) = file.strip_suffix(".rs") {
            modules += &module(lesson, program, &path);
        } else if let Some(language) = language(&file) {
            if let Err(mistake) = story::read(&fs::read_to_string(&path)?, language == "en") {
                found.mistakes.push(format!("{lesson}/{file}:{}: {}", mistake.line, mistake.words));
            }
            write!(stories, "({language:?}, include_str!({path:?})), ").expect("a string grows");
        } else if file == "blanks.rs.in" {
            let text = fs::read_to_string(&path)?;
            match blanks::pieces(&text) {
                Ok(pieces) if blanks::ways(&pieces).len() <= MOST_WAYS => {
                    let (texts, programs) = fill(&pieces, lesson, out)?;
                    modules += &texts;
                    filled = format!(
                        "Some(crate::Blanks {{ template: include_str!({path:?}), programs: &[{programs}] }})"
                    );
                }
                Ok(_) => {
                    found.mistakes.push(format!("{lesson}/{file}:1: more than {MOST_WAYS} ways to fill it"))
                }
                Err(line) => {
                    found.mistakes.push(format!("{lesson}/{file}:{line}: a hole is written ⟦one|another⟧"));
                }
            }
        }
    }
    let pinned = folder.join("pinned.json");
    let pinned = if pinned.is_file() { format!("include_str!({pinned:?})") } else { "\"\"".to_owned() };
    found.module = format!(
        "#[doc = {lesson:?}]\npub mod {} {{\n{modules}    /// What the folder says by itself.\n    \
         pub const FOLDER: crate::Lesson = crate::Lesson {{\n        name: {lesson:?},\n        blanks: {filled},\n        \
         stories: &[{stories}],\n        pinned: {pinned},\n        ..crate::Lesson::EMPTY\n    }};\n}}\n",
        lesson.replace('-', "_")
    );
    Ok(found)
}

/// The language of a story: `story.md` is English, `story.zh-CN.md` says it.
fn language(file: &str) -> Option<&str> {
    let language = file.strip_prefix("story")?.strip_suffix(".md")?;
    if language.is_empty() { Some("en") } else { language.strip_prefix('.') }
}

/// Writes every way to fill the blanks; returns their modules and a list of programs.
fn fill(pieces: &[blanks::Piece<'_>], lesson: &str, out: &Path) -> io::Result<(String, String)> {
    let (mut modules, mut programs) = (String::new(), String::new());
    let folder = out.join(lesson);
    fs::create_dir_all(&folder)?;
    for way in blanks::ways(pieces) {
        let variant = blanks::variant(&way);
        let file = folder.join(format!("{variant}.rs"));
        fs::write(&file, blanks::fill(pieces, &way))?;
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
