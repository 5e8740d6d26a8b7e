//! Processes, descriptors and pipes of the simulated kernel.

use std::panic::Location;

use stepper::inside::{self, Await, SystemError};
use stepper::*;

/// Runs under the first choice that is possible, always.
fn run_first(grain: Grain, main: impl FnOnce() + 'static) -> Execution {
    let mut run = Execution::start(Config { grain, ..Config::default() }, main);
    while let Some(choice) = run.choices().iter().next() {
        run.step(choice).unwrap();
    }
    run
}

fn said(run: &Execution) -> Vec<String> {
    let events = run.trace().steps.iter().flat_map(|s| &s.events);
    events
        .filter_map(|e| match &e.what {
            What::Say { text } => Some(text.clone()),
            _ => None,
        })
        .collect()
}

/// The last picture of the only pipe.
fn pipe(run: &Execution) -> (usize, Vec<(u8, u32, bool)>) {
    let events = run.trace().steps.iter().flat_map(|s| &s.events);
    let mut states = events.filter_map(|e| match &e.what {
        What::Shows { state: State::Pipe { bytes, ends, .. } } => {
            Some((*bytes, ends.iter().map(|e| (e.process.0, e.descriptor, e.writes)).collect()))
        }
        _ => None,
    });
    states.next_back().expect("a pipe was shown")
}

const GRAINS: [Grain; 2] = [Grain::Coarse, Grain::Fine];

#[test]
fn bytes_come_out_in_order_and_the_last_writers_close_is_the_end_of_file() {
    for grain in GRAINS {
        let run = run_first(grain, || {
            let (reader, writer) = inside::pipe("Pipe", 16);
            assert_eq!((reader, writer), (3, 4));
            assert_eq!(inside::write(writer, b"hello"), Ok(5));
            assert_eq!(inside::read(reader, 2).unwrap(), b"he");
            inside::close(writer).unwrap();
            assert_eq!(inside::read(reader, 9).unwrap(), b"llo");
            assert_eq!(inside::read(reader, 9).unwrap(), b"");
            assert_eq!(inside::poll(reader, None), Ok(true));
            assert_eq!(inside::write(reader, b"x"), Err(SystemError::BadDescriptor));
            assert_eq!(inside::read(writer, 1), Err(SystemError::BadDescriptor));
            assert_eq!(inside::close(writer), Err(SystemError::BadDescriptor));
        });
        assert_eq!(run.verdict(), Some(&Verdict::Finished));
    }
}

#[test]
fn the_lowest_free_number_is_given_first() {
    let run = run_first(Grain::Coarse, || {
        assert_eq!(inside::pipe("Pipe", 1), (3, 4));
        assert_eq!(inside::pipe("Pipe", 1), (5, 6));
        inside::close(4).unwrap();
        inside::close(3).unwrap();
        inside::close(6).unwrap();
        assert_eq!(inside::pipe("Pipe", 1), (3, 4));
        assert_eq!(inside::pipe("Pipe", 1), (6, 7));
    });
    assert_eq!(run.verdict(), Some(&Verdict::Finished));
}

#[test]
fn writing_without_a_reader_is_a_broken_pipe() {
    for grain in GRAINS {
        let run = run_first(grain, || {
            let (reader, writer) = inside::pipe("Pipe", 16);
            inside::close(reader).unwrap();
            assert_eq!(inside::write(writer, b"x"), Err(SystemError::BrokenPipe));
        });
        assert_eq!(run.verdict(), Some(&Verdict::Finished));
    }
}

#[test]
fn a_full_pipe_blocks_its_writer_until_there_is_room_for_all() {
    let mut run = Execution::start(Config::default(), || {
        let (reader, writer) = inside::pipe("Pipe", 4);
        inside::spawn(
            "writer",
            Box::new(move || {
                assert_eq!(inside::write(writer, b"abc"), Ok(3));
                assert_eq!(inside::write(writer, b"de"), Ok(2));
            }),
        );
        assert_eq!(inside::read(reader, 1).unwrap(), b"a");
        assert_eq!(inside::read(reader, 9).unwrap(), b"bcde");
    });
    let [main, writer] = [0, 1].map(|t| Choice::Thread(ThreadId(t)));
    let blocked_on_the_writers = run.blocked();
    let [(ThreadId(0), Why::Reads { holders, .. })] = blocked_on_the_writers.as_slice() else {
        panic!("{blocked_on_the_writers:?}")
    };
    assert_eq!(holders, &[End { process: ProcessId(0), descriptor: 4, writes: true }]);
    run.step(writer).unwrap();
    // Three of four places are taken, and two bytes go in whole or not at all.
    let [(ThreadId(1), Why::Writes { holders, .. })] = &run.blocked()[..] else { panic!() };
    assert_eq!(holders, &[End { process: ProcessId(0), descriptor: 3, writes: false }]);
    assert_eq!(run.step(writer), Err(NotPossible(writer)));
    run.step(main).unwrap();
    assert_eq!(run.blocked(), []);
    run.step(writer).unwrap();
    run.step(main).unwrap();
    assert_eq!(run.verdict(), Some(&Verdict::Finished));
    assert_eq!(pipe(&run).0, 0);
}

#[test]
fn more_than_fits_goes_in_by_parts() {
    let run = run_first(Grain::Coarse, || {
        let (reader, writer) = inside::pipe("Pipe", 4);
        inside::spawn(
            "writer",
            Box::new(move || {
                let mut rest: &[u8] = b"abcdefghij";
                while !rest.is_empty() {
                    rest = &rest[inside::write(writer, rest).unwrap()..];
                }
                inside::close(writer).unwrap();
            }),
        );
        let mut all = Vec::new();
        loop {
            let some = inside::read(reader, 3).unwrap();
            if some.is_empty() {
                break;
            }
            all.extend(some);
        }
        inside::say(String::from_utf8(all).unwrap());
    });
    assert_eq!(said(&run), ["abcdefghij"]);
}

#[test]
fn a_coarse_call_that_must_wait_in_its_middle_stops_there() {
    let at = Location::caller();
    let mut run = Execution::start(Config::default(), move || {
        let (reader, writer) = inside::pipe("Pipe", 4);
        inside::spawn(
            "writer",
            Box::new(move || {
                inside::write(writer, b"a").unwrap();
                inside::write(writer, b"b").unwrap();
            }),
        );
        inside::call_on(reader, "recv", at, false, Await::Bytes, None);
        assert_eq!(inside::read(reader, 1).unwrap(), b"a");
        assert_eq!(inside::read(reader, 1).unwrap(), b"b");
        inside::end(None);
    });
    let [main, writer] = [0, 1].map(|t| Choice::Thread(ThreadId(t)));
    assert!(!run.choices().contains(main));
    run.step(writer).unwrap();
    run.step(main).unwrap();
    assert!(!run.choices().contains(main));
    assert_eq!(run.pending(ThreadId(0)).unwrap().verb.as_deref(), Some("recv"));
    run.step(writer).unwrap();
    run.step(main).unwrap();
    assert_eq!(run.verdict(), Some(&Verdict::Finished));
}

#[test]
fn a_child_has_duplicates_with_numbers_of_its_own_and_its_end_closes_them() {
    for grain in GRAINS {
        let run = run_first(grain, || {
            inside::pipe("Pipe", 1);
            let (reader, writer) = inside::pipe("Pipe", 16);
            assert_eq!((reader, writer), (5, 6));
            let child = inside::spawn_process(
                "child",
                &[writer],
                Box::new(|| {
                    assert_eq!(inside::current_process(), ProcessId(1));
                    assert_eq!(inside::write(6, b"x"), Err(SystemError::BadDescriptor));
                    inside::write(3, b"from the child").unwrap();
                }),
            );
            inside::close(writer).unwrap();
            assert_eq!(inside::read(reader, 99).unwrap(), b"from the child");
            // The child never closed its end; its end of life did.
            assert_eq!(inside::read(reader, 99).unwrap(), b"");
            assert_eq!(inside::await_process(child), 0);
        });
        assert_eq!(run.verdict(), Some(&Verdict::Finished));
        assert_eq!(run.trace().processes, ["main", "child"]);
    }
}

#[test]
fn holders_are_counted_over_all_processes() {
    let mut run = Execution::start(Config::default(), || {
        let (_, writer) = inside::pipe("Pipe", 16);
        inside::spawn_process("child", &[writer, writer], Box::new(|| inside::close(4).unwrap()));
        inside::close(writer).unwrap();
    });
    assert_eq!(pipe(&run).1, [(0, 3, false), (0, 4, true), (1, 3, true), (1, 4, true)]);
    run.step(Choice::Thread(ThreadId(0))).unwrap();
    // The end of the parent closed its read end as well.
    assert_eq!(pipe(&run).1, [(1, 3, true), (1, 4, true)]);
    run.step(Choice::Thread(ThreadId(1))).unwrap();
    assert_eq!(pipe(&run).1, []);
}

#[test]
fn a_process_ends_with_its_last_thread_and_a_panic_is_its_status() {
    let run = run_first(Grain::Coarse, || {
        let child = inside::spawn_process(
            "child",
            &[],
            Box::new(|| {
                inside::spawn(
                    "helper",
                    Box::new(|| {
                        inside::sleep_until(5);
                        inside::say("the helper is done".to_owned());
                    }),
                );
                panic!("a child's mishap");
            }),
        );
        assert_eq!(inside::exit_status(child), None);
        assert_eq!(inside::await_process(child), 101);
        assert_eq!(inside::exit_status(child), Some(101));
        inside::say("the parent goes on".to_owned());
    });
    assert_eq!(said(&run), ["the helper is done", "the parent goes on"]);
    assert_eq!(run.verdict(), Some(&Verdict::Finished), "the status told the parent of the panic");

    let run = run_first(Grain::Coarse, || {
        inside::spawn_process("child", &[], Box::new(|| panic!("nobody asks")));
    });
    assert!(matches!(run.verdict(), Some(Verdict::Panicked { thread: ThreadId(1), .. })));
}

#[test]
fn who_waits_for_an_end_that_only_it_could_bring_is_in_a_deadlock_with_itself() {
    let run = run_first(Grain::Coarse, || {
        let (reader, writer) = inside::pipe("Pipe", 16);
        let child = inside::spawn_process(
            "child",
            &[reader, writer],
            Box::new(|| {
                inside::read(3, 1).unwrap();
            }),
        );
        inside::close(writer).unwrap();
        inside::await_process(child);
    });
    let Some(Verdict::Deadlock { stuck, cycle }) = run.verdict() else { panic!("{:?}", run.verdict()) };
    let held = End { process: ProcessId(1), descriptor: 4, writes: true };
    let waits = Why::Reads { object: ObjectId(0), holders: vec![held] };
    let expected = [(ThreadId(0), Why::Awaits { process: ProcessId(1) }), (ThreadId(1), waits)];
    assert_eq!(stuck[..], expected);
    assert_eq!(cycle[..], [ThreadId(1)]);
}

#[test]
fn two_processes_that_wait_for_each_others_bytes_are_a_cycle() {
    let run = run_first(Grain::Coarse, || {
        let (my_reader, their_writer) = inside::pipe("Pipe", 16);
        let (their_reader, my_writer) = inside::pipe("Pipe", 16);
        inside::spawn_process(
            "child",
            &[their_reader, their_writer],
            Box::new(|| {
                inside::read(3, 1).unwrap();
            }),
        );
        inside::close(their_writer).unwrap();
        inside::close(their_reader).unwrap();
        inside::read(my_reader, 1).unwrap();
        inside::close(my_writer).unwrap();
    });
    let Some(Verdict::Deadlock { cycle, .. }) = run.verdict() else { panic!("{:?}", run.verdict()) };
    assert_eq!(cycle[..], [ThreadId(0), ThreadId(1)]);
}

#[test]
fn a_poll_waits_for_bytes_or_for_its_time() {
    for grain in GRAINS {
        let run = run_first(grain, || {
            let (reader, writer) = inside::pipe("Pipe", 16);
            assert_eq!(inside::poll(reader, Some(inside::now())), Ok(false));
            assert_eq!(inside::poll(reader, Some(inside::now() + 7)), Ok(false));
            assert_eq!(inside::now(), 7);
            inside::write(writer, b"x").unwrap();
            assert_eq!(inside::poll(reader, None), Ok(true));
        });
        assert_eq!(run.verdict(), Some(&Verdict::Finished));
    }
}

#[test]
fn a_reader_has_seen_what_its_writer_did_before_and_nothing_of_later_writes() {
    let run = run_first(Grain::Coarse, || {
        let (reader, writer) = inside::pipe("Pipe", 16);
        inside::write(writer, b"a").unwrap();
        inside::write(writer, b"b").unwrap();
        inside::spawn_process(
            "child",
            &[reader],
            Box::new(|| {
                inside::read(3, 1).unwrap();
            }),
        );
    });
    let events: Vec<&Event> = run.trace().steps.iter().flat_map(|s| &s.events).collect();
    let is = |e: &&Event, wanted| matches!(e.what, What::System { call, .. } if call == wanted);
    let first_write = events.iter().position(|e| is(e, SystemCall::Write)).unwrap();
    let read = events.iter().find(|e| is(e, SystemCall::Read)).unwrap();
    assert_eq!(read.after, Some(first_write as u32));
}

#[test]
fn abandoning_leaves_nothing_behind_wherever_it_happens() {
    struct Talker(u32, u32);
    impl Drop for Talker {
        fn drop(&mut self) {
            let _ = inside::write(self.1, &[0; 64]);
            let _ = inside::read(self.0, 1);
            let _ = inside::close(self.0);
        }
    }
    for steps in 0..8 {
        for grain in GRAINS {
            let mut run = Execution::start(Config { grain, ..Config::default() }, || {
                let (reader, writer) = inside::pipe("Pipe", 4);
                let _talker = Talker(reader, writer);
                let child = inside::spawn_process(
                    "child",
                    &[reader, writer],
                    Box::new(|| {
                        let _talker = Talker(3, 4);
                        while !inside::read(3, 1).unwrap().is_empty() {}
                    }),
                );
                inside::write(writer, b"ab").unwrap();
                inside::await_process(child);
            });
            for _ in 0..steps {
                let Some(choice) = run.choices().iter().last() else {
                    break;
                };
                run.step(choice).unwrap();
            }
        }
    }
}
