//! Pipes and processes: the same promises on the system's kernel and on the simulated one.

#[cfg(unix)]
use std::time::Duration;

use primitives::process::Child;
use primitives::{Connection, Pipe, PipeError, Process, Thread, say};
use stepper::{Config, Dice, Execution, Grain, Verdict, What};

fn step(main: fn(), grain: Grain, seed: u64) -> Execution {
    let mut run = Execution::start(Config { grain, ..Config::default() }, main);
    let mut dice = Dice::new(seed);
    while let Some(choice) = dice.choose(&run.choices().iter().collect::<Vec<_>>()) {
        run.step(choice).expect("it was offered");
    }
    run
}

fn stepped(main: fn()) {
    for grain in [Grain::Coarse, Grain::Fine] {
        for seed in 0..20 {
            let run = step(main, grain, seed);
            assert_eq!(run.verdict(), Some(&Verdict::Finished), "{grain:?}, seed {seed}");
        }
    }
}

fn everywhere(main: fn()) {
    main();
    stepped(main);
}

fn text<T: std::fmt::Debug>(result: Result<T, PipeError>) -> String {
    result.expect_err("an error").to_string()
}

#[test]
fn values_come_out_as_they_went_in_and_in_order() {
    everywhere(|| {
        let (reader, writer) = Pipe::simplex().split();
        writer.send("one").unwrap();
        writer.send(&(2, 'z', Some([0.5, -0.5]))).unwrap();
        writer.send(&()).unwrap();
        assert_eq!(reader.recv::<String>().unwrap(), "one");
        assert_eq!(reader.recv::<(i32, char, Option<[f64; 2]>)>().unwrap(), (2, 'z', Some([0.5, -0.5])));
        reader.recv::<()>().unwrap();
    });
}

#[test]
fn errors_are_those_of_cpython() {
    everywhere(|| {
        let (reader, writer) = Pipe::simplex().split();
        assert_eq!(text(reader.send(&1)), "connection is read-only");
        assert_eq!(text(writer.recv::<u8>()), "connection is write-only");
        assert_eq!(text(writer.poll()), "connection is write-only");
        writer.send(&[300, 300, 300]).unwrap();
        assert!(matches!(reader.recv::<bool>(), Err(PipeError::Decode(_))));
        writer.send(&7).unwrap();
        assert_eq!(reader.recv::<i32>().unwrap(), 7, "the frame that was no bool is gone whole");
        writer.close();
        writer.close();
        assert_eq!(text(writer.send(&1)), "handle is closed");
        assert_eq!(text(reader.recv::<u8>()), "end of file");
        assert_eq!(text(reader.recv::<u8>()), "end of file");
        reader.close();
        assert_eq!(text(reader.recv::<u8>()), "handle is closed");

        let (reader, writer) = Pipe::simplex().split();
        drop(reader);
        assert_eq!(text(writer.send(&1)), "Broken pipe");
    });
}

#[test]
fn a_duplex_pipe_goes_both_ways_and_ends_both_ways() {
    everywhere(|| {
        let (here, there) = Pipe::duplex().named("talk").split();
        let other = Thread::spawn("other", move || {
            let question: u32 = there.recv().unwrap();
            there.send(&(question + 1)).unwrap();
        });
        here.send(&41_u32).unwrap();
        assert_eq!(here.recv::<u32>().unwrap(), 42);
        other.join().unwrap();
        assert_eq!(text(here.recv::<u32>()), "end of file");
        assert_eq!(text(here.send(&1)), "Broken pipe");
    });
}

#[test]
fn what_is_larger_than_the_pipe_goes_through_by_parts() {
    everywhere(|| {
        let (reader, writer) = Pipe::simplex().split();
        let large: Vec<u8> = (0..200_000).map(|n| n as u8).collect();
        let copy = large.clone();
        let sender = Thread::spawn("sender", move || writer.send(&copy).unwrap());
        assert_eq!(reader.recv::<Vec<u8>>().unwrap(), large);
        sender.join().unwrap();
    });
}

#[cfg(unix)]
#[test]
fn poll_tells_whether_recv_would_wait() {
    everywhere(|| {
        let (reader, writer) = Pipe::simplex().split();
        assert!(!reader.poll().unwrap());
        assert!(!reader.poll_timeout(Duration::from_millis(1)).unwrap());
        writer.send(&1).unwrap();
        assert!(reader.poll().unwrap());
        reader.recv::<u8>().unwrap();
        assert!(!reader.poll().unwrap());
        writer.close();
        assert!(reader.poll_timeout(Duration::from_secs(1000)).unwrap(), "the end is something to receive");
    });
}

#[test]
fn arguments_arrive_as_values_and_connections_as_duplicates() {
    fn child((name, numbers, writer): (String, Vec<u32>, Connection)) {
        writer.send(&format!("{name} {numbers:?} at {writer}")).unwrap();
    }
    stepped(|| {
        let (_, _writer) = Pipe::simplex().split();
        let (reader, writer) = Pipe::simplex().split();
        let child = Process::spawn("child", child, ("sums", &vec![1, 2], &writer));
        assert_eq!((child.name(), child.id()), ("child", 1));
        writer.close();
        assert_eq!(reader.recv::<String>().unwrap(), "sums [1, 2] at descriptor 3, which writes");
        assert_eq!(text(reader.recv::<String>()), "end of file");
        assert!(child.join().success());
    });
}

#[test]
fn a_childs_panic_is_an_exit_status() {
    fn child(code: u32) {
        assert_eq!(code, 0, "a mishap");
    }
    stepped(|| {
        let status = Process::spawn("child", child, &3).join();
        assert_eq!((status.success(), status.code()), (false, 101));
        say!("{status}");
    });
}

#[test]
fn a_closed_connection_cannot_hold_a_pipe_open_in_a_child() {
    fn child(connection: Connection) {
        assert_eq!(text(connection.recv::<u8>()), "handle is closed");
        assert_eq!(connection.to_string(), "closed");
    }
    stepped(|| {
        let (reader, _writer) = Pipe::simplex().split();
        reader.close();
        assert!(Process::spawn("child", child, &reader).join().success());
    });
}

#[test]
fn only_what_a_child_can_find_can_be_its_function() {
    let run = step(|| drop(Process::spawn("child", |(): ()| (), ())), Grain::Coarse, 0);
    let Some(Verdict::Panicked { message, .. }) = run.verdict() else { panic!("{:?}", run.verdict()) };
    assert!(message.contains("this is a closure"), "{message}");
    assert!(format!("{:?}", Child::new(named)).contains("pipe::named"));
}

fn named((): ()) {}

#[test]
fn a_connection_is_no_value() {
    everywhere(|| {
        let (reader, writer) = Pipe::simplex().split();
        assert!(matches!(writer.send(&reader), Err(PipeError::Encode(_))));
        writer.send(&(None::<u8>, Some(0_u8))).unwrap();
        assert!(matches!(reader.recv::<Connection>(), Err(PipeError::Decode(_))));
    });
}

#[test]
fn a_letter_is_received_from_the_very_send_that_sent_it() {
    let run = step(
        || {
            let (reader, writer) = Pipe::simplex().split();
            let other = Thread::spawn("other", move || {
                writer.send(&1).unwrap();
                writer.send(&2).unwrap();
            });
            other.join().unwrap();
            reader.recv::<u8>().unwrap();
        },
        Grain::Coarse,
        0,
    );
    let events: Vec<_> = run.trace().steps.iter().flat_map(|s| &s.events).collect();
    let is = |e: &stepper::Event, call| matches!(&e.what, What::System { call: c, .. } if *c == call);
    let sent = events.iter().position(|e| is(e, stepper::SystemCall::Write)).unwrap();
    let received = events.iter().find(|e| is(e, stepper::SystemCall::Read)).unwrap();
    assert_eq!(received.after, Some(sent as u32));
}
