//! The text of a call, made fit for a headline: one line, no comments, no bodies, not too long.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::{ExprCall, ExprMethodCall, Macro};

/// The most characters a headline takes.
const WIDTH: usize = 48;

pub(super) fn of_method(call: &ExprMethodCall) -> String {
    let method = &call.method;
    let without_arguments = || format!("{}.{method}(…)", of(call.receiver.span()));
    let without_receiver = || format!("….{method}(…)");
    first_that_fits([&|| of(call.span()), &without_arguments, &without_receiver])
}

pub(super) fn of_function(call: &ExprCall) -> String {
    first_that_fits([&|| of(call.span()), &|| format!("{}(…)", of(call.func.span()))])
}

pub(super) fn of_macro(call: &Macro) -> String {
    first_that_fits([&|| of(call.span()), &|| format!("{}!(…)", of(call.path.span()))])
}

pub(super) fn of_statement(span: Span) -> String {
    first_that_fits([&|| of(span).trim_end_matches(';').to_owned()])
}

/// The first of the texts that fits, or else the beginning of the last.
fn first_that_fits<const N: usize>(texts: [&dyn Fn() -> String; N]) -> String {
    let mut text = String::new();
    for candidate in texts {
        text = candidate();
        if text.chars().count() <= WIDTH {
            return text;
        }
    }
    text.chars().take(WIDTH - 1).chain(['…']).collect()
}

fn of(span: Span) -> String {
    let text = span.source_text().unwrap_or_default();
    let mut line = String::new();
    if let Ok(tokens) = text.parse() {
        join(tokens, &mut line);
    }
    line
}

/// Writes tokens on one line. They stay apart where the source has them apart, but for a chain of calls and a list of
/// arguments that were spread over lines.
fn join(tokens: TokenStream, line: &mut String) {
    let mut end = None;
    for token in tokens {
        let span = token.span();
        let apart = end.is_some_and(|end| end != span.start());
        end = Some(span.end());
        if apart && !matches!(&token, TokenTree::Punct(dot) if dot.as_char() == '.') {
            line.push(' ');
        }
        let TokenTree::Group(group) = token else {
            line.push_str(&token.to_string());
            continue;
        };
        let (open, close) = match group.delimiter() {
            Delimiter::Brace if group.stream().is_empty() => ("{", "}"),
            Delimiter::Brace => {
                line.push_str("{…}");
                continue;
            }
            Delimiter::Parenthesis => ("(", ")"),
            Delimiter::Bracket => ("[", "]"),
            Delimiter::None => ("", ""),
        };
        line.push_str(open);
        join(group.stream(), line);
        let spread = group.span_open().end().line != group.span_close().start().line;
        if spread && line.ends_with(',') {
            line.pop();
        }
        line.push_str(close);
    }
}
