//! A copy of the template under another name is a lesson, and no other file changes; a mistake in it is told with its
//! file and line. What the copy becomes is what the template becomes, which is compiled and opened in other tests.
#![forbid(unsafe_code)]

use std::fs;
use std::path::{Path, PathBuf};

#[path = "../build.rs"]
mod build;

/// A copy of the template's folder, in a folder of its own.
fn copy(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("threadlab-{}", std::process::id())).join(name);
    fs::create_dir_all(&folder).expect("a folder for the copy");
    for entry in fs::read_dir(template()).expect("the template is there") {
        let file = entry.expect("it can be read").path();
        fs::copy(&file, folder.join(file.file_name().expect("a name"))).expect("it can be copied");
    }
    folder
}

fn template() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("template")
}

#[test]
fn a_copy_of_the_template_is_a_lesson() {
    let folder = copy("my-lesson");
    let made = build::find(&folder, "my-lesson", &folder).expect("it can be read");
    assert_eq!(made.mistakes, [""; 0]);
    let original = build::find(&template(), "template", &folder).expect("it can be read").module;
    let path = |folder: &Path| format!("{folder:?}").trim_matches('"').to_owned();
    let expected = original
        .replace(&path(&template()), &path(&folder))
        .replace("pub mod template", "pub mod my_lesson")
        .replace("\"template\"", "\"my-lesson\"")
        .replace("`template/", "`my-lesson/");
    assert_eq!(made.module, expected);
    for part in ["pub mod broken;", "pub mod fixed;", "pub mod lesson;", "\"zh-CN\"", "name: \"my-lesson\""] {
        assert!(made.module.contains(part), "{part} should be in {}", made.module);
    }
    fs::remove_dir_all(folder).expect("it can be removed");
}

#[test]
fn a_mistake_is_told_with_its_file_and_line() {
    let folder = copy("wrong");
    let change = |file: &str, from: &str, to: &str| {
        let text = fs::read_to_string(template().join(file)).expect("it is there");
        assert!(text.contains(from), "{from} is in {file}");
        fs::write(folder.join(file), text.replacen(from, to, 1)).expect("it can be written");
        let mistakes = build::find(&folder, "wrong", &folder).expect("it can be read").mistakes;
        fs::write(folder.join(file), text).expect("it can be written");
        mistakes
    };
    let wrong: [(&str, &str, &str, &str); 8] = [
        ("story.md", "## Prediction", "## Guess", "wrong/story.md:10: here comes the section: ## Prediction"),
        ("story.md", "# A jar of coins", "A jar of coins", "wrong/story.md:1: a story begins with its title"),
        ("story.md", "- [always ends well] 2.", "- 2.", "wrong/story.md:14: a choice begins with a mark"),
        ("story.md", "- [x] Both", "- [yes] Both", "wrong/story.md:44: a choice begins with a mark"),
        (
            "story.md",
            "2. [Bob: get jar; Bob: set jar] Bob",
            "2. Bob",
            "wrong/story.md:20: a step begins with",
        ),
        ("story.md", "- [fixed] A lock", "- A lock", "wrong/story.md:34: a program begins with"),
        ("story.md", "## Speaker notes", "Speaker notes", "a section is missing at the end"),
        (
            "story.zh-CN.md",
            "- [fixed] 有一把锁。",
            "有一把锁。",
            "wrong/story.zh-CN.md:33: after an item comes the next",
        ),
    ];
    for (file, from, to, told) in wrong {
        let mistakes = change(file, from, to);
        assert!(mistakes.len() == 1 && mistakes[0].contains(told), "{told} should be in {mistakes:?}");
    }
    fs::write(folder.join("blanks.rs.in"), "fn main() {\n    ⟦if⟧\n}\n").expect("it can be written");
    let mistakes = build::find(&folder, "wrong", &folder).expect("it can be read").mistakes;
    assert_eq!(mistakes, ["wrong/blanks.rs.in:2: a hole is written ⟦one|another⟧"]);
    fs::remove_dir_all(folder).expect("it can be removed");
}
