//! Mutants of ThreadLocal.

use super::Mutant;

pub(super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "local_one_value_for_all",
        file: "local.rs",
        old: ".get(&platform::current())",
        new: ".values().next()",
        killer: "local::two_threads_apart",
        reason: "another thread's value",
    },
    Mutant {
        name: "local_value_stays",
        file: "local.rs",
        old: "drawers.values().remove(&thread)",
        new: "None::<Own<T>>",
        killer: "local::gone_with_its_thread",
        reason: "the value outlives its thread",
    },
    Mutant {
        name: "local_values_outlive_the_object",
        file: "local.rs",
        old: "let drawers = Arc::downgrade(&self.drawers);",
        new: "let drawers = Arc::downgrade(&self.drawers); std::mem::forget(self.drawers.clone());",
        killer: "local::gone_with_the_object",
        reason: "the values outlive their object",
    },
    Mutant {
        name: "local_init_is_for_the_first_thread",
        file: "local.rs",
        old: "found.unwrap_or_else(|| self.put((self.init)()))",
        new: "found.or_else(|| Some(Rc::clone(&self.drawers.values().values().next()?.0))).unwrap_or_else(|| self.put((self.init)()))",
        killer: "local::gone_with_its_thread_alone",
        reason: "another thread's value",
    },
    Mutant {
        name: "local_value_goes_with_any_thread",
        file: "local.rs",
        old: "let last = drawers.values().remove(&thread);",
        new: "let last = drawers.values().pop_first();",
        killer: "local::gone_with_its_thread_alone",
        reason: "another thread's end took the value",
    },
    Mutant {
        name: "local_set_is_for_all",
        file: "local.rs",
        old: "let before = self.drawers.values().insert(thread, Own(Rc::clone(&value)));",
        new: "let before = self.drawers.values().insert(thread, Own(Rc::clone(&value))); self.drawers.values().values_mut().for_each(|own| own.0 = Rc::clone(&value));",
        killer: "local::two_threads_apart",
        reason: "another thread's value",
    },
    Mutant {
        name: "local_made_again_at_every_use",
        file: "local.rs",
        old: ".get(&platform::current()).map(",
        new: ".get(&platform::current()).filter(|_| false).map(",
        killer: "local::two_threads_apart",
        reason: "another thread's value",
    },
];
