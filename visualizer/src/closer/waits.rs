//! Who waits for whom: threads, the things they wait for, and who has those.

use stepper::{ObjectId, Status, ThreadId, Trace, Verdict, Why};

use crate::narrate;
use crate::picture::drawn_as;
use crate::text::{Text, tell};

/// A thread, or what stands between two threads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Node {
    /// A thread.
    Thread(ThreadId),
    /// Something that is waited for.
    Object(ObjectId),
}

/// An arrow of the graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// Who waits; or the thing that is held.
    pub from: Node,
    /// What it waits for; or who holds it.
    pub to: Node,
}

/// Who waits for whom at a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Graph {
    /// Everything in it, in no order that says anything.
    pub nodes: Vec<Node>,
    /// From who waits to what is waited for, and from there to who has it.
    pub edges: Vec<Edge>,
    /// Nodes that wait for each other in a circle, each for the next one; empty if none do.
    pub cycle: Vec<Node>,
    /// Nothing can end the waits of the circle: no timeout, and nobody outside of it.
    pub for_ever: bool,
}

/// The graph after step `step`.
pub fn graph(trace: &Trace, step: usize) -> Graph {
    let mut graph = Graph::default();
    let Some(entry) = trace.steps.get(step) else {
        return graph;
    };
    for number in 0..entry.then.threads.len() {
        let me = ThreadId(number as u8);
        let Some(wait) = trace.why(step, me) else {
            continue;
        };
        let object = match wait.why {
            Why::Wants { object, .. } | Why::SleepsOn { object, .. } => Some(object),
            Why::Reads { object, .. } | Why::Writes { object, .. } => Some(object),
            Why::Joins { .. } | Why::Awaits { .. } => None,
            Why::Sleeps | Why::Polls { .. } => continue,
        };
        let me = Node::Thread(me);
        let between = object.map(|object| Node::Object(drawn_as(trace, object)));
        graph.add(Edge { from: me, to: between.unwrap_or(me) });
        for holder in wait.on {
            graph.add(Edge { from: between.unwrap_or(me), to: Node::Thread(holder) });
        }
    }
    graph.cycle = graph.find_cycle();
    graph.for_ever = threads_of(&graph.cycle).iter().all(|&id| never_ends(trace, step, id));
    graph
}

/// Whether only the one thread that `id` waits for could end its wait, or nothing at all.
pub fn never_ends(trace: &Trace, step: usize, id: ThreadId) -> bool {
    let Some(entry) = trace.steps.get(step) else {
        return false;
    };
    if let Some(Verdict::Deadlock { stuck, .. }) = &entry.verdict {
        return stuck.iter().any(|(thread, _)| *thread == id);
    }
    entry.then.threads.get(id.index()).is_some_and(|view| {
        let one =
            matches!(view.status, Status::Blocked(Why::Wants { holder: Some(_), .. } | Why::Joins { .. }));
        one && view.deadline.is_none()
    })
}

/// What it means to be in a circle.
pub fn consequence(text: &Text, for_ever: bool) -> String {
    match for_ever {
        true => tell!(text, "circle-for-ever"),
        false => tell!(text, "circle-for-now"),
    }
}

impl Graph {
    /// Adds an edge and its ends; an edge from a node to itself adds only the node.
    fn add(&mut self, edge: Edge) {
        for node in [edge.from, edge.to] {
            if !self.nodes.contains(&node) {
                self.nodes.push(node);
            }
        }
        if edge.from != edge.to && !self.edges.contains(&edge) {
            self.edges.push(edge);
        }
    }

    /// Where the arrows from `node` lead.
    pub fn next(&self, node: Node) -> impl Iterator<Item = Node> {
        self.edges.iter().filter(move |edge| edge.from == node).map(|edge| edge.to)
    }

    fn find_cycle(&self) -> Vec<Node> {
        let mut left = Vec::new();
        self.nodes.iter().find_map(|&node| self.follow(node, &mut Vec::new(), &mut left)).unwrap_or_default()
    }

    fn follow(&self, node: Node, path: &mut Vec<Node>, left: &mut Vec<Node>) -> Option<Vec<Node>> {
        if let Some(first) = path.iter().position(|&p| p == node) {
            return Some(path.split_off(first));
        }
        if left.contains(&node) {
            return None;
        }
        left.push(node);
        path.push(node);
        let next: Vec<Node> = self.next(node).collect();
        let cycle = next.into_iter().find_map(|next| self.follow(next, path, left));
        path.pop();
        cycle
    }

    /// Whether the arrow is one of the circle.
    pub fn is_in_cycle(&self, edge: Edge) -> bool {
        let at = self.cycle.iter().position(|&node| node == edge.from);
        at.is_some_and(|at| self.cycle[(at + 1) % self.cycle.len()] == edge.to)
    }
}

/// The graph in words: the circle first, then each wait.
pub fn sentences(text: &Text, trace: &Trace, step: usize, graph: &Graph) -> Vec<String> {
    let mut said = Vec::new();
    let around: Vec<ThreadId> = threads_of(&graph.cycle);
    match around.as_slice() {
        [] if graph.nodes.is_empty() => said.push(tell!(text, "nobody-waits")),
        [] => said.push(tell!(text, "nobody-waits-in-a-circle")),
        [one] => said.push(tell!(text, "waits-for-itself", who = narrate::thread(text, trace, *one))),
        [first, ..] => {
            let again = around.iter().skip(1).chain([first]);
            let names = again.map(|&id| narrate::thread(text, trace, id));
            let next = |others: String, next: String| tell!(text, "circle-next", others, next);
            let others = names.reduce(next).unwrap_or_default();
            let circle = tell!(text, "circle-of", who = narrate::thread(text, trace, *first), others);
            said.push(text.join(&[circle, consequence(text, graph.for_ever)]));
        }
    }
    for id in threads_of(&graph.nodes) {
        if let Some(why) = narrate::why(text, trace, step, id) {
            said.push(tell!(text, "waits-notice", who = narrate::thread(text, trace, id), why));
        }
    }
    said
}

fn threads_of(nodes: &[Node]) -> Vec<ThreadId> {
    let threads = nodes.iter().filter_map(|node| match node {
        Node::Thread(id) => Some(*id),
        Node::Object(_) => None,
    });
    threads.collect()
}
