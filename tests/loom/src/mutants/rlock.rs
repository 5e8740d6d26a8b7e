//! Mutants of RLock.

use super::{Mutant, RACE};

pub(super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "rlock_owner_stays",
        file: "rlock.rs",
        old: "self.owner.set(NOBODY);",
        new: "",
        killer: "rlock::a_thread_comes_again",
        reason: "its owner holds the lock: NotLocked",
    },
    Mutant {
        name: "rlock_owner_goes_late",
        file: "rlock.rs",
        old: r#"self.lock.free().expect("its owner holds the lock");"#,
        new: r#"self.lock.free().expect("its owner holds the lock"); self.disown();"#,
        killer: "rlock::two_threads_take_turns",
        reason: RACE,
    },
    Mutant {
        name: "rlock_first_release_frees",
        file: "rlock.rs",
        old: "if count == 0 {",
        new: "if count < u32::MAX {",
        killer: "rlock::two_threads_take_turns",
        reason: "attempt to subtract with overflow",
    },
    Mutant {
        name: "rlock_stranger_releases",
        file: "rlock.rs",
        old: "self.object().misuse(&NotOwner);",
        new: "if self.lock.is_locked() { self.free(); return Ok(()); }",
        killer: "rlock::a_stranger_cannot_release",
        reason: RACE,
    },
    Mutant {
        name: "rlock_count_is_forgotten",
        file: "rlock/saved.rs",
        old: "self.own(current(), count.get());",
        new: "self.own(current(), 1);",
        killer: "rlock::all_is_released_and_restored",
        reason: "the count did not come back",
    },
    Mutant {
        name: "rlock_try_takes_what_is_held",
        file: "rlock.rs",
        old: "self.take_if(|| self.lock.try_take())",
        new: "self.take_if(|| self.lock.try_take() || true)",
        killer: "rlock::try_acquire_never_waits",
        reason: RACE,
    },
];
