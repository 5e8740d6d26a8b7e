//! A page for the classroom wall or the desk: the story up to its question, the program, the run as a picture and as a
//! table, and the code that opens it again. It is one HTML file that needs no other, made to be printed on A4.

use std::fmt::Write as _;

use stepper::words;

use super::Shared;
use super::svg::{self, Around};
use super::text::{CODE, FONT, escape};
use crate::prose::{self, Set};
use crate::text::tell;

/// A picture with more threads than this gets the whole width of the page.
const BESIDE: usize = 4;

/// A run with more steps than this is set closer, so that every lesson's is one page.
const LONG: usize = 12;

/// The page.
pub(super) fn page(run: &Shared) -> String {
    let (title, name) = (escape(run.title()), escape(&run.name()));
    let say = |words: String| escape(&words);
    let long = if run.sentences().len() > LONG + 1 { " class=\"long\"" } else { "" };
    let beside = if run.threads().len() <= BESIDE { "beside" } else { "below" };
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>{}</style>\n</head>\n<body{long}>\n\
         <header><h1>{title}</h1><p>{name}</p></header>\n<section id=\"story\">\n{}</section>\n\
         <div class=\"{beside}\">\n<section id=\"program\">\n<h2>{}</h2>\n{}</section>\n\
         <section id=\"picture\">\n<h2>{}</h2>\n{}{}</section>\n</div>\n\
         <section id=\"schedule\">\n<h2>{}</h2>\n{}</section>\n\
         <footer><p>{} <code>threadlab open {}</code></p></footer>\n</body>\n</html>\n",
        run.language(),
        style(),
        story(run),
        say(tell!(run.text, "share-program")),
        source(run),
        say(tell!(run.text, "share-run")),
        svg::picture(run, Around::Nothing),
        verdict(run),
        say(tell!(run.text, "share-table")),
        table(run),
        say(tell!(run.text, "share-again")),
        escape(&run.link().to_string()),
    )
}

/// The situation, and the question with its answers to choose from. What is to be understood is not for the page.
fn story(run: &Shared) -> String {
    let Some(story) = run.lesson.story(&run.language()) else { return String::new() };
    let situation = prose::blocks(&story.situation);
    let mut html: String = situation.iter().map(|block| format!("<p>{}</p>\n", inline(block))).collect();
    let question = tell!(run.text, "share-question");
    let asked = inline(&story.prediction.text);
    _ = writeln!(html, "<div id=\"question\">\n<p><strong>{}</strong> {asked}</p>\n<ul>", escape(&question));
    for choice in &story.prediction.choices {
        _ = writeln!(html, "<li>{}</li>", inline(&choice.text));
    }
    html + "</ul>\n</div>\n"
}

fn inline(markdown: &str) -> String {
    let pieces = prose::pieces(markdown).into_iter().map(|(set, text)| {
        let text = escape(text);
        match set {
            Set::Plain => text,
            Set::Strong => format!("<strong>{text}</strong>"),
            Set::Emphasis => format!("<em>{text}</em>"),
            Set::Code => format!("<code>{text}</code>"),
        }
    });
    pieces.collect()
}

fn source(run: &Shared) -> String {
    let lines = run.program.source.lines().map(|line| format!("<li><code>{}</code></li>\n", escape(line)));
    format!("<ol>\n{}</ol>\n", lines.collect::<String>())
}

fn verdict(run: &Shared) -> String {
    let verdict = run.verdict().map(|(fine, title, words)| {
        let class = if fine { "fine" } else { "wrong" };
        let (title, words) = (escape(&title), escape(&words));
        format!("<p class=\"{class}\"><strong>{title}.</strong> {words}</p>\n")
    });
    verdict.unwrap_or_default()
}

/// A column a thread, a row a step.
fn table(run: &Shared) -> String {
    let threads = run.threads();
    let heads = threads
        .iter()
        .map(|&id| format!("<th scope=\"col\">{}</th>", escape(&words::thread(run.text, &run.trace, id))));
    let mut html = format!(
        "<table>\n<thead><tr><th scope=\"col\">{}</th>{}<th scope=\"col\">{}</th></tr></thead>\n<tbody>\n",
        escape(&tell!(run.text, "share-table-step")),
        heads.collect::<String>(),
        escape(&tell!(run.text, "share-table-told")),
    );
    for (step, sentence) in run.sentences().iter().enumerate() {
        if step == 0 && sentence.is_empty() {
            continue;
        }
        let number = if step == 0 { String::new() } else { step.to_string() };
        let call = run.call(step);
        let cells = threads.iter().map(|&id| match &call {
            Some((by, call)) if *by == id => format!("<td><code>{}</code></td>", escape(call)),
            _ => "<td></td>".to_owned(),
        });
        let (cells, told) = (cells.collect::<String>(), escape(sentence));
        _ = writeln!(html, "<tr><th scope=\"row\">{number}</th>{cells}<td>{told}</td></tr>");
    }
    html + "</tbody>\n</table>\n"
}

fn style() -> String {
    format!(
        "
@page {{ size: A4; margin: 11mm 12mm; }}
* {{ box-sizing: border-box; }}
html {{ background: #fff; color: #151c23; font: 8.6pt/1.36 {FONT}; print-color-adjust: exact; -webkit-print-color-adjust: exact; }}
body {{ max-width: 186mm; margin: 0 auto; }}
h1 {{ font-size: 17pt; line-height: 1.2; margin: 0; }}
h2 {{ font-size: 9.4pt; margin: 0 0 1.2mm; color: #465361; }}
p {{ margin: 0 0 1.4mm; }}
code {{ font-family: {CODE}; font-size: 0.92em; }}
header {{ display: flex; align-items: baseline; justify-content: space-between; gap: 6mm; border-bottom: 0.5mm solid #151c23; padding-bottom: 1.4mm; margin-bottom: 2.4mm; }}
header p {{ color: #465361; margin: 0; }}
#question {{ font-size: 10pt; border-left: 0.9mm solid #4448c8; padding: 0.6mm 0 0.6mm 2.6mm; margin: 2mm 0 3mm; }}
#question p {{ margin: 0 0 0.6mm; }}
#question ul {{ margin: 0; padding-left: 5mm; list-style: '☐  '; font-size: 8.6pt; }}
.beside {{ display: grid; grid-template-columns: 51fr 49fr; gap: 5mm; margin-bottom: 2.6mm; }}
.below section {{ margin-bottom: 2.6mm; }}
#program ol {{ margin: 0; padding: 1.6mm 1.6mm 1.6mm 8mm; border: 0.25mm solid #d5dce4; border-radius: 1.6mm; font-size: 7.2pt; line-height: 1.34; }}
#program li::marker {{ color: #5b6977; }}
#program li code {{ white-space: pre-wrap; font-size: 1em; }}
#picture svg {{ display: block; width: 100%; height: auto; max-width: 150mm; }}
.fine, .wrong {{ border: 0.35mm solid #3f6d0c; background: #e6f2d8; border-radius: 1.6mm; padding: 1.4mm 2.2mm; margin: 2mm 0 0; }}
.wrong {{ border-color: #b81d36; background: #fbe4e7; }}
table {{ border-collapse: collapse; width: 100%; font-size: 7.8pt; line-height: 1.28; }}
th, td {{ text-align: left; vertical-align: top; padding: 0.55mm 1.6mm; border-bottom: 0.2mm solid #d5dce4; }}
td code {{ white-space: nowrap; }}
thead th {{ border-bottom: 0.4mm solid #778696; }}
tbody th {{ font-weight: 400; color: #5b6977; text-align: right; }}
.long #program ol {{ font-size: 6.7pt; line-height: 1.27; }}
.long #picture svg {{ width: auto; max-width: 100%; max-height: 92mm; margin: 0 auto; }}
.long table {{ font-size: 7pt; line-height: 1.2; }}
.long th, .long td {{ padding: 0.3mm 1.4mm; }}
tr {{ break-inside: avoid; }}
footer {{ margin-top: 2.4mm; color: #465361; font-size: 7.8pt; overflow-wrap: anywhere; }}
@media screen {{ body {{ padding: 10mm 4mm; }} }}
@media screen and (max-width: 720px) {{ .beside {{ grid-template-columns: 1fr; }} #schedule {{ overflow-x: auto; }} }}
"
    )
}
