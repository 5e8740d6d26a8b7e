//! Who waits for whom: threads, the things they wait for, and who has those.

use stepper::{End, ObjectId, ProcessId, Status, ThreadId, Trace, Verdict, Why};

use crate::narrate;
use crate::picture::drawn_as;

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
    let alive =
        |id: usize| !matches!(entry.then.threads[id].status, Status::Finished | Status::Panicked { .. });
    let of_process = |chosen: &dyn Fn(ProcessId) -> bool| -> Vec<ThreadId> {
        let all = 0..entry.then.threads.len();
        let those = all.filter(|&id| alive(id) && chosen(entry.then.threads[id].process));
        those.map(|id| ThreadId(id as u8)).collect()
    };
    let holding = |ends: &[End]| of_process(&|process| ends.iter().any(|end| end.process == process));
    for (number, view) in entry.then.threads.iter().enumerate() {
        let Status::Blocked(why) = &view.status else {
            continue;
        };
        let me = Node::Thread(ThreadId(number as u8));
        let (object, holders) = match why {
            Why::Wants { object, holder } | Why::SleepsOn { object, holder } => {
                (Some(*object), holder.iter().copied().collect())
            }
            Why::Reads { object, holders } | Why::Writes { object, holders } => {
                (Some(*object), holding(holders))
            }
            Why::Joins { thread } => (None, vec![*thread]),
            Why::Awaits { process } => (None, of_process(&|p| p == *process)),
            Why::Sleeps | Why::Polls { .. } => continue,
        };
        let between = object.map(|object| Node::Object(drawn_as(trace, object)));
        graph.add(Edge { from: me, to: between.unwrap_or(me) });
        for holder in holders {
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
pub fn consequence(for_ever: bool) -> &'static str {
    match for_ever {
        true => "None of them can ever go on.",
        false => "None of them goes on until a wait ends in another way.",
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
pub fn sentences(trace: &Trace, step: usize, graph: &Graph) -> Vec<String> {
    let mut said = Vec::new();
    let around: Vec<ThreadId> = threads_of(&graph.cycle);
    match around.as_slice() {
        [] if graph.nodes.is_empty() => said.push("Nobody waits for anything.".to_owned()),
        [] => said.push("Nobody waits in a circle.".to_owned()),
        [one] => said.push(format!("{} waits for itself.", narrate::thread(trace, *one))),
        [first, ..] => {
            let again = around.iter().skip(1).chain([first]);
            let names: Vec<String> = again.map(|&id| narrate::thread(trace, id)).collect();
            let circle = names.join(", which waits for ");
            let end = consequence(graph.for_ever);
            said.push(format!("A circle: {} waits for {circle}. {end}", narrate::thread(trace, *first)));
        }
    }
    for id in threads_of(&graph.nodes) {
        if let Some(why) = narrate::why(trace, step, id) {
            said.push(format!("{} {why}.", narrate::thread(trace, id)));
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
