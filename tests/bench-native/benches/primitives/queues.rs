//! Queues: a put and a get by one thread alone, messages from threads to threads, and a ball through two queues
//! with one place each.
//!
//! There are two fields. `Queue` is a lock with conditions, to be read; its rivals are the same by hand on the
//! locks of others. The rivals of a ring are the channels.

use std::hint::black_box;
use std::sync::{Arc, Barrier, mpsc};
use std::time::Instant;

use crate::measure::{Bench, Row, Who};
use crate::monitor::{self, Items, Monitor, ParkingLot, Std};
use crate::{ping_pong, uncontended};

const TABLE: &str = "Queues, a message";
const BY_LOCK: &str = "a lock and conditions";
const CHANNEL: &str = "channels";

/// A queue of anybody's.
pub(crate) trait Channel: 'static {
    const FIELD: &str;
    const NAME: &str;
    const WHO: Who = Who::Peer;
    type Put: Send;
    type Get: Send;
    fn ends(capacity: Option<usize>, threads: usize) -> (Vec<Self::Put>, Vec<Self::Get>);
    fn put(to: &Self::Put, item: u64);
    fn get(from: &Self::Get) -> u64;
}

/// A queue of ours, shared by all ends alike.
macro_rules! ours {
    ($Queue:ident, $field:expr, |$capacity:ident| $new:expr) => {
        impl Channel for primitives::$Queue<u64> {
            const FIELD: &str = $field;
            const NAME: &str = stringify!($Queue);
            const WHO: Who = Who::Ours;
            type Put = Arc<primitives::$Queue<u64>>;
            type Get = Arc<primitives::$Queue<u64>>;

            fn ends($capacity: Option<usize>, threads: usize) -> (Vec<Self::Put>, Vec<Self::Get>) {
                let ends = vec![Arc::new($new); threads];
                (ends.clone(), ends)
            }

            #[inline]
            fn put(to: &Self::Put, item: u64) {
                to.put(item).expect("nobody shuts it down");
            }

            #[inline]
            fn get(from: &Self::Get) -> u64 {
                from.get().expect("nobody shuts it down")
            }
        }
    };
}

/// A queue of a lock and two conditions.
macro_rules! by_hand {
    ($Monitor:ident, $name:literal) => {
        impl Channel for $Monitor<Items> {
            const FIELD: &str = BY_LOCK;
            const NAME: &str = $name;
            type Put = Arc<$Monitor<Items>>;
            type Get = Arc<$Monitor<Items>>;

            fn ends(capacity: Option<usize>, threads: usize) -> (Vec<Self::Put>, Vec<Self::Get>) {
                let ends = vec![Arc::new($Monitor::new(Items::new(capacity))); threads];
                (ends.clone(), ends)
            }

            #[inline]
            fn put(to: &Self::Put, item: u64) {
                monitor::put(&**to, item);
            }

            #[inline]
            fn get(from: &Self::Get) -> u64 {
                monitor::get(&**from)
            }
        }
    };
}

/// A channel with a sender and a receiver, both of which can be cloned.
macro_rules! channel {
    ($Name:ident, $name:literal, $Put:ty, $Get:ty, |$capacity:ident| $new:expr) => {
        struct $Name;

        impl Channel for $Name {
            const FIELD: &str = CHANNEL;
            const NAME: &str = $name;
            type Put = $Put;
            type Get = $Get;

            fn ends($capacity: Option<usize>, threads: usize) -> (Vec<$Put>, Vec<$Get>) {
                let (put, get) = $new;
                (vec![put; threads], vec![get; threads])
            }

            #[inline]
            fn put(to: &$Put, item: u64) {
                to.send(item).expect("the receiver is there");
            }

            #[inline]
            fn get(from: &$Get) -> u64 {
                from.recv().expect("the sender is there")
            }
        }
    };
}

/// One of std's, whose receiver cannot be cloned.
macro_rules! std_channel {
    ($Name:ident, $name:literal, $Put:ty, |$capacity:ident| $new:expr) => {
        struct $Name;

        impl Channel for $Name {
            const FIELD: &str = CHANNEL;
            const NAME: &str = $name;
            type Put = $Put;
            type Get = mpsc::Receiver<u64>;

            fn ends($capacity: Option<usize>, threads: usize) -> (Vec<$Put>, Vec<mpsc::Receiver<u64>>) {
                assert_eq!(threads, 1);
                let (put, get) = $new;
                (vec![put], vec![get])
            }

            #[inline]
            fn put(to: &$Put, item: u64) {
                to.send(item).expect("the receiver is there");
            }

            #[inline]
            fn get(from: &mpsc::Receiver<u64>) -> u64 {
                from.recv().expect("the sender is there")
            }
        }
    };
}

ours!(Queue, BY_LOCK, |n| n.map_or_else(primitives::Queue::unbounded, primitives::Queue::bounded));
ours!(RingQueue, CHANNEL, |n| primitives::RingQueue::bounded(n.expect("it has a bound")));
by_hand!(ParkingLot, "parking_lot Mutex, 2 Condvars");
by_hand!(Std, "std Mutex, 2 Condvars");
channel!(
    Crossbeam,
    "crossbeam-channel",
    crossbeam_channel::Sender<u64>,
    crossbeam_channel::Receiver<u64>,
    |n| n.map_or_else(crossbeam_channel::unbounded, crossbeam_channel::bounded)
);
channel!(
    Crossfire,
    "crossfire",
    crossfire::MTx<crossfire::mpmc::Array<u64>>,
    crossfire::MRx<crossfire::mpmc::Array<u64>>,
    |n| crossfire::mpmc::bounded_blocking(n.expect("it has a bound"))
);
channel!(
    CrossfireList,
    "crossfire",
    crossfire::MTx<crossfire::mpmc::List<u64>>,
    crossfire::MRx<crossfire::mpmc::List<u64>>,
    |_n| crossfire::mpmc::unbounded_blocking()
);
channel!(Kanal, "kanal", kanal::Sender<u64>, kanal::Receiver<u64>, |n| n
    .map_or_else(kanal::unbounded, kanal::bounded));
channel!(Flume, "flume", flume::Sender<u64>, flume::Receiver<u64>, |n| n
    .map_or_else(flume::unbounded, flume::bounded));
std_channel!(StdSync, "std sync_channel", mpsc::SyncSender<u64>, |n| mpsc::sync_channel(
    n.expect("it has a bound")
));
std_channel!(StdList, "std channel", mpsc::Sender<u64>, |_n| mpsc::channel());

/// Asks something of every queue with a bound that any number of threads can get from.
macro_rules! each_bounded {
    ($ask:ident, $b:expr) => {
        $ask::<primitives::Queue<u64>>($b);
        $ask::<ParkingLot<Items>>($b);
        $ask::<Std<Items>>($b);
        $ask::<primitives::RingQueue<u64>>($b);
        $ask::<Crossbeam>($b);
        $ask::<Crossfire>($b);
        $ask::<Kanal>($b);
        $ask::<Flume>($b);
    };
}

/// The same without a bound.
macro_rules! each_unbounded {
    ($ask:ident, $b:expr) => {
        $ask::<primitives::Queue<u64>>($b);
        $ask::<ParkingLot<Items>>($b);
        $ask::<Std<Items>>($b);
        $ask::<Crossbeam>($b);
        $ask::<CrossfireList>($b);
        $ask::<Kanal>($b);
        $ask::<Flume>($b);
    };
}

pub(crate) fn uncontended(b: &mut Bench) {
    each_bounded!(bounded_alone, b);
    bounded_alone::<StdSync>(b);
    each_unbounded!(unbounded_alone, b);
    unbounded_alone::<StdList>(b);
}

fn bounded_alone<C: Channel>(b: &mut Bench) {
    alone::<C>(
        b,
        if C::FIELD == CHANNEL { "channel of 1,024: put, get" } else { "queue of 1,024: put, get" },
        Some(1_024),
    );
}

fn unbounded_alone<C: Channel>(b: &mut Bench) {
    alone::<C>(
        b,
        if C::FIELD == CHANNEL { "channel without bound: put, get" } else { "queue without bound: put, get" },
        None,
    );
}

fn alone<C: Channel>(b: &mut Bench, field: &'static str, capacity: Option<usize>) {
    let (puts, gets) = C::ends(capacity, 1);
    b.alone(Row { table: uncontended::TABLE, field, name: C::NAME, who: C::WHO }, move || {
        C::put(black_box(&puts[0]), 1);
        black_box(C::get(black_box(&gets[0])));
    });
}

pub(crate) fn cases(b: &mut Bench) {
    each_bounded!(bounded, b);
    one_to_one::<StdSync>(b, "1 to 1, 1,024", Some(1_024));
    one_to_one::<StdSync>(b, "1 to 1, 1", Some(1));
    each_unbounded!(unbounded, b);
    one_to_one::<StdList>(b, "1 to 1, unbounded", None);
}

fn bounded<C: Channel>(b: &mut Bench) {
    transfers::<C>(b, "1 to 1, 1,024", 1, Some(1_024));
    transfers::<C>(b, "2 to 2, 1,024", 2, Some(1_024));
    transfers::<C>(b, "4 to 4, 1,024", 4, Some(1_024));
    transfers::<C>(b, "1 to 1, 1", 1, Some(1));
}

fn unbounded<C: Channel>(b: &mut Bench) {
    transfers::<C>(b, "1 to 1, unbounded", 1, None);
    transfers::<C>(b, "2 to 2, unbounded", 2, None);
    transfers::<C>(b, "4 to 4, unbounded", 4, None);
}

fn one_to_one<C: Channel>(b: &mut Bench, column: &str, capacity: Option<usize>) {
    transfers::<C>(b, column, 1, capacity);
}

/// Threads put, and as many get.
fn transfers<C: Channel>(b: &mut Bench, column: &str, threads: usize, capacity: Option<usize>) {
    // Where a thread sleeps for nearly every message, fewer of them take as long.
    let messages = if capacity == Some(1) { b.effort.messages / 250 } else { b.effort.messages };
    let each = messages / threads as u64;
    b.timed(Row { table: TABLE, field: C::FIELD, name: C::NAME, who: C::WHO }, column, messages, move || {
        let (puts, gets) = C::ends(capacity, threads);
        let start = Barrier::new(2 * threads + 1);
        let began = std::thread::scope(|s| {
            let start = &start;
            for put in puts {
                s.spawn(move || {
                    start.wait();
                    (0..each).for_each(|item| C::put(&put, item));
                });
            }
            for get in gets {
                s.spawn(move || {
                    start.wait();
                    (0..each).for_each(|_| _ = black_box(C::get(&get)));
                });
            }
            start.wait();
            Instant::now()
        });
        began.elapsed()
    });
}

pub(crate) fn ping_pong(b: &mut Bench) {
    each_bounded!(ball, b);
    ball::<StdSync>(b);
}

/// A ball through two queues with one place each.
fn ball<C: Channel>(b: &mut Bench) {
    ping_pong::ball(b, C::NAME, C::WHO, || {
        let (there, at_there) = C::ends(Some(1), 1);
        let (back, at_back) = C::ends(Some(1), 1);
        let ours = move || {
            C::put(&there[0], 1);
            C::get(&at_back[0]);
        };
        let theirs = move || {
            C::get(&at_there[0]);
            C::put(&back[0], 1);
        };
        (ours, theirs)
    });
}
