//! Finds the files of loom's models, which `tests/models` runs in the stepper: a new file needs no entry.

use std::fmt::Write;
use std::path::PathBuf;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    let models = here.join("loom/src/models");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", models.display());

    let mut files: Vec<PathBuf> = fs::read_dir(models)?.map(|e| Ok(e?.path())).collect::<io::Result<_>>()?;
    files.sort();
    let (mut modules, mut list, mut tests) = (String::new(), String::new(), String::new());
    for file in files {
        let name = file.file_stem().expect("a file has a name").to_string_lossy().into_owned();
        writeln!(modules, "#[path = {file:?}]\nmod {name};").expect("a string grows");
        write!(list, "({name:?}, {name}::MODELS), ").expect("a string grows");
        writeln!(tests, "#[test]\nfn {name}() {{\n    holds({name:?});\n}}").expect("a string grows");
    }
    let by_this_name =
        "#[allow(clippy::single_component_path_imports, reason = \"the models ask for it by this name\")]";
    let text = format!(
        "mod stepped {{\nuse super::Files;\n{by_this_name}\nuse primitives;\n{modules}\
         pub(super) const MODELS: Files = &[{list}];\n}}\n{tests}"
    );
    fs::write(out.join("models.rs"), text)
}
