//! The shipped source of the primitives, for who steps them to read. What is below them, the platform, is left out.

include!(concat!(env!("OUT_DIR"), "/source.rs"));

/// The name and the text of a primitive's file, which is named as [`std::panic::Location::file`] does: `lock.rs`,
/// `queue/mod.rs`. None if it is no file of a primitive.
///
/// ```
/// assert_eq!(primitives::source::of("src/main.rs"), None);
/// ```
pub fn of(file: &str) -> Option<(&'static str, &'static str)> {
    // The compiler names every file of a crate beginning with the same folder.
    let folder = file!().strip_suffix("source.rs")?;
    let name = file.strip_prefix(folder)?.replace('\\', "/");
    FILES.iter().copied().find(|(its, _)| *its == name)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_place_in_a_primitive_has_its_text() {
        let folder = file!().strip_suffix("source.rs").expect("this file");
        let (name, text) = super::of(&format!("{folder}lock.rs")).expect("the lock");
        assert_eq!(name, "lock.rs");
        assert!(text.starts_with("//! A lock"));
        assert!(super::of(&format!("{folder}queue/mod.rs")).is_some());
        // The platform is not what is taught, and a program may have a file of the same name.
        assert!(super::of(&format!("{folder}platform/native.rs")).is_none());
        assert!(super::of("lock.rs").is_none());
    }
}
