//! Looks, in `/proc`, at every thread of this process and of its descendants, and tells whether any of them
//! can ever move again.
//!
//! The argument: (1) two looks in a row found every thread asleep in the same system call, and none has run in
//! between (its count of switches is the same), so there was a moment at which all slept. (2) Each sleeps in
//! something that only a thread of these processes can end: a read from a pipe whose every writer is one of
//! them, a write to a pipe whose every reader is one of them, the wait for the end of one of them, or a wait
//! without a deadline on memory, which only they share. So the first to wake would have to be woken by one
//! that is awake, and there is none. The thread that looks is not counted: it never touches the program's
//! pipes or memory.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::text::{Text, tell};

/// Numbers of the system calls read, write, futex, wait4 and waitid, where they are known.
#[cfg(target_arch = "x86_64")]
const NUMBERS: Option<[u64; 5]> = Some([0, 1, 202, 61, 247]);
#[cfg(any(target_arch = "aarch64", target_arch = "riscv64"))]
const NUMBERS: Option<[u64; 5]> = Some([63, 64, 98, 260, 95]);
#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64", target_arch = "riscv64")))]
const NUMBERS: Option<[u64; 5]> = None;

/// What a thread is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doing {
    /// Running, or asleep in a way that ends by itself or that we do not know.
    Something,
    Reads(u32),
    Writes(u32),
    /// On a word of memory, without a deadline.
    SleepsOnWord,
    /// For the end of this child, or of any.
    AwaitsChild(Option<u32>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Thread {
    name: String,
    doing: Doing,
    /// How often it has given the processor up or lost it, and its time on it.
    ran: Vec<u64>,
}

/// A pipe's number in the system, and which end of it.
type End = (u64, Writes);
type Writes = bool;

#[derive(Clone, Debug, PartialEq, Eq)]
struct Process {
    name: String,
    threads: BTreeMap<u32, Thread>,
    /// By descriptor.
    ends: BTreeMap<u32, End>,
}

/// What was seen at once, or nearly.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Look {
    /// This process and its descendants, by number.
    processes: BTreeMap<u32, Process>,
    /// The ends of pipes that others hold.
    outside: BTreeSet<End>,
}

/// Remembers the last look.
pub(super) struct Watch(Option<Look>);

impl Watch {
    /// None where the system does not show what a thread waits for.
    pub(super) fn new() -> Option<Watch> {
        let shown = text("/proc/thread-self/syscall").is_some();
        NUMBERS.filter(|_| shown).map(|_| Watch(None))
    }

    /// Why the program should be ended, if so.
    pub(super) fn look(&mut self, text: &Text) -> Option<String> {
        let now = Look::take();
        let same = now.is_some() && now == self.0;
        self.0 = now;
        self.0.as_ref().filter(|_| same)?.stuck(text)
    }
}

fn text(path: impl AsRef<Path>) -> Option<String> {
    fs::read(path).ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

/// The entries of a folder whose names are numbers.
fn numbers(folder: &str) -> impl Iterator<Item = u32> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(|e| e.file_name().to_str()?.parse().ok())
}

/// The fields of a `stat` file after the name: the state is the first of them.
fn stat(path: &str) -> Option<Vec<String>> {
    let text = text(path)?;
    let (_, rest) = text.rsplit_once(')')?;
    Some(rest.split_whitespace().map(str::to_owned).collect())
}

/// None when the thread has ended meanwhile.
fn thread(folder: &str) -> Option<Thread> {
    let stat = stat(&format!("{folder}/stat"))?;
    let status = text(format!("{folder}/status"))?;
    let switches = status.lines().filter(|l| l.contains("voluntary_ctxt_switches"));
    let switches = switches.filter_map(|l| l.split_whitespace().last()?.parse().ok());
    let time = stat.get(11..13).into_iter().flatten().filter_map(|t| t.parse().ok());
    let asleep = stat.first().is_some_and(|s| s == "S");
    let call = text(format!("{folder}/syscall")).filter(|_| asleep);
    let doing = call.map_or(Doing::Something, |call| doing(&call));
    let name = text(format!("{folder}/comm"))?.trim().to_owned();
    Some(Thread { name, doing, ran: switches.chain(time).collect() })
}

/// Reads the line that says in which system call a thread sleeps.
fn doing(line: &str) -> Doing {
    let Some([read, write, futex, wait4, waitid]) = NUMBERS else { return Doing::Something };
    let mut words = line.split_whitespace();
    let Some(number) = words.next().and_then(|n| n.parse::<u64>().ok()) else { return Doing::Something };
    let arguments: Vec<u64> =
        words.map_while(|w| u64::from_str_radix(w.strip_prefix("0x")?, 16).ok()).collect();
    let &[first, second, _, fourth, ..] = arguments.as_slice() else { return Doing::Something };
    let child = |known: bool, id: u64| Doing::AwaitsChild(known.then_some(id as u32));
    match number {
        n if n == read => Doing::Reads(first as u32),
        n if n == write => Doing::Writes(first as u32),
        // FUTEX_WAIT and FUTEX_WAIT_BITSET, with no pointer to a deadline.
        n if n == futex && matches!(second & 0x7f, 0 | 9) && fourth == 0 => Doing::SleepsOnWord,
        n if n == wait4 => child((first as i32) > 0, first),
        // P_PID.
        n if n == waitid => child(first == 1, second),
        _ => Doing::Something,
    }
}

/// The ends of pipes that a process holds, by descriptor.
fn ends(process: u32) -> BTreeMap<u32, End> {
    let folder = format!("/proc/{process}");
    let end = |descriptor: &u32| {
        let link = fs::read_link(format!("{folder}/fd/{descriptor}")).ok()?;
        let pipe = link.to_str()?.strip_prefix("pipe:[")?.strip_suffix(']')?.parse().ok()?;
        let info = text(format!("{folder}/fdinfo/{descriptor}"))?;
        let flags = info.lines().find_map(|l| l.strip_prefix("flags:"))?.trim();
        // O_WRONLY and O_RDWR; O_RDONLY is 0.
        Some((pipe, u32::from_str_radix(flags, 8).ok()? & 3 != 0))
    };
    numbers(&format!("{folder}/fd")).filter_map(|d| Some((d, end(&d)?))).collect()
}

/// A child process of ours is told its name as its second argument.
fn process_name(process: u32, own: u32) -> String {
    let line = text(format!("/proc/{process}/cmdline")).unwrap_or_default();
    let name = line.split('\0').nth(2).filter(|_| process != own);
    name.unwrap_or("main").to_owned()
}

impl Look {
    /// None when the system does not show it.
    fn take() -> Option<Look> {
        let own = std::process::id();
        let watcher = fs::read_link("/proc/thread-self").ok()?;
        let watcher: u32 = watcher.file_name()?.to_str()?.parse().ok()?;
        let parents: BTreeMap<u32, u32> = numbers("/proc")
            .filter_map(|p| {
                let stat = stat(&format!("/proc/{p}/stat"))?;
                let alive = stat.first().is_some_and(|s| s != "Z");
                Some((p, stat.get(1)?.parse().ok()?)).filter(|_| alive)
            })
            .collect();
        let is_ours = |mut process: u32| loop {
            match parents.get(&process) {
                _ if process == own => break true,
                Some(&parent) => process = parent,
                None => break false,
            }
        };
        let (ours, others): (Vec<u32>, Vec<u32>) = parents.keys().partition(|&&p| is_ours(p));
        let processes = ours.into_iter().map(|p| {
            let folder = format!("/proc/{p}/task");
            let tasks = numbers(&folder).filter(|&t| t != watcher);
            let threads = tasks.filter_map(|t| Some((t, thread(&format!("{folder}/{t}"))?))).collect();
            (p, Process { name: process_name(p, own), threads, ends: ends(p) })
        });
        let processes: BTreeMap<u32, Process> = processes.collect();
        let held: BTreeSet<u64> = processes.values().flat_map(|p| p.ends.values()).map(|e| e.0).collect();
        let outside = others.into_iter().flat_map(|p| ends(p).into_values()).filter(|e| held.contains(&e.0));
        let outside = outside.collect();
        Some(Look { processes, outside })
    }

    /// The words for it, if no thread can ever move again.
    fn stuck(&self, text: &Text) -> Option<String> {
        let mut lines = vec![tell!(text, "native-stuck")];
        let mut pipes = BTreeSet::new();
        for (number, process) in &self.processes {
            for (id, thread) in &process.threads {
                let (process_name, pid) = (&process.name, number.to_string());
                let who = tell!(text, "native-thread", process = process_name, pid, thread = thread.name);
                let mut waits =
                    |why: String| lines.push(format!("  {}", tell!(text, "native-waits", who, why)));
                match thread.doing {
                    Doing::Something => return None,
                    Doing::SleepsOnWord => waits(tell!(text, "native-sleeps")),
                    Doing::AwaitsChild(Some(child)) => {
                        let name = &self.processes.get(&child)?.name;
                        waits(tell!(text, "native-awaits", process = name, pid = child.to_string()));
                    }
                    Doing::AwaitsChild(None) => waits(tell!(text, "native-awaits-a-child")),
                    Doing::Reads(descriptor) | Doing::Writes(descriptor) => {
                        let &(pipe, writes) = process.ends.get(&descriptor)?;
                        let others = (pipe, !writes);
                        if self.outside.contains(&others) || self.holders(others).next().is_none() {
                            return None;
                        }
                        // A child's first thread only waits for its parent's end.
                        if descriptor == 0 && id == number {
                            continue;
                        }
                        let pipe = pipe.to_string();
                        waits(match writes {
                            true => tell!(text, "native-writes", pipe, descriptor),
                            false => tell!(text, "native-reads", pipe, descriptor),
                        });
                        pipes.insert(others);
                    }
                }
            }
        }
        for end in pipes {
            let named = |(process, pid, descriptor): (&str, u32, u32)| {
                tell!(text, "native-holder", process, pid = pid.to_string(), descriptor)
            };
            let held: Vec<String> = self.holders(end).map(named).collect();
            let (pipe, holders) = (end.0.to_string(), text.list(&held));
            lines.push(match end.1 {
                true => tell!(text, "native-write-end", pipe, holders),
                false => tell!(text, "native-read-end", pipe, holders),
            });
        }
        Some(lines.join("\n"))
    }

    /// Who holds this end: the process by its name and number, and its descriptor.
    fn holders(&self, end: End) -> impl Iterator<Item = (&str, u32, u32)> {
        self.processes.iter().flat_map(move |(number, process)| {
            let held = process.ends.iter().filter(move |(_, e)| **e == end);
            held.map(move |(descriptor, _)| (process.name.as_str(), *number, *descriptor))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A parent that waits for its child, which reads from the pipe 77 at its descriptor 3.
    fn hang(reader_holds_the_write_end: bool) -> Look {
        let thread = |name: &str, doing| Thread { name: name.to_owned(), doing, ran: vec![5] };
        let parent = Process {
            name: "main".to_owned(),
            threads: [(11, thread("main", Doing::AwaitsChild(Some(20))))].into(),
            ends: [(9, (76, true))].into(),
        };
        let mut ends: BTreeMap<u32, End> = [(0, (76, false)), (3, (77, false))].into();
        if reader_holds_the_write_end {
            ends.insert(4, (77, true));
        }
        let threads = [(20, thread("threadlab", Doing::Reads(0))), (21, thread("reader", Doing::Reads(3)))];
        let child = Process { name: "reader".to_owned(), threads: threads.into(), ends };
        Look { processes: [(10, parent), (20, child)].into(), outside: BTreeSet::new() }
    }

    fn change(look: &mut Look, doing: Doing) {
        look.processes.get_mut(&20).unwrap().threads.get_mut(&21).unwrap().doing = doing;
    }

    #[test]
    fn the_holder_of_the_forgotten_end_is_named() {
        let words = hang(true).stuck(crate::text::english()).expect("it is stuck");
        assert!(
            words.ends_with(
                "the write end of pipe:[77] is still held by process reader (pid 20), descriptor 4"
            ),
            "{words}"
        );
        assert!(
            words.contains("process main (pid 10), thread main, waits until process reader (pid 20) ends")
        );
        assert!(
            !words.contains("76"),
            "the child's wait for its parent's end is no part of the story: {words}"
        );
    }

    #[test]
    fn whatever_might_still_move_is_not_stuck() {
        // Somebody we do not know could write.
        let mut look = hang(true);
        look.outside.insert((77, true));
        assert_eq!(look.stuck(crate::text::english()), None);
        // Nobody seen holds the write end, and yet the read waits: there is somebody we cannot see.
        assert_eq!(hang(false).stuck(crate::text::english()), None);
        // A thread that runs, or sleeps for a time.
        let mut look = hang(true);
        change(&mut look, Doing::Something);
        assert_eq!(look.stuck(crate::text::english()), None);
        // What is read from is no pipe.
        let mut look = hang(true);
        change(&mut look, Doing::Reads(7));
        assert_eq!(look.stuck(crate::text::english()), None);
        // The child that is waited for is gone.
        let mut look = hang(true);
        look.processes.remove(&20);
        assert_eq!(look.stuck(crate::text::english()), None);
    }

    #[test]
    fn a_wait_with_a_deadline_is_no_wait_for_ever() {
        let Some([read, write, futex, wait4, waitid]) = NUMBERS else { return };
        assert_eq!(doing(&format!("{futex} 0x7f00 0x80 0x2 0x0 0x0 0x0 0x7ff 0x7f")), Doing::SleepsOnWord);
        assert_eq!(
            doing(&format!("{futex} 0x7f00 0x89 0x2 0x0 0x0 0xffffffff 0x7ff 0x7f")),
            Doing::SleepsOnWord
        );
        assert_eq!(
            doing(&format!("{futex} 0x7f00 0x89 0x2 0x7ff0 0x0 0xffffffff 0x7ff 0x7f")),
            Doing::Something
        );
        assert_eq!(doing(&format!("{read} 0x3 0x7ff0 0x4 0x0 0x0 0x0 0x7ff 0x7f")), Doing::Reads(3));
        assert_eq!(doing(&format!("{write} 0x4 0x7ff0 0x4 0x0 0x0 0x0 0x7ff 0x7f")), Doing::Writes(4));
        assert_eq!(
            doing(&format!("{waitid} 0x1 0x14 0x0 0x4 0x0 0x0 0x7ff 0x7f")),
            Doing::AwaitsChild(Some(20))
        );
        assert_eq!(
            doing(&format!("{wait4} 0xffffffff 0x0 0x0 0x0 0x0 0x0 0x7ff 0x7f")),
            Doing::AwaitsChild(None)
        );
        assert_eq!(doing("running"), Doing::Something);
        assert_eq!(doing("-1 0x7ff 0x7f"), Doing::Something);
    }
}
