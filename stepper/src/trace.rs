//! What an execution says about itself, as plain data: every view, table and export is a fold over it.

use std::borrow::Cow;
use std::panic::Location;

use serde::{Deserialize, Serialize};

use crate::verdict::Verdict;

/// A thread of an execution, in the order of creation. The first one is 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ThreadId(pub u8);

/// A process of an execution. The first one is 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ProcessId(pub u8);

/// An object of an execution, in the order in which they were named or first used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ObjectId(pub u16);

impl ThreadId {
    /// The thread's place in [`Moment::threads`].
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

impl ObjectId {
    /// The object's place in [`Trace::objects`].
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// One decision of the scheduler.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Choice {
    /// This thread does what it announced.
    Thread(ThreadId),
    /// The clock jumps to the next deadline.
    Clock,
    /// This thread wakes up although nobody woke it: see [`Execution::chances`](crate::Execution::chances).
    Spurious(ThreadId),
    /// This thread will be woken before the others that wait where it waits.
    Favour(ThreadId),
    /// The system ends this process, wherever its threads are.
    Kill(ProcessId),
}

impl Choice {
    /// The thread that goes on by it; none if it is the clock that moves, or if nobody does.
    pub fn thread(self) -> Option<ThreadId> {
        match self {
            Choice::Thread(thread) | Choice::Spurious(thread) => Some(thread),
            Choice::Clock | Choice::Favour(_) | Choice::Kill(_) => None,
        }
    }

    /// Whether it is no scheduler's choice, but one of [`Execution::chances`](crate::Execution::chances). It takes nobody's
    /// turn.
    pub fn is_chance(self) -> bool {
        !matches!(self, Choice::Thread(_) | Choice::Clock)
    }
}

/// How much one step does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Grain {
    /// One call of a primitive, until it returns or blocks.
    #[default]
    Coarse,
    /// One atomic operation inside a primitive.
    Fine,
}

/// A line of source.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The file, as the compiler was given it.
    pub file: Cow<'static, str>,
    /// Counted from 1.
    pub line: u32,
    /// Counted from 1.
    pub column: u32,
    /// The call has no line of its own: it is made by the destructor of what was acquired on this line.
    pub dropped: bool,
}

impl Place {
    pub(crate) fn new(at: &'static Location<'static>, dropped: bool) -> Place {
        Place { file: Cow::Borrowed(at.file()), line: at.line(), column: at.column(), dropped }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// What an object is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectInfo {
    /// Its type: "Lock", "Queue", "word".
    pub kind: Cow<'static, str>,
    /// The name the program gave it.
    pub name: Option<String>,
    /// The object it is a part of: a word belongs to the lock whose state it is.
    pub part_of: Option<ObjectId>,
    /// The process in whose memory it lives.
    pub process: ProcessId,
    /// How a word reads, as far as its primitive says so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reads: Vec<Meaning>,
}

/// What some bits of a word mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meaning {
    /// Which bits.
    pub bits: u64,
    /// With this value, where they stand, they mean `name`; none: whatever they are, they are the number of `name`.
    pub value: Option<u64>,
    /// What they mean.
    pub name: Cow<'static, str>,
}

impl Meaning {
    /// Whether it holds for a word: then what its bits are, as a number of their own.
    pub fn of(&self, word: u64) -> Option<u64> {
        let found = word & self.bits;
        let holds = self.value.is_none_or(|value| value == found);
        holds.then(|| found >> self.bits.trailing_zeros().min(63))
    }
}

/// What a picture of an object shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    /// Held by one thread, or by none.
    Owner(Option<ThreadId>),
    /// A number of permits.
    Count(u64),
    /// Set or not.
    Flag(bool),
    /// A value, as the program's `Debug` prints it.
    Value(String),
    /// Items in order, with the room there is (none: unlimited) and how many are not yet done with.
    Items {
        /// Oldest first.
        items: Vec<String>,
        /// How many fit.
        capacity: Option<usize>,
        /// Taken or not, but not yet reported as done.
        unfinished: usize,
    },
    /// A meeting: who has arrived, of how many, and what becomes of them.
    Parties {
        /// How many are there: arrived, and not yet gone on.
        arrived: usize,
        /// How many it takes.
        of: usize,
        /// What becomes of them.
        meeting: Meeting,
    },
    /// The acting thread's own value of a thread-local; none when it is gone.
    Own(Option<String>),
    /// A kernel pipe: the bytes in it, how many fit, and every descriptor that holds an end of it.
    Pipe {
        /// Bytes written and not yet read.
        bytes: usize,
        /// How many bytes fit.
        capacity: usize,
        /// Open descriptors for reading and for writing.
        ends: Vec<End>,
    },
}

/// What becomes of those who have arrived at a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Meeting {
    /// They wait for the others.
    Filling,
    /// They go on; who comes now belongs to the next round.
    Leaving,
    /// They go on with an error, and so does who comes now.
    Broken,
}

/// An open descriptor of a process for one end of a pipe.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct End {
    /// Whose descriptor table it stands in.
    pub process: ProcessId,
    /// Its number there.
    pub descriptor: u32,
    /// The write end, or else the read end.
    pub writes: bool,
}

/// An operation on an atomic word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum AtomicOp {
    /// Reads.
    Load,
    /// Writes.
    Store,
    /// Reads and writes in one step.
    Swap,
    /// Writes if it finds what it expects.
    CompareExchange,
    /// Adds in one step.
    Add,
    /// Subtracts in one step.
    Sub,
}

/// A memory ordering, as declared at the operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Order {
    /// No order with anything else.
    Relaxed,
    /// What was released is seen.
    Acquire,
    /// What was done before can be seen.
    Release,
    /// Both.
    AcqRel,
    /// Both, and one order for all.
    SeqCst,
}

impl Order {
    pub(crate) fn acquires(self) -> bool {
        matches!(self, Order::Acquire | Order::AcqRel | Order::SeqCst)
    }

    pub(crate) fn releases(self) -> bool {
        matches!(self, Order::Release | Order::AcqRel | Order::SeqCst)
    }
}

impl From<std::sync::atomic::Ordering> for Order {
    fn from(order: std::sync::atomic::Ordering) -> Order {
        use std::sync::atomic::Ordering as Std;
        match order {
            Std::Relaxed => Order::Relaxed,
            Std::Acquire => Order::Acquire,
            Std::Release => Order::Release,
            Std::AcqRel => Order::AcqRel,
            _ => Order::SeqCst,
        }
    }
}

/// A system call on a descriptor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SystemCall {
    /// Takes bytes out.
    Read,
    /// Puts bytes in.
    Write,
    /// Gives the descriptor up.
    Close,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    /// An object came to be, with a name.
    Named,
    /// A call of a primitive began.
    Begin {
        /// Its name: "acquire", "put".
        verb: Cow<'static, str>,
    },
    /// A call of a primitive returned.
    End {
        /// Its name.
        verb: Cow<'static, str>,
        /// What it returned or was given, if that can be printed.
        value: Option<String>,
    },
    /// An operation on a word.
    Atomic {
        /// Which.
        op: AtomicOp,
        /// Its declared ordering.
        order: Order,
        /// The word's value before.
        before: u64,
        /// The word's value after.
        after: u64,
    },
    /// A system call on a descriptor of the thread's process.
    System {
        /// Which.
        call: SystemCall,
        /// The descriptor's number.
        descriptor: u32,
        /// How many bytes were read or written. A read of none is the end of the file.
        bytes: usize,
    },
    /// A call did what it does, which is no operation on a word.
    Touch,
    /// The thread gave way: it will look again.
    Yield,
    /// The thread went to sleep.
    Park,
    /// Sleepers on a word were woken.
    Wake,
    /// What the thread slept for did not come in time.
    TimedOut,
    /// The thread woke up although nobody had woken it.
    Spurious,
    /// The thread, which sleeps, will be woken before the others that wait for the object.
    Favoured,
    /// The system ended the thread's process from outside.
    Killed {
        /// Which.
        process: ProcessId,
    },
    /// A thread was started.
    Spawn {
        /// The new thread.
        child: ThreadId,
    },
    /// The thread came to its end.
    Exit {
        /// By a panic.
        panicked: bool,
    },
    /// Another thread was seen to have ended.
    Join {
        /// The one that ended.
        child: ThreadId,
    },
    /// The thread panicked.
    Panic {
        /// What it said.
        message: String,
    },
    /// The program said something.
    Say {
        /// What.
        text: String,
    },
    /// The clock moved.
    Clock,
    /// The object looks different now.
    Shows {
        /// How.
        state: State,
    },
    /// Two accesses to plain memory, at least one of them a write, with nothing to order them.
    Race {
        /// The earlier access of the other thread.
        other: ThreadId,
        /// Where that was.
        other_place: Place,
    },
    /// The program did something its primitive forbids; the call said so with an error.
    Misuse {
        /// The error's text.
        text: String,
    },
}

/// One thing that happened in a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Who did it.
    pub thread: ThreadId,
    /// What it was.
    pub what: What,
    /// To which object.
    pub object: Option<ObjectId>,
    /// The program's line.
    pub place: Option<Place>,
    /// The line inside the primitive.
    pub inside: Option<Place>,
    /// Everything this event happens after: per thread, how much of its past.
    pub clock: Vec<u32>,
    /// The event of another thread that this one received from, as its number in the execution.
    pub after: Option<u32>,
    /// The threads it woke.
    pub woke: Vec<ThreadId>,
    /// The virtual time in nanoseconds since the start.
    pub now: u64,
}

/// Why a thread does not move by itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Why {
    /// It wants an object that another thread has, or that is not ready.
    Wants {
        /// The object.
        object: ObjectId,
        /// Who has it, where that is known.
        holder: Option<ThreadId>,
    },
    /// It sleeps until the object wakes it.
    SleepsOn {
        /// The object.
        object: ObjectId,
        /// Who could end the wait by what it holds, where that is known.
        holder: Option<ThreadId>,
    },
    /// It waits for threads to end.
    Joins {
        /// The one it waits for now.
        thread: ThreadId,
    },
    /// It waits for a process to end.
    Awaits {
        /// The process.
        process: ProcessId,
    },
    /// It waits for bytes in a pipe, or for the last descriptor that could write them to be closed.
    Reads {
        /// The pipe.
        object: ObjectId,
        /// The descriptors of its write end that are open.
        holders: Vec<End>,
    },
    /// It waits for room in a pipe, or for the last descriptor that could make some to be closed.
    Writes {
        /// The pipe.
        object: ObjectId,
        /// The descriptors of its read end that are open.
        holders: Vec<End>,
    },
    /// It sleeps for a time.
    Sleeps,
    /// It asks again and again, and waits for one of these to change.
    Polls {
        /// What it looked at. Empty if that was the clock, or the end of a thread.
        objects: Vec<ObjectId>,
    },
}

/// What a thread is up to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    /// It can be chosen.
    Ready,
    /// It cannot be chosen.
    Blocked(Why),
    /// It can be chosen, in vain: it gave way, and nothing that it had looked at has changed since.
    Idle(Why),
    /// It came to its end.
    Finished,
    /// It ended by a panic.
    Panicked {
        /// What it said.
        message: String,
    },
    /// It did so many operations in one step that it was stopped.
    Spinning,
    /// It was ended with its process, in the middle of what it did.
    Killed,
}

/// A thread at a moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThreadView {
    /// Its name.
    pub name: String,
    /// Its process.
    pub process: ProcessId,
    /// What it is up to.
    pub status: Status,
    /// The call it is in or is about to make.
    pub verb: Option<Cow<'static, str>>,
    /// Of which object.
    pub object: Option<ObjectId>,
    /// The program's line.
    pub place: Option<Place>,
    /// The line inside the primitive.
    pub inside: Option<Place>,
    /// When its wait would end by itself.
    pub deadline: Option<u64>,
    /// Whether its next operation comes right after it gave way: to choose another thread then is no preemption.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub gave_way: bool,
}

/// The threads between two steps, and what can be chosen there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// Every thread created so far.
    pub threads: Vec<ThreadView>,
    /// What can be chosen.
    pub choices: Vec<Choice>,
    /// What may happen besides: see [`Execution::chances`](crate::Execution::chances).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub chances: Vec<Choice>,
    /// The virtual time in nanoseconds since the start.
    pub now: u64,
}

/// One step: the choice, what it caused, and how things stood then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What was chosen; the first entry of a trace has no choice, it is the start.
    pub choice: Option<Choice>,
    /// What happened, in order.
    pub events: Vec<Event>,
    /// How things stood afterwards.
    pub then: Moment,
    /// What is wrong by now, or that the run ended well.
    pub verdict: Option<Verdict>,
}

impl Step {
    /// The thread that went on; none at the start, when the clock moved, and when nobody did.
    pub fn thread(&self) -> Option<ThreadId> {
        self.choice.and_then(Choice::thread)
    }

    /// The thread in whose lane a picture shows the step: the one that went on, or the one that it was done to; of a process
    /// that was killed, its first one left. None at the start, and when the clock moved.
    pub fn lane(&self) -> Option<ThreadId> {
        let done_to = |e: &&Event| matches!(e.what, What::Favoured | What::Killed { .. });
        self.thread().or_else(|| self.events.iter().find(done_to).map(|e| e.thread))
    }
}

/// A run so far. `steps[0]` is the start, up to every thread's first announcement.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// How much each step does.
    pub grain: Grain,
    /// Every object, by id.
    pub objects: Vec<ObjectInfo>,
    /// The name of every process, by id.
    pub processes: Vec<String>,
    /// Every step.
    pub steps: Vec<Step>,
}
