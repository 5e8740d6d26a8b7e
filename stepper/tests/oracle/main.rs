//! The oracle: on random programs, the reduced search finds what the unreduced one finds.

mod check;
mod programs;
mod rules;
mod together;
mod workers;

#[test]
fn the_reduced_search_finds_every_trace_and_every_outcome() {
    let tally = check::check(1, 5_000, &mut |code, what| panic!("{what}\n{code:?}"));
    println!("{tally:?}");
}

#[test]
fn the_shortest_schedule_of_a_bug_is_as_short_as_any() {
    check::check_shortest(1, 500, &mut |code, what| panic!("{what}\n{code:?}"));
}

#[test]
fn several_threads_find_what_one_finds() {
    workers::check_workers(1, 300, &mut |code, what| panic!("{what}\n{code:?}"));
}
