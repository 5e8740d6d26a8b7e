//! The oracle: on random programs, the reduced search finds what the unreduced one finds.

mod check;
mod programs;
mod rules;
mod together;
mod workers;

/// Half of them: two tests run at once.
fn finds_everything(seed: u64) {
    let tally = check::check(seed, 2_500, &mut |code, what| panic!("{what}\n{code:?}"));
    println!("{tally:?}");
}

#[test]
fn the_reduced_search_finds_every_trace_and_every_outcome() {
    finds_everything(1);
}

#[test]
fn the_reduced_search_finds_every_trace_and_every_outcome_of_others() {
    finds_everything(2);
}

#[test]
fn the_shortest_schedule_of_a_bug_is_as_short_as_any() {
    check::check_shortest(1, 500, &mut |code, what| panic!("{what}\n{code:?}"));
}

#[test]
fn several_threads_find_what_one_finds() {
    workers::check_workers(1, 300, &mut |code, what| panic!("{what}\n{code:?}"));
}
