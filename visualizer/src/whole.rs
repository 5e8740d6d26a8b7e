//! Files that are whole at every moment, whoever pulls the plug.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes a file anew: beside the old one, which it then replaces.
pub(crate) fn replace(file: &Path, text: &[u8]) -> io::Result<()> {
    let fresh = beside(file, "new");
    let mut out = File::create(&fresh)?;
    out.write_all(text)?;
    out.sync_all()?;
    fs::rename(&fresh, file)
}

/// Gives the file a name that is not in use yet: that name.
pub(crate) fn set_aside(file: &Path) -> io::Result<PathBuf> {
    let names = (1..).map(|n| match n {
        1 => beside(file, "unreadable"),
        n => beside(file, &format!("unreadable-{n}")),
    });
    let free = names.into_iter().find(|name| !name.exists()).expect("some number is free");
    fs::rename(file, &free)?;
    Ok(free)
}

/// The name of the file, and this.
fn beside(file: &Path, more: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(more);
    name.into()
}
