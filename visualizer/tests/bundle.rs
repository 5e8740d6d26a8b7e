//! What a bundle has in it: the program, how to start it, and the licence of everything that it is made of.

use std::collections::BTreeSet;
use std::path::Path;

#[path = "../examples/bundle/content.rs"]
mod content;

#[test]
fn a_bundle_has_the_program_a_start_and_every_licence() {
    let cargo = Path::new(env!("CARGO"));
    let files = content::content(cargo).expect("cargo tells what it is made of");
    let program = format!("threadlab{}", std::env::consts::EXE_SUFFIX);
    for name in [&*program, "README.md", "LICENSE-APACHE", "LICENSE-MIT", "licences/LIST.txt"] {
        assert!(files.contains_key(name), "{name}");
    }
    // All are there but the program, which is built before the bundle is made.
    for (name, file) in files.iter().filter(|(name, _)| **name != program) {
        assert!(file.is_file(), "{name}: {}", file.display());
    }

    // Every font that is in the program.
    let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/fonts");
    for font in std::fs::read_dir(fonts).expect("the fonts") {
        let font = font.expect("a file").file_name().to_string_lossy().into_owned();
        if let Some((family, _)) = font.strip_suffix(".ttf").and_then(|font| font.split_once('-')) {
            let family = family.trim_end_matches("NL");
            assert!(files.contains_key(&format!("licences/fonts/OFL-{family}.txt")), "{font}");
        }
    }
}

#[test]
fn the_list_of_licences_has_what_is_linked_and_nothing_else() {
    let metadata = content::metadata(Path::new(env!("CARGO"))).expect("cargo answers");
    let parts = content::parts(&metadata).expect("all have licences");
    let names: BTreeSet<&str> = parts.iter().map(|part| &*part.name).collect();
    for linked in ["egui", "eframe", "corosensei", "serde_json", "epaint"] {
        assert!(names.contains(linked), "{linked}");
    }
    for elsewhere in ["threadlab", "threadlab-primitives", "loom", "egui_kittest", "usvg", "tokio"] {
        assert!(!names.contains(elsewhere), "{elsewhere}");
    }
    // All of them let a program with our licences go along with them.
    let kind =
        ["MIT", "Apache-2.0", "BSD", "ISC", "Zlib", "Unicode", "BSL-1.0", "CC0-1.0", "Unlicense", "0BSD"];
    for part in &parts {
        let fits = |licence: &str| kind.iter().any(|kind| licence.contains(kind));
        assert!(fits(&part.licence), "{} {}: {}", part.name, part.version, part.licence);
    }
}
