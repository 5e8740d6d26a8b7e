//! Walks through a program once, and notes for every call where a guard that it makes is released.

use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{
    BinOp, Block, Expr, ExprIf, ExprMatch, ExprMethodCall, ExprWhile, File, Local, Macro, Pat, Signature,
    Stmt, UnOp,
};

use super::headline;
use super::region::{
    Region, arguments, bare, compares, consumes, first_line, is_drop, keeps_arguments, last_line,
    looks_at_wrapped, plain_name, unwrapped_name,
};
use super::{Call, Function, Place, Release, Source, number};

pub(super) fn read(file: &File, text: &str) -> Source {
    let source = Source {
        text: text.to_owned(),
        functions: Vec::new(),
        calls: Default::default(),
        statements: Default::default(),
    };
    let mut walk = Walk { source, lines: text.lines().collect(), fate: Fate::moved(Release::Unknown) };
    walk.visit_file(file);
    walk.source
}

struct Walk<'t> {
    source: Source,
    lines: Vec<&'t str>,
    /// For the parts of the expression that is being walked through.
    fate: Fate,
}

/// What becomes of an expression's value, were it a guard: it depends on what the expression is a part of.
#[derive(Clone, Copy)]
struct Fate {
    /// The release, if the expression itself is the guard.
    value: Release,
    /// The release of `x`, if the expression is `*x`, `x.field` or `x[i]`.
    place: Release,
    /// The release of `x`, if the expression is `&x`: a `let` extends its life.
    borrow: Release,
    /// The release of any other temporary made in the expression.
    temporary: Release,
}

impl Fate {
    /// The expression's value is a temporary: used in place and not kept.
    fn temporary(temporary: Release) -> Self {
        Self { value: temporary, place: temporary, borrow: temporary, temporary }
    }

    /// The expression's value moves somewhere else.
    fn moved(temporary: Release) -> Self {
        Self { value: Release::Unknown, ..Self::temporary(temporary) }
    }

    /// The expression is a part of a larger value, as in `(a, &b)` or `Some(&b)`, which may keep what it borrows.
    fn part(self) -> Self {
        Self { borrow: Release::Unknown, ..Self::moved(self.temporary) }
    }
}

/// The release of a temporary that ends with a part of the program.
fn ends_with(part: &Expr) -> Release {
    let mut region = Region::unnamed();
    region.visit_expr(part);
    region.settle(Release::Statement { line: last_line(part.span()) })
}

/// The release of a temporary that lives in the head of an `if let` or `while let`: it ends after the body.
fn ends_after(head: &Expr, body: &Block) -> Release {
    let mut region = Region::unnamed();
    region.visit_expr(head);
    region.visit_block(body);
    region.settle(Release::Statement { line: last_line(body.span()) })
}

/// Whether a call gives a guard only perhaps, in an `Option` or `Result`. Its name says so.
fn is_fallible(expr: &Expr) -> bool {
    let Expr::MethodCall(call) = bare(expr) else {
        return false;
    };
    let name = call.method.to_string();
    name.starts_with("try_") || name.ends_with("_timeout") || name.ends_with("_until")
}

impl Walk<'_> {
    /// Where the compiler says that something at this span is. It counts columns as a terminal shows them, so that a
    /// tab or an ideogram is wider than one: such places are left out rather than mistaken for others.
    fn place(&self, span: proc_macro2::Span) -> Option<Place> {
        let start = span.start();
        let before = self.lines.get(start.line.checked_sub(1)?)?.chars().take(start.column);
        let plain =
            before.clone().count() == start.column && before.clone().all(|c| c.is_ascii() && c != '\t');
        plain.then(|| (number(start.line), number(start.column + 1)))
    }

    fn note(&mut self, span: proc_macro2::Span, text: String, release: Release) {
        let Some(place) = self.place(span) else {
            return;
        };
        // In `f(x)(y)` two calls begin at one place. The inner one is noted last, and its value moves into the outer
        // call: nobody can say which of them made the guard, and the answer is that it is unknown.
        self.source.calls.insert(place, Call { text, release });
    }

    fn function(&mut self, signature: &Signature, body: &Block) {
        self.source.functions.push(Function {
            name: signature.ident.to_string(),
            first: first_line(signature.span()),
            last: last_line(body.span()),
        });
        self.visit_block(body);
    }

    fn statement(&mut self, block: &Block, index: usize) {
        let statement = &block.stmts[index];
        if let Some(place) = self.place(statement.span()) {
            let text = headline::of_statement(statement.span());
            self.source.statements.entry(place).or_insert(text);
        }
        let mut region = Region::unnamed();
        region.visit_stmt(statement);
        let end = region.settle(Release::Statement { line: last_line(statement.span()) });
        match statement {
            Stmt::Local(local) => self.local(local, end, block, index + 1),
            Stmt::Item(item) => self.visit_item(item),
            Stmt::Expr(expr, Some(_)) => self.expr(expr, Fate::temporary(end)),
            Stmt::Expr(expr, None) => self.expr(expr, Fate::moved(end)),
            Stmt::Macro(call) => self.call_of_macro(&call.mac, end),
        }
    }

    fn local(&mut self, local: &Local, end: Release, block: &Block, next: usize) {
        let Some(init) = &local.init else { return };
        let one_line = first_line(local.span()) == last_line(local.span());
        // Before an `else` the temporaries end with the initializer, otherwise with the statement.
        let temporary = match &init.diverge {
            None => end,
            Some(_) if one_line => ends_with(&init.expr),
            Some(_) => Release::Unknown,
        };
        let mut fate = Fate::moved(temporary).part();
        if let Some(name) = plain_name(&local.pat) {
            fate.value = Region::of_name(name, is_fallible(&init.expr), block, next);
            fate.borrow = Region::of_extended(block, next);
        } else if let Some(name) = unwrapped_name(&local.pat) {
            fate.value = Region::of_name(name, false, block, next);
        } else if matches!(local.pat, Pat::Wild(_)) {
            fate.value = temporary;
            fate.borrow = Region::of_extended(block, next);
        }
        self.expr(&init.expr, fate);
        if let Some((_, diverge)) = &init.diverge {
            self.expr(diverge, Fate::moved(Release::Unknown));
        }
    }

    fn expr(&mut self, expr: &Expr, fate: Fate) {
        let temporary = fate.temporary;
        match expr {
            Expr::Paren(paren) => self.expr(&paren.expr, fate),
            Expr::Group(group) => self.expr(&group.expr, fate),

            Expr::MethodCall(call) => self.method(call, fate),
            Expr::Call(call) => {
                self.note(expr.span(), headline::of_function(call), fate.value);
                self.expr(&call.func, Fate::moved(temporary));
                for argument in &call.args {
                    let part = if is_variant(&call.func) { fate.part() } else { Fate::moved(temporary) };
                    let value = if is_drop(call) {
                        Release::Drop { line: last_line(expr.span()) }
                    } else {
                        part.value
                    };
                    self.expr(argument, Fate { value, ..part });
                }
            }
            Expr::Macro(call) => self.call_of_macro(&call.mac, temporary),

            // `?` takes the guard out of what may hold it, and hands it on.
            Expr::Try(attempt) => {
                self.expr(&attempt.expr, Fate { value: fate.value, ..Fate::moved(temporary) })
            }
            Expr::Reference(borrow) => {
                // Through a `&mut`, a guard can be taken out of what may hold it.
                let takeable = borrow.mutability.is_some() && is_fallible(&borrow.expr);
                let value = if takeable { Release::Unknown } else { fate.borrow };
                let extended = Fate { value, place: fate.borrow, borrow: fate.borrow, temporary };
                self.expr(&borrow.expr, extended);
            }
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => self.looked_into(&unary.expr, fate),
            Expr::Field(field) => self.looked_into(&field.base, fate),
            Expr::Index(index) => {
                self.looked_into(&index.expr, fate);
                self.expr(&index.index, Fate::moved(temporary));
            }
            Expr::Binary(binary) => {
                for operand in [&binary.left, &binary.right] {
                    let fate = match &binary.op {
                        BinOp::And(_) | BinOp::Or(_) => Fate::moved(ends_with(operand)),
                        op if compares(op) => Fate::temporary(temporary),
                        _ => Fate::moved(temporary),
                    };
                    self.expr(operand, fate);
                }
            }
            Expr::Unary(unary) => self.expr(&unary.expr, Fate::moved(temporary)),
            Expr::Assign(assign) => {
                self.expr(&assign.left, Fate::moved(temporary));
                let discarded = matches!(*assign.left, Expr::Infer(_));
                self.expr(
                    &assign.right,
                    if discarded { Fate::temporary(temporary) } else { Fate::moved(temporary) },
                );
            }

            Expr::If(branch) => self.branch(branch),
            Expr::While(repeat) => self.repeat(repeat),
            Expr::ForLoop(repeat) => {
                self.expr(&repeat.expr, Fate::moved(temporary));
                self.visit_block(&repeat.body);
            }
            Expr::Match(choice) => self.choice(choice, temporary),
            Expr::Closure(closure) => match &*closure.body {
                _ if closure.asyncness.is_some() => {}
                Expr::Block(body) => self.visit_block(&body.block),
                body => self.expr(body, Fate::moved(ends_with(body))),
            },
            // What does not run where it stands.
            Expr::Async(_) | Expr::Const(_) | Expr::TryBlock(_) => {}
            _ => self.parts(expr, fate.part()),
        }
    }

    /// Walks through the parts of an expression that has no rule of its own.
    fn parts(&mut self, expr: &Expr, fate: Fate) {
        let outer = std::mem::replace(&mut self.fate, fate);
        visit::visit_expr(self, expr);
        self.fate = outer;
    }

    /// Walks through `x` of `*x`, `x.field` or `x[i]`.
    fn looked_into(&mut self, expr: &Expr, fate: Fate) {
        let Fate { place, temporary, .. } = fate;
        self.expr(expr, Fate { value: place, place, borrow: place, temporary });
    }

    fn method(&mut self, call: &ExprMethodCall, fate: Fate) {
        self.note(call.method.span(), headline::of_method(call), fate.value);
        let temporary = fate.temporary;
        let value = if is_fallible(&call.receiver) {
            match call.method.to_string().as_str() {
                "unwrap" | "expect" => fate.value,
                _ if looks_at_wrapped(&call.method) => temporary,
                _ => Release::Unknown,
            }
        } else if consumes(&call.method) {
            Release::Unknown
        } else {
            temporary
        };
        self.expr(&call.receiver, Fate { value, ..Fate::temporary(temporary) });
        for argument in &call.args {
            self.expr(argument, Fate::moved(temporary));
        }
    }

    fn call_of_macro(&mut self, call: &Macro, temporary: Release) {
        self.note(call.span(), headline::of_macro(call), Release::Unknown);
        let Some(arguments) = arguments(call) else {
            return;
        };
        // What a macro makes ends with the macro or with the statement: that is told only where both end together.
        let together = temporary.line() == Some(last_line(call.span()));
        let temporary = if together { temporary } else { Release::Unknown };
        let tests = call
            .path
            .segments
            .last()
            .is_some_and(|name| name.ident == "assert" || name.ident == "debug_assert");
        for (n, argument) in arguments.iter().enumerate() {
            if n == 0 && tests {
                self.expr(argument, Fate::moved(ends_with(argument)));
            } else if keeps_arguments(call) {
                self.expr(argument, Fate::moved(temporary));
            } else {
                self.expr(argument, Fate::temporary(temporary));
            }
        }
    }

    fn branch(&mut self, branch: &ExprIf) {
        let head = match &branch.else_branch {
            None => ends_after(&branch.cond, &branch.then_branch),
            Some(_) => Release::Unknown,
        };
        self.condition(&branch.cond, head, &branch.then_branch);
        self.visit_block(&branch.then_branch);
        if let Some((_, otherwise)) = &branch.else_branch {
            // Each branch is a block or another `if`; neither lets a temporary out.
            self.expr(otherwise, Fate::moved(Release::Unknown));
        }
    }

    fn repeat(&mut self, repeat: &ExprWhile) {
        let head = ends_after(&repeat.cond, &repeat.body);
        self.condition(&repeat.cond, head, &repeat.body);
        self.visit_block(&repeat.body);
    }

    /// Walks through the condition of an `if` or `while`. The temporaries of a `let` in it live on in the body.
    fn condition(&mut self, condition: &Expr, head: Release, body: &Block) {
        match condition {
            Expr::Let(test) => {
                let value = unwrapped_name(&test.pat).map(|name| Region::of_name(name, false, body, 0));
                self.expr(
                    &test.expr,
                    Fate { value: value.unwrap_or(Release::Unknown), ..Fate::temporary(head) },
                );
            }
            Expr::Binary(both) if matches!(both.op, BinOp::And(_)) => {
                for operand in [&both.left, &both.right] {
                    match &**operand {
                        // The guard could also end here, if the other operand is false.
                        Expr::Let(test) => self.expr(&test.expr, Fate::moved(head)),
                        operand => self.condition(operand, head, body),
                    }
                }
            }
            _ => self.expr(condition, Fate::moved(ends_with(condition))),
        }
    }

    fn choice(&mut self, choice: &ExprMatch, temporary: Release) {
        // `Some(guard) => { … }` gets the guard if the arms before it cannot.
        let mut arms = choice.arms.iter().skip_while(|arm| is_empty_handed(&arm.pat));
        let value = arms.next().and_then(|arm| match (unwrapped_name(&arm.pat), &*arm.body) {
            (Some(name), Expr::Block(body)) => Some(Region::of_name(name, false, &body.block, 0)),
            _ => None,
        });
        self.expr(
            &choice.expr,
            Fate { value: value.unwrap_or(Release::Unknown), ..Fate::temporary(temporary) },
        );
        for arm in &choice.arms {
            if let Pat::Guard(guarded) = &arm.pat {
                self.expr(&guarded.guard, Fate::moved(ends_with(&guarded.guard)));
            }
            self.expr(&arm.body, Fate::moved(ends_with(&arm.body)));
        }
    }
}

impl<'ast> Visit<'ast> for Walk<'_> {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.function(&item.sig, &item.block);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.function(&item.sig, &item.block);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(body) = &item.default {
            self.function(&item.sig, body);
        }
    }

    fn visit_block(&mut self, block: &'ast Block) {
        (0..block.stmts.len()).for_each(|index| self.statement(block, index));
    }

    fn visit_expr(&mut self, expr: &'ast Expr) {
        self.expr(expr, self.fate);
    }
}

/// Whether a path is that of a struct or variant with fields, like `Some`: its name has a capital letter.
fn is_variant(function: &Expr) -> bool {
    match function {
        Expr::Path(path) => path
            .path
            .segments
            .last()
            .is_some_and(|segment| segment.ident.to_string().starts_with(|c: char| c.is_uppercase())),
        _ => false,
    }
}

/// Whether a pattern is `None` or `Err(…)`, in which there is no guard.
fn is_empty_handed(pat: &Pat) -> bool {
    match pat {
        Pat::Ident(ident) => ident.ident == "None",
        Pat::TupleStruct(variant) => variant.path.is_ident("Err"),
        _ => false,
    }
}
