//! The seeds that once failed, and how many worlds are run beside them.

/// Reads the regression seeds: the first word of every line that is not a comment.
pub(crate) fn seeds() -> Vec<u64> {
    include_str!("corpus.txt")
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .filter_map(|word| word.parse().ok())
        .collect()
}

/// Returns a number out of the environment.
pub(crate) fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|value| {
        value
            .parse()
            .unwrap_or_else(|_| panic!("{name} is a number, not {value:?}"))
    })
}
