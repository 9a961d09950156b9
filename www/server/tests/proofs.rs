//! What the tables of docs/server.md name as a proof is there: each file, and each test in it.

use std::fs;
use std::path::PathBuf;

const MANUAL: &str = include_str!("../../../docs/server.md");

/// The rows of tables that name tests: the cells of the code and of the tests.
fn rows() -> impl Iterator<Item = (&'static str, &'static str)> {
    MANUAL.lines().filter_map(|line| {
        let cells: Vec<&str> = line.strip_prefix("| ")?.split(" | ").collect();
        let [.., code, tests] = cells[..] else {
            return None;
        };
        let names_files = tests.contains(".rs`") || tests.contains(".mjs`");
        names_files.then(|| (code, tests.trim_end_matches(" |")))
    })
}

/// Finds a file below this crate, or below the repository.
fn find(path: &str) -> PathBuf {
    let own = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path);
    if own.exists() {
        return own;
    }
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(path)
}

/// Whether a file has a test that is called so, or begins so where the name ends in `…`.
fn has(text: &str, path: &str, name: &str) -> bool {
    let (begin, whole) = name
        .strip_suffix('…')
        .map_or((name, true), |begin| (begin.trim(), false));
    if path.contains(".test.") {
        return text.contains(&format!("test('{begin}"));
    }
    let word = |c: char| if c.is_alphanumeric() { c } else { '_' };
    let function = begin.to_lowercase().chars().map(word).collect::<String>();
    let end = if whole { "(" } else { "" };
    text.contains(&format!("fn {function}{end}"))
}

#[test]
fn each_file_and_each_test_that_the_manual_names_exists() {
    let mut count = 0;
    for (code, tests) in rows() {
        for path in code.split('`').skip(1).step_by(2) {
            assert!(find(path).exists(), "{path} of: {code}");
        }
        for proof in tests.split('`').skip(1).collect::<Vec<_>>().chunks(2) {
            let [path, names] = proof else {
                panic!("{tests} has a file and the names of tests")
            };
            let text = fs::read_to_string(find(path));
            let text = text.unwrap_or_else(|error| panic!("{path}: {error}"));
            let names: Vec<&str> = names.split('*').skip(1).step_by(2).collect();
            assert!(!names.is_empty(), "{path} stands without a test: {tests}");
            for name in names {
                assert!(has(&text, path, name), "{path} has no test: {name}");
                count += 1;
            }
        }
    }
    assert!(count > 100, "{count} tests were looked for");
}
