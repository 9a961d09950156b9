//! The border in TypeScript: numbers, words and types, out of the enums of the crate.

use hallpass::{
    border::{DECLARED, Known, SPOKEN, TERMS, Told},
    machine::{CallKind, Declared, Generation, Message, News, Variant},
};
use std::fmt::Write;

const ORIGIN: &str =
    "// Made by `cargo xtask generate` out of what src/border/mod.rs lists; not to be edited.\n";

const LIST: &str = "
const list = <T extends string>(words: string): readonly T[] => words.split(' ') as T[];
";

/// What the page knows: every number, and the words that it says.
pub(super) fn page() -> String {
    let mut text = [ORIGIN, LIST].concat();
    for known in &DECLARED {
        numbers(&mut text, &known.of);
        if known.told == Told::Page {
            words(&mut text, known);
        }
    }
    let terms = Known {
        of: TERMS,
        list: "TERMS",
        words: "TermName",
        told: Told::Page,
        public: false,
    };
    words(&mut text, &terms);
    let spoken: Vec<_> = SPOKEN.iter().map(|code| code.as_str()).collect();
    let list = spoken.join(" ");
    write!(
        text,
        "\n/** The errors whose message is the server's words, or the schema's, also where no status comes with them. */\n\
         export const SPOKEN: readonly EngineErrorCode[] = /* @__PURE__ */ list('{list}');\n"
    )
    .expect("a string takes any text");
    let leaving = Message::new(News::LoggedOut, Generation(0)).to_wire();
    let leaving = leaving.map(|number| number.to_string()).join(", ");
    write!(
        text,
        "\n/** What a page without an engine says to the other tabs when its user logs out. */\n\
         export const LEAVING: readonly number[] = [{leaving}];\n"
    )
    .expect("a string takes any text");
    text
}

/// What the trace knows besides.
pub(super) fn trace() -> String {
    let mut text = [ORIGIN, LIST].concat();
    for known in DECLARED.iter().filter(|known| known.told == Told::Trace) {
        words(&mut text, known);
    }
    text
}

/// What the facade knows: the words that applications see, and the numbers of the calls.
pub(super) fn facade() -> String {
    let mut text = ORIGIN.to_owned();
    for Known { of, words, .. } in DECLARED.iter().filter(|known| known.public) {
        comment(&mut text, "\n", "", of.about);
        writeln!(text, "export type {words} = {};", union(of)).expect("a string takes any text");
    }
    text.push('\n');
    constants(&mut text, "", &CallKind::DECLARED);
    text
}

fn numbers(text: &mut String, of: &Declared) {
    comment(text, "\n", "", of.about);
    writeln!(text, "export enum {} {{", of.name).expect("a string takes any text");
    for Variant { name, about, .. } in of.variants {
        comment(text, "", "  ", about);
        writeln!(text, "  {name},").expect("a string takes any text");
    }
    text.push_str("}\n");
}

fn words(text: &mut String, known: &Known) {
    let Known {
        of, list, words, ..
    } = known;
    writeln!(
        text,
        "\n/** The words of `{}`. */\nexport type {words} = {};",
        of.name,
        union(of)
    )
    .expect("a string takes any text");
    let list_of = listed(of);
    writeln!(
        text,
        "/** The same, by number. */\nexport const {list}: readonly {words}[] = {list_of};"
    )
    .expect("a string takes any text");
}

fn union(of: &Declared) -> String {
    let words = of.variants.iter().map(|variant| variant.word);
    let words: Vec<_> = words.map(|word| format!("'{word}'")).collect();
    words.join(" | ")
}

/// The words as an array: of single words as one text, which is shorter where an app downloads it.
fn listed(of: &Declared) -> String {
    let words: Vec<_> = of.variants.iter().map(|variant| variant.word).collect();
    if words.iter().any(|word| word.contains(' ')) {
        format!("['{}']", words.join("', '"))
    } else {
        format!("/* @__PURE__ */ list('{}')", words.join(" "))
    }
}

fn constants(text: &mut String, prefix: &str, of: &Declared) {
    for (number, variant) in of.variants.iter().enumerate() {
        let name = screaming(variant.name);
        writeln!(text, "export const {prefix}{name} = {number};").expect("a string takes any text");
    }
}

fn screaming(name: &str) -> String {
    let mut out = String::new();
    for (at, letter) in name.char_indices() {
        if at > 0 && letter.is_uppercase() {
            out.push('_');
        }
        out.extend(letter.to_uppercase());
    }
    out
}

fn comment(text: &mut String, before: &str, indent: &str, about: &[&str]) {
    text.push_str(before);
    let lines: Vec<_> = about.iter().map(|line| plain(line)).collect();
    match &lines[..] {
        [] => {}
        [line] => writeln!(text, "{indent}/** {line} */").expect("a string takes any text"),
        lines => {
            writeln!(text, "{indent}/**").expect("a string takes any text");
            for line in lines {
                writeln!(text, "{}", format!("{indent} * {line}").trim_end())
                    .expect("a string takes any text");
            }
            writeln!(text, "{indent} */").expect("a string takes any text");
        }
    }
}

/// A line of a comment, without the links of Rust.
fn plain(line: &str) -> String {
    line.trim().replace("[`", "`").replace("`]", "`")
}
