//! Finds the lessons: every folder beside this file that has a `lesson.rs` is one.

use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let here = env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    println!("cargo::rerun-if-changed={here}");
    let mut modules = String::new();
    let mut list = String::new();
    for lesson in sorted(Path::new(&here))? {
        let folder = Path::new(&here).join(&lesson);
        if !folder.join("lesson.rs").is_file() {
            continue;
        }
        let module = lesson.replace('-', "_");
        modules += &format!("#[doc = {lesson:?}]\npub mod {module} {{\n");
        for file in sorted(&folder)? {
            let Some(program) = file.strip_suffix(".rs") else {
                continue;
            };
            let path = folder.join(&file);
            let documentation = format!("The program `{lesson}/{program}`.");
            modules += &format!(
                "    #[doc = {documentation:?}]\n    #[path = {path:?}]\n    #[allow(missing_docs)]\n    pub mod {program};\n"
            );
        }
        modules += "}\n";
        list += &format!("    &{module}::lesson::LESSON,\n");
    }
    let text = format!("{modules}\n/// Every lesson.\npub const ALL: &[&Lesson] = &[\n{list}];\n");
    fs::write(Path::new(&env::var("OUT_DIR").expect("cargo sets it")).join("all.rs"), text)
}

fn sorted(folder: &Path) -> io::Result<Vec<String>> {
    let names = fs::read_dir(folder)?.map(|e| Ok(e?.file_name().to_string_lossy().into_owned()));
    let mut names: Vec<String> = names.collect::<io::Result<_>>()?;
    names.sort();
    Ok(names)
}
