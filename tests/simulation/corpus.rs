//! The seeds that found what few others find, and how many worlds are run beside them.

/// Reads the corpus: of every line that is not a comment, the seed and the planted bug it finds.
pub(crate) fn rows() -> Vec<(u64, &'static str)> {
    include_str!("corpus.txt")
        .lines()
        .filter_map(|line| line.split_once(char::is_whitespace))
        .filter_map(|(seed, bug)| Some((seed.parse().ok()?, bug.trim())))
        .collect()
}

/// Returns a text out of the environment.
pub(crate) fn text(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Returns a number out of the environment.
pub(crate) fn setting(name: &str) -> Option<u64> {
    text(name).map(|value| {
        value
            .parse()
            .unwrap_or_else(|_| panic!("{name} is a number, not {value:?}"))
    })
}
