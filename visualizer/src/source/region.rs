//! What happens in the part of the program in which a guard lives: may it move away, and may the thread leave early?
//! Only what is certainly harmless passes; everything else makes the release unknown.

use syn::parse::ParseStream;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Block, Expr, ExprCall, Ident, Label, Lifetime, Macro, Pat, Stmt, Token};

use super::{Release, number};

/// Macros that only look at their arguments. Any other may hide a move or a `return`.
const LOOKING: &[&str] = &[
    "assert",
    "assert_eq",
    "assert_ne",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
    "eprint",
    "eprintln",
    "format",
    "panic",
    "print",
    "println",
    "say",
    "todo",
    "unimplemented",
    "unreachable",
    "write",
    "writeln",
];

/// Methods that, by Rust's naming, take what they are called on by value.
const CONSUMING: &[&str] = &[
    "and_then",
    "close",
    "err",
    "finish",
    "forget",
    "join",
    "leak",
    "map",
    "named",
    "ok",
    "release",
    "unlock",
    "unlock_fair",
];

/// Functions that can take a value away through a `&mut`.
const EXCHANGING: &[&str] = &["replace", "swap", "take"];

/// What is found in a region.
#[derive(Default)]
pub(super) struct Region<'a> {
    /// The guard's name, where it has one.
    name: Option<&'a Ident>,
    /// The name stands for an `Option` or `Result` around the guard, whose methods take it out.
    wrapped: bool,
    /// The loops and labelled blocks around the current place, within the region.
    frames: Vec<Frame>,
    closures: usize,
    moving_closures: usize,
    /// The lines on which the thread may leave the region before its end.
    exits: Vec<u32>,
    unknown: bool,
}

struct Frame {
    label: Option<Lifetime>,
    is_loop: bool,
}

impl<'a> Region<'a> {
    /// A region in which a guard without a name lives.
    pub(super) fn unnamed() -> Self {
        Self::default()
    }

    /// Where a guard that was just bound to a name is released, when the given statements of a block follow.
    pub(super) fn of_name(name: &'a Ident, wrapped: bool, block: &Block, from: usize) -> Release {
        let mut region = Self { name: Some(name), wrapped, ..Self::default() };
        for statement in &block.stmts[from..] {
            if let Some(line) = region.drop_in(statement) {
                return region.settle(Release::Drop { line });
            }
            region.visit_stmt(statement);
            if region.name.is_some_and(|name| rebinds(statement, name)) {
                // From here on the name means another value. The guard lives on, out of reach.
                region.name = None;
            }
        }
        region.settle(Release::Brace { line: first_line(block.brace_token.span.close()) })
    }

    /// Where a temporary is released that lives from now to the end of a block.
    pub(super) fn of_extended(block: &Block, from: usize) -> Release {
        let mut region = Self::unnamed();
        block.stmts[from..].iter().for_each(|statement| region.visit_stmt(statement));
        region.settle(Release::Brace { line: first_line(block.brace_token.span.close()) })
    }

    /// The release, if nothing that was found speaks against it.
    pub(super) fn settle(&self, release: Release) -> Release {
        let elsewhere = |&exit: &u32| Some(exit) != release.line();
        if self.unknown || self.exits.iter().any(elsewhere) { Release::Unknown } else { release }
    }

    /// The line on which a statement is `drop(name);`.
    fn drop_in(&self, statement: &Stmt) -> Option<u32> {
        match statement {
            Stmt::Expr(Expr::Call(call), _) if is_drop(call) && self.names(&call.args[0]) => {
                Some(last_line(call.span()))
            }
            _ => None,
        }
    }

    fn names(&self, expr: &Expr) -> bool {
        matches!((bare(expr), self.name), (Expr::Path(path), Some(name)) if path.path.is_ident(name))
    }

    /// Whether this is the guard itself, used where only its place matters: borrowed, looked into, compared.
    fn names_place(&self, expr: &Expr) -> bool {
        self.moving_closures == 0 && self.names(expr)
    }

    /// Visits an expression of which only the place is used.
    fn place(&mut self, expr: &Expr) {
        if !self.names_place(expr) {
            self.visit_expr(expr);
        }
    }

    fn argument(&mut self, callee: Option<&Ident>, argument: &Expr) {
        match argument {
            Expr::Reference(borrow) if borrow.mutability.is_some() && !is_one_of(callee, EXCHANGING) => {
                self.place(&borrow.expr);
            }
            _ => self.visit_expr(argument),
        }
    }

    fn within(&mut self, label: Option<&Label>, is_loop: bool, body: &Block) {
        self.frames.push(Frame { label: label.map(|label| label.name.clone()), is_loop });
        self.visit_block(body);
        self.frames.pop();
    }

    /// Notes a `break` or `continue`, if it leaves the region.
    fn jump(&mut self, label: Option<&Lifetime>, expr: &Expr) {
        let catches = |frame: &Frame| match label {
            Some(_) => frame.label.as_ref() == label,
            None => frame.is_loop,
        };
        if !self.frames.iter().any(catches) {
            self.exit(expr);
        }
    }

    /// Notes an expression that leaves the function or a loop around the region.
    fn exit(&mut self, expr: &Expr) {
        if self.closures == 0 {
            self.exits.extend([first_line(expr.span()), last_line(expr.span())]);
        }
    }
}

impl<'ast> Visit<'ast> for Region<'_> {
    /// An item sees none of the names around it.
    fn visit_item(&mut self, _: &'ast syn::Item) {}

    fn visit_macro(&mut self, call: &'ast Macro) {
        // A format string may name the guard too, and a `move` closure takes whatever is named in it.
        let moves =
            |name: &Ident| self.moving_closures > 0 && call.tokens.to_string().contains(&name.to_string());
        self.unknown |= self.name.is_some_and(moves);
        match arguments(call) {
            Some(arguments) if keeps_arguments(call) => {
                arguments.iter().for_each(|argument| self.visit_expr(argument))
            }
            Some(arguments) => arguments.iter().for_each(|argument| self.place(argument)),
            // Within a closure a macro can only leave the closure, but it may still name the guard.
            None => self.unknown |= self.closures == 0 || self.name.is_some(),
        }
    }

    fn visit_expr(&mut self, expr: &'ast Expr) {
        match expr {
            Expr::Path(_) if self.names(expr) => self.unknown = true,
            Expr::Async(_) | Expr::Const(_) | Expr::TryBlock(_) | Expr::Verbatim(_) => self.unknown = true,
            Expr::Await(_) | Expr::Yield(_) => self.unknown = true,

            Expr::MethodCall(call) => {
                let taken =
                    if self.wrapped { !looks_at_wrapped(&call.method) } else { consumes(&call.method) };
                if taken {
                    self.visit_expr(&call.receiver)
                } else {
                    self.place(&call.receiver)
                }
                call.args.iter().for_each(|argument| self.argument(Some(&call.method), argument));
            }
            Expr::Call(call) => {
                self.visit_expr(&call.func);
                call.args.iter().for_each(|argument| self.argument(callee(call), argument));
            }
            Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => self.place(&unary.expr),
            Expr::Reference(borrow) if borrow.mutability.is_none() => self.place(&borrow.expr),
            Expr::Field(field) => self.place(&field.base),
            Expr::Index(index) => {
                self.place(&index.expr);
                self.visit_expr(&index.index);
            }
            Expr::Binary(binary) if compares(&binary.op) => {
                self.place(&binary.left);
                self.place(&binary.right);
            }

            Expr::Closure(closure) => {
                let moving = usize::from(closure.capture.is_some());
                self.closures += 1;
                self.moving_closures += moving;
                let frames = std::mem::take(&mut self.frames);
                self.visit_expr(&closure.body);
                self.frames = frames;
                self.moving_closures -= moving;
                self.closures -= 1;
            }
            Expr::Loop(repeat) => self.within(repeat.label.as_ref(), true, &repeat.body),
            Expr::While(repeat) => {
                self.visit_expr(&repeat.cond);
                self.within(repeat.label.as_ref(), true, &repeat.body);
            }
            Expr::ForLoop(repeat) => {
                self.visit_expr(&repeat.expr);
                self.within(repeat.label.as_ref(), true, &repeat.body);
            }
            Expr::Block(block) => self.within(block.label.as_ref(), false, &block.block),

            Expr::Break(leave) => {
                self.jump(leave.label.as_ref(), expr);
                visit::visit_expr(self, expr);
            }
            Expr::Continue(leave) => self.jump(leave.label.as_ref(), expr),
            Expr::Return(_) => {
                self.exit(expr);
                visit::visit_expr(self, expr);
            }
            Expr::Try(attempt) => {
                if self.closures == 0 {
                    self.exits.push(first_line(attempt.question_token.span));
                }
                self.visit_expr(&attempt.expr);
            }
            _ => visit::visit_expr(self, expr),
        }
    }
}

/// The arguments of a known macro, where they read as expressions.
pub(super) fn arguments(call: &Macro) -> Option<Vec<Expr>> {
    let name = &call.path.segments.last()?.ident;
    if !is_one_of(Some(name), LOOKING) && !keeps_arguments(call) {
        return None;
    }
    let list = |tokens: ParseStream<'_>| {
        let mut arguments = Vec::new();
        while !tokens.is_empty() {
            arguments.push(tokens.parse()?);
            // `vec![item; count]` has the other separator.
            if tokens.parse::<Option<Token![;]>>()?.is_none() && !tokens.is_empty() {
                tokens.parse::<Token![,]>()?;
            }
        }
        Ok(arguments)
    };
    call.parse_body_with(list).ok()
}

/// Whether a macro moves its arguments into what it makes.
pub(super) fn keeps_arguments(call: &Macro) -> bool {
    call.path.is_ident("vec")
}

/// Whether a call is `drop(…)` of the standard library.
pub(super) fn is_drop(call: &ExprCall) -> bool {
    let Expr::Path(function) = &*call.func else {
        return false;
    };
    let path: Vec<_> = function.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    let known = matches!(
        path.iter().map(String::as_str).collect::<Vec<_>>()[..],
        ["drop"] | ["mem", "drop"] | ["std" | "core", "mem", "drop"]
    );
    known && call.args.len() == 1
}

/// Whether a method of a guard takes the guard by value.
pub(super) fn consumes(method: &Ident) -> bool {
    let name = method.to_string();
    let by_convention = ["into", "unwrap", "expect", "with"].iter().any(|prefix| name.starts_with(prefix));
    by_convention || is_one_of(Some(method), CONSUMING)
}

/// Whether a method of an `Option` or `Result` leaves what is inside where it is.
pub(super) fn looks_at_wrapped(method: &Ident) -> bool {
    ["is_some", "is_none", "is_ok", "is_err"].iter().any(|name| method == name)
}

/// Whether an operator takes its operands by reference.
pub(super) fn compares(operator: &syn::BinOp) -> bool {
    use syn::BinOp::{Eq, Ge, Gt, Le, Lt, Ne};
    matches!(operator, Eq(_) | Ne(_) | Lt(_) | Le(_) | Gt(_) | Ge(_))
}

/// The expression without the parentheses around it.
pub(super) fn bare(expr: &Expr) -> &Expr {
    match expr {
        Expr::Paren(paren) => bare(&paren.expr),
        Expr::Group(group) => bare(&group.expr),
        _ => expr,
    }
}

pub(super) fn first_line(span: proc_macro2::Span) -> u32 {
    number(span.start().line)
}

pub(super) fn last_line(span: proc_macro2::Span) -> u32 {
    number(span.end().line)
}

fn callee(call: &ExprCall) -> Option<&Ident> {
    match &*call.func {
        Expr::Path(function) => function.path.segments.last().map(|segment| &segment.ident),
        _ => None,
    }
}

fn is_one_of(ident: Option<&Ident>, names: &[&str]) -> bool {
    ident.is_some_and(|ident| names.iter().any(|name| ident == name))
}

/// Whether a statement gives the name to another value, from the next statement on.
fn rebinds(statement: &Stmt, name: &Ident) -> bool {
    struct Binds<'a>(&'a Ident, bool);
    impl<'ast> Visit<'ast> for Binds<'_> {
        fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
            self.1 |= pat.ident == *self.0;
            visit::visit_pat_ident(self, pat);
        }
    }
    let mut binds = Binds(name, false);
    if let Stmt::Local(local) = statement {
        binds.visit_pat(&local.pat);
    }
    binds.1
}

/// The name a pattern binds as a whole: `name` or `mut name`.
pub(super) fn plain_name(pat: &Pat) -> Option<&Ident> {
    match pat {
        Pat::Type(typed) => plain_name(&typed.pat),
        Pat::Ident(ident) if ident.by_ref.is_none() && ident.subpat.is_none() => {
            // A capital letter makes it a constant or a variant, which binds nothing.
            let binds = ident.ident.to_string().starts_with(|c: char| c == '_' || c.is_lowercase());
            binds.then_some(&ident.ident)
        }
        _ => None,
    }
}

/// The name that `Some(name)` or `Ok(name)` binds.
pub(super) fn unwrapped_name(pat: &Pat) -> Option<&Ident> {
    match pat {
        Pat::TupleStruct(variant) if variant.path.is_ident("Some") || variant.path.is_ident("Ok") => {
            let mut fields = variant.elems.iter();
            let name = plain_name(fields.next()?);
            if fields.next().is_none() { name } else { None }
        }
        _ => None,
    }
}
