//! Every file here begins with a table: a row of Python's, and the test that stands for it. A row may say instead
//! that it is unrepresentable, or which loom model stands for it; then that is looked up by who reads it.

use std::fs;

/// Each name in a row, of three words or more, is that of a test in its file; and no row is without a word.
#[test]
fn every_row_has_a_test_that_is_named_after_it() {
    let here = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/conformance");
    let others = ["lock_api.rs", "logging.rs", "main.rs", "ring.rs", "rows.rs", "tests.rs", "workers.rs"];
    for file in fs::read_dir(here).unwrap().map(|entry| entry.unwrap()) {
        let name = file.file_name().into_string().unwrap();
        let text = fs::read_to_string(file.path()).unwrap();
        let rows: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("//! | ")).skip(1).collect();
        assert_eq!(rows.is_empty(), others.contains(&name.as_str()), "{name}: has it a table?");
        for row in rows {
            let (_, here) = row.split_once(" | ").expect("a row has two cells");
            let tests: Vec<&str> =
                here.split('`').skip(1).step_by(2).filter(|word| is_of_three_words(word)).collect();
            let said = ["unrepresentable", "loom", "the same"].iter().any(|word| here.contains(word));
            assert!(said || !tests.is_empty(), "{name}: nothing stands for {row}");
            for test in tests {
                let declared = text.contains(&format!("#[test]\nfn {test}()"));
                let within = text.contains(&format!("#[test]\n            fn {test}()"));
                assert!(declared || within, "{name}: there is no test {test}");
            }
        }
    }
}

fn is_of_three_words(name: &str) -> bool {
    name.matches('_').count() >= 2 && name.chars().all(|c| c.is_ascii_lowercase() || c == '_')
}
