//! The ring of those who wait on a condition: each has a node on its own stack, which leads to the node that came
//! after it; the last leads to the first.
//!
//! Whoever uses the ring holds the lock that guards it, and its links with it: see `condition.rs`.

use std::iter::successors;
use std::ptr;

use crate::platform::{Cell, Word, favoured};

#[derive(Debug)]
pub(super) struct Ring {
    /// The node that came last; its `next` is the one that came first. Null: nobody waits.
    last: *const Node,
}

#[derive(Debug)]
pub(super) struct Node {
    pub(super) word: Word,
    next: Cell<*const Node>,
}

impl Node {
    pub(super) fn new(word: u32) -> Node {
        Node { word: Word::new(word).reads(super::READS), next: Cell::new(ptr::null()) }
    }
}

impl Ring {
    pub(super) const fn new() -> Ring {
        Ring { last: ptr::null() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.last.is_null()
    }

    /// Adds a node after the last.
    ///
    /// # Safety
    /// The node lives, where it is, until it has left the ring.
    pub(super) unsafe fn push(&mut self, node: &Node) {
        // SAFETY: the nodes of the ring live until they leave it.
        unsafe {
            let first = self.last.as_ref().map_or(ptr::from_ref(node), |last| last.next.with(|n| *n));
            node.next.with_mut(|next| *next = first);
            if let Some(last) = self.last.as_ref() {
                last.next.with_mut(|next| *next = node);
            }
        }
        self.last = node;
    }

    /// Takes the node out that comes first: the one that came first, unless whoever steps the program has put another one
    /// before it.
    pub(super) fn pop(&mut self) -> Option<*const Node> {
        let last = self.last;
        if last.is_null() {
            return None;
        }
        // SAFETY: the nodes of the ring live until they leave it.
        unsafe {
            let next = |node: *const Node| (*node).next.with(|next| *next);
            // Each by the one before it.
            let line = successors(Some(last), |&before| Some(next(before)).filter(|&node| node != last));
            let before = favoured(line, |before| &(*next(before)).word).unwrap_or(last);
            let node = next(before);
            self.unlink(&*before, node);
            Some(node)
        }
    }

    /// Takes this node out.
    ///
    /// # Safety
    /// The node is in the ring.
    pub(super) unsafe fn remove(&mut self, node: &Node) {
        let mut before = self.last;
        // SAFETY: the nodes of the ring live until they leave it, and the walk comes to the one that is in it.
        unsafe {
            while !ptr::eq((*before).next.with(|next| *next), node) {
                before = (*before).next.with(|next| *next);
            }
            self.unlink(&*before, node);
        }
    }

    /// Takes `node`, which comes after `before`, out.
    fn unlink(&mut self, before: &Node, node: *const Node) {
        if ptr::eq(before, node) {
            self.last = ptr::null();
            return;
        }
        // SAFETY: the nodes of the ring live until they leave it.
        unsafe {
            let after = (*node).next.with(|next| *next);
            before.next.with_mut(|next| *next = after);
        }
        if ptr::eq(self.last, node) {
            self.last = before;
        }
    }
}
