//! What a system lets be seen of a program that hangs: Linux shows what each thread waits for; elsewhere only patience can end.

#[cfg(target_os = "linux")]
mod linux;
mod patience;

use crate::text::Text;

/// Says in a language why a program should be ended, if there is a reason.
pub(super) type Watch = dyn FnMut(&Text) -> Option<String>;

/// Gives, whenever it is called, the reason why the program should be ended, if there is one.
pub(super) fn watch() -> Box<Watch> {
    #[cfg(target_os = "linux")]
    if let Some(mut watch) = linux::Watch::new() {
        return Box::new(move |text| watch.look(text));
    }
    let patience = patience::Patience::new();
    Box::new(move |text| patience.look(text))
}
