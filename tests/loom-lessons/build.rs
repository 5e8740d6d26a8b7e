//! Finds the lessons' programs that loom can run.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// What loom does not have: processes, and time; and it has no end where threads give way and try again (`yield_now`).
/// A program that names one of these is left out.
const NOT_IN_LOOM: [&str; 4] = ["Duration", "Pipe", "Process", "yield"];

fn main() -> io::Result<()> {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let lessons = here.join("../../lessons");
    println!("cargo::rerun-if-changed={}", lessons.display());
    println!("cargo::rerun-if-changed=build.rs");
    let mut modules = String::new();
    let mut list = String::new();
    for folder in sorted(&lessons)? {
        if !folder.join("lesson.rs").is_file() {
            continue;
        }
        for file in sorted(&folder)? {
            let program = stem(&file);
            let is_program = file.extension().is_some_and(|e| e == "rs") && program != "lesson";
            if !is_program || !can_run(&fs::read_to_string(&file)?) {
                continue;
            }
            let name = format!("{}/{program}", stem(&folder));
            let module = name.replace(['/', '-'], "_");
            modules += &format!("#[path = {file:?}]\n#[allow(unreachable_pub)]\nmod {module};\n");
            list += &format!("    ({name:?}, {module}::main),\n");
        }
    }
    let text = format!("{modules}\nconst PROGRAMS: &[(&str, fn())] = &[\n{list}];\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("programs.rs"), text)
}

fn can_run(program: &str) -> bool {
    let mut words = program.split(|c: char| !c.is_alphanumeric());
    !words.any(|word| NOT_IN_LOOM.contains(&word))
}

fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)?.map(|e| Ok(e?.path())).collect::<io::Result<_>>()?;
    paths.sort();
    Ok(paths)
}

fn stem(file: &Path) -> String {
    file.file_stem().expect("an entry of a folder has a name").to_string_lossy().into_owned()
}
