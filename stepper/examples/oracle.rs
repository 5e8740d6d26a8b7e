//! The oracle for as many programs as you like: `cargo run --release -p threadlab-stepper --example oracle -- 100000`,
//! and a seed if you want other ones.

#[path = "../tests/oracle/check.rs"]
mod check;
#[path = "../tests/oracle/programs.rs"]
mod programs;
#[path = "../tests/oracle/workers.rs"]
mod workers;

fn main() {
    let mut numbers =
        std::env::args().skip(1).map(|n| n.parse().expect("numbers: how many programs, and a seed"));
    let programs = numbers.next().unwrap_or(5_000);
    let seed = numbers.next().unwrap_or(1);
    let tally = check::check(seed, programs, &mut |code, what| println!("{what}\n{code:?}"));
    println!("seed {seed}: {tally:?}");
    let mut longer = 0;
    check::check_shortest(seed, programs / 10, &mut |code, what| {
        longer += 1;
        println!("{what}\n{code:?}");
    });
    println!("seed {seed}: of {} bugs, {longer} had a shorter schedule than was found", programs / 10);
    let mut differ = 0;
    workers::check_workers(seed, programs / 5, &mut |code, what| {
        differ += 1;
        println!("{what}\n{code:?}");
    });
    println!(
        "seed {seed}: of {} programs, {differ} were searched otherwise by several threads",
        programs / 5
    );
    assert_eq!(differ, 0);
    assert_eq!(longer, 0);
    assert_eq!(tally.wrong, 0);
}
