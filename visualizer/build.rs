//! Finds the languages: every folder of `assets/text` is one, and all its `.ftl` files are its sentences.

use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let texts = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../assets/text");
    println!("cargo::rerun-if-changed={}", texts.display());
    let mut list = String::new();
    for language in sorted(&texts)? {
        let folder = texts.join(&language);
        if !folder.is_dir() {
            continue;
        }
        let files = sorted(&folder)?.into_iter().filter(|name| name.ends_with(".ftl"));
        let files: Vec<String> = files.map(|name| format!("include_str!({:?})", folder.join(name))).collect();
        list += &format!("    ({language:?}, &[{}]),\n", files.join(", "));
    }
    let text = format!("const FOLDERS: &[(&str, &[&str])] = &[\n{list}];\n");
    fs::write(Path::new(&env::var("OUT_DIR").expect("cargo sets it")).join("languages.rs"), text)
}

fn sorted(folder: &Path) -> io::Result<Vec<String>> {
    let names = fs::read_dir(folder)?.map(|e| Ok(e?.file_name().to_string_lossy().into_owned()));
    let mut names: Vec<String> = names.collect::<io::Result<_>>()?;
    names.sort();
    Ok(names)
}
