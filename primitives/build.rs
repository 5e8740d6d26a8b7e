//! Finds the primitives' own source, for who steps them to read: every file but those of the platform.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("src");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    println!("cargo::rerun-if-changed={}", root.display());
    let mut list = String::new();
    if env::var_os("CARGO_FEATURE_STEPPING").is_some() {
        find(&root, "", &mut list)?;
    }
    fs::write(out.join("source.rs"), format!("const FILES: &[(&str, &str)] = &[\n{list}];\n"))
}

fn find(folder: &Path, within: &str, list: &mut String) -> io::Result<()> {
    let mut names = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<io::Result<Vec<String>>>()?;
    names.sort();
    for name in names {
        let (path, name) = (folder.join(&name), format!("{within}{name}"));
        if !path.is_dir() {
            *list += &format!("    ({name:?}, include_str!({path:?})),\n");
        } else if name != "platform" {
            find(&path, &format!("{name}/"), list)?;
        }
    }
    Ok(())
}
