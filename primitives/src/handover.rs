//! How a process's arguments travel: as bytes, and connections as duplicated descriptors beside them.
//!
//! While arguments are encoded, every connection in them adds its descriptors to the gifts, and writes down
//! their places among them; while they are decoded, it takes them from what the child inherited. Anywhere
//! else a connection can be neither written nor read: bytes cannot hold a pipe open.

use std::cell::RefCell;

use serde::de::{DeserializeOwned, Error as _};
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::pipe::Connection;
use crate::platform::{Gift, Inherited, PipeEnd};

thread_local! {
    // Of the OS thread, which in an execution all threads share: encoding and decoding never stop in between.
    static GIFTS: RefCell<Option<Vec<Gift>>> = const { RefCell::new(None) };
    static INHERITED: RefCell<Option<Vec<Option<Inherited>>>> = const { RefCell::new(None) };
}

/// The arguments as bytes, and the descriptors that go with them.
pub(crate) fn encode<T: Serialize>(arguments: &T) -> Result<(Vec<u8>, Vec<Gift>), postcard::Error> {
    GIFTS.set(Some(Vec::new()));
    let bytes = postcard::to_allocvec(arguments);
    let gifts = GIFTS.take().unwrap_or_default();
    Ok((bytes?, gifts))
}

/// The arguments that [`encode`] wrote.
pub(crate) fn decode<T: DeserializeOwned>(
    bytes: &[u8],
    inherited: Vec<Inherited>,
) -> Result<T, postcard::Error> {
    INHERITED.set(Some(inherited.into_iter().map(Some).collect()));
    let arguments = postcard::from_bytes(bytes);
    INHERITED.set(None);
    arguments
}

fn give(end: &PipeEnd) -> Result<usize, &'static str> {
    let gift = end.duplicate().map_err(|_| "the system cannot duplicate another descriptor")?;
    GIFTS.with_borrow_mut(|gifts| {
        let gifts =
            gifts.as_mut().ok_or("a connection can only be given to a process that is being started")?;
        gifts.push(gift);
        Ok(gifts.len() - 1)
    })
}

fn inherit(place: usize, writes: bool) -> Option<PipeEnd> {
    let end = INHERITED.with_borrow_mut(|ends| ends.as_mut()?.get_mut(place)?.take())?;
    Some(PipeEnd::inherit(end, writes))
}

impl Serialize for Connection {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let place = |end: &RefCell<Option<PipeEnd>>| end.borrow().as_ref().map(give).transpose();
        let places = (place(&self.reader), place(&self.writer));
        let (Ok(reader), Ok(writer)) = places else {
            let why = places.0.and(places.1).err().unwrap_or_default();
            return Err(S::Error::custom(why));
        };
        (reader, writer).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Connection {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Connection, D::Error> {
        let (reader, writer) = <(Option<usize>, Option<usize>)>::deserialize(deserializer)?;
        let end = |place: Option<usize>, writes| {
            let end =
                place.map(|p| inherit(p, writes).ok_or("a connection can only be read by a new process"));
            end.transpose().map_err(D::Error::custom)
        };
        Ok(Connection::new(end(reader, false)?, end(writer, true)?))
    }
}
