//! What is in the bundle.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use serde_json::Value;

/// Whatever goes wrong is told to the person who makes the bundle.
pub(crate) type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Every file of the bundle, by its name there with `/` in it, and where it is now. The program must be built.
///
/// # Errors
/// When cargo cannot tell what the program is made of, or a part of it comes without a licence.
pub(crate) fn content(cargo: &Path) -> Result<BTreeMap<String, PathBuf>> {
    let metadata = metadata(cargo)?;
    let root = PathBuf::from(metadata["workspace_root"].as_str().ok_or("no workspace")?);
    let target = PathBuf::from(metadata["target_directory"].as_str().ok_or("no target folder")?);
    let program = format!("threadlab{}", env::consts::EXE_SUFFIX);
    let mut files = BTreeMap::from([
        (program.clone(), target.join("release").join(program)),
        ("README.md".to_owned(), root.join("assets/bundle/README.md")),
        ("LICENSE-APACHE".to_owned(), root.join("LICENSE-APACHE")),
        ("LICENSE-MIT".to_owned(), root.join("LICENSE-MIT")),
    ]);
    for file in licences_in(&root.join("assets/fonts"))? {
        files.insert(format!("licences/fonts/{}", name(&file)), file);
    }
    let mut list = String::from("What Threadlab is made of, and under which licence.\n\n");
    for part in parts(&metadata)? {
        list += &format!("{} {}: {}\n", part.name, part.version, part.licence);
        for file in licences_in(&part.folder)? {
            files.insert(format!("licences/{}-{}/{}", part.name, part.version, name(&file)), file);
        }
    }
    let kept = target.join("licences.txt");
    fs::write(&kept, list)?;
    files.insert("licences/LIST.txt".to_owned(), kept);
    Ok(files)
}

/// A package of somebody else's that is in the program.
pub(crate) struct Part {
    /// Its name.
    pub(crate) name: String,
    /// Its version.
    pub(crate) version: String,
    /// Its licence, as an SPDX expression or as the name of a file.
    pub(crate) licence: String,
    /// Where it lies.
    pub(crate) folder: PathBuf,
}

/// What cargo knows of the workspace, as it is built for this system.
///
/// # Errors
/// When cargo or the compiler does not answer.
pub(crate) fn metadata(cargo: &Path) -> Result<Value> {
    let rustc = Command::new("rustc").arg("-vV").output()?;
    let told = String::from_utf8(rustc.stdout)?;
    let host = told.lines().find_map(|line| line.strip_prefix("host: ")).ok_or("rustc names no host")?;
    let metadata = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--locked", "--filter-platform", host])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()?;
    if !metadata.status.success() {
        return Err(String::from_utf8_lossy(&metadata.stderr).into());
    }
    Ok(serde_json::from_slice(&metadata.stdout)?)
}

/// The packages of others that are linked into the program, by name. What only builds or tests it is none of them.
///
/// # Errors
/// When the answer is not as cargo documents it, or a package names no licence.
pub(crate) fn parts(metadata: &Value) -> Result<Vec<Part>> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let packages: BTreeMap<_, _> =
        list(&metadata["packages"]).into_iter().map(|p| (text(&p["id"]), p)).collect();
    let nodes: BTreeMap<_, _> =
        list(&metadata["resolve"]["nodes"]).into_iter().map(|n| (text(&n["id"]), n)).collect();
    let ours = packages.iter().find(|(_, package)| package["name"] == "threadlab");
    let mut open: Vec<_> = ours.map(|(id, _)| id.clone()).into_iter().collect();
    let mut seen = BTreeSet::new();
    while let Some(id) = open.pop() {
        let node = nodes.get(&id).ok_or("a package without a node")?;
        if seen.insert(id) {
            let linked = |edge: &&Value| list(&edge["dep_kinds"]).iter().any(|kind| kind["kind"].is_null());
            open.extend(list(&node["deps"]).iter().filter(linked).map(|edge| text(&edge["pkg"])));
        }
    }
    let mut parts = Vec::new();
    for package in
        seen.iter().filter_map(|id| packages.get(id)).filter(|package| !package["source"].is_null())
    {
        let name = text(&package["name"]).ok_or("a package without a name")?;
        let licence = text(&package["license"]).or_else(|| text(&package["license_file"]));
        parts.push(Part {
            version: text(&package["version"]).unwrap_or_default(),
            licence: licence.ok_or_else(|| format!("{name} names no licence"))?,
            folder: package["manifest_path"]
                .as_str()
                .map(Path::new)
                .and_then(Path::parent)
                .unwrap_or(Path::new(""))
                .into(),
            name,
        });
    }
    parts.sort_by(|a, b| (&a.name, &a.version).cmp(&(&b.name, &b.version)));
    Ok(parts)
}

/// The files of a folder that are a licence or belong to one.
fn licences_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let upper = name(&path).to_uppercase();
        let starts = |word: &str| upper.starts_with(word);
        if path.is_file()
            && ["LICENSE", "LICENCE", "COPYING", "NOTICE", "COPYRIGHT", "UNLICENSE", "OFL"]
                .iter()
                .any(|word| starts(word))
        {
            files.push(path);
        }
    }
    Ok(files)
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
