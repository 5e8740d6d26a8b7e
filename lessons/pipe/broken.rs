//! A parent sends two letters to a child process, which reads until there are no more.

use primitives::{Connection, Pipe, Process, say};

pub fn main() {
    let (inbox, outbox) = Pipe::simplex().named("letters").split();
    let child = Process::spawn("reader", read_all, (&inbox, &outbox));
    inbox.close();
    for letter in ["first letter", "last letter"] {
        outbox.send(letter).expect("the reader still reads");
    }
    outbox.close();
    let status = child.join();
    say!("the reader has ended with {status}");
}

pub fn read_all((inbox, outbox): (Connection, Connection)) {
    say!("my ends: {inbox}; {outbox}");
    while let Ok(letter) = inbox.recv::<String>() {
        say!("reads the {letter}");
    }
    say!("no more letters will come");
    inbox.close();
}
