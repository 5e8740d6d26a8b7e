//! Makes a folder that needs nothing else: the program, how to start it, and every licence. `bundle FOLDER`.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

mod content;

use content::{Result, content};

/// The goal is that it stays under this, in bytes.
const LARGEST: u64 = 25_000_000;

fn main() -> Result<()> {
    let folder: PathBuf = env::args().nth(1).ok_or("where to? bundle FOLDER")?.into();
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(&cargo).args(["build", "--release", "--locked", "-p", "threadlab"]).status()?;
    if !built.success() {
        return Err("the program could not be built".into());
    }
    let mut size = 0;
    for (name, from) in content(Path::new(&cargo))? {
        let to = folder.join(&name);
        fs::create_dir_all(to.parent().ok_or("a file without a folder")?)?;
        fs::copy(&from, &to).map_err(|why| format!("{}: {why}", from.display()))?;
        if name.starts_with("threadlab") {
            size = fs::metadata(&to)?.len();
        }
    }
    println!("{}: the program has {:.1} MB", folder.display(), size as f64 / 1e6);
    if size > LARGEST {
        return Err("that is more than 25 MB".into());
    }
    Ok(())
}
