//! A short list.

use alloc::boxed::Box;

/// What is open at one time: a few requests, a few calls.
///
/// Linked, because a node is all that is ever allocated: what a `Vec` brings to grow in place weighs
/// as much as a tenth of the machine.
#[derive(Debug)]
pub(crate) struct List<T> {
    first: Link<T>,
}

type Link<T> = Option<Box<Node<T>>>;

#[derive(Debug)]
struct Node<T> {
    item: T,
    next: Link<T>,
}

impl<T> List<T> {
    pub(crate) const fn new() -> Self {
        Self { first: None }
    }

    /// Returns the link to the item at an index, or to what is behind the last.
    fn link(&mut self, index: usize) -> &mut Link<T> {
        let mut link = &mut self.first;
        for _ in 0..index {
            let Some(node) = link else { break };
            link = &mut node.next;
        }
        link
    }

    /// Appends an item; returns its index.
    pub(crate) fn push(&mut self, item: T) -> usize {
        let index = self.iter().count();
        *self.link(index) = Some(Box::new(Node { item, next: None }));
        index
    }

    pub(crate) fn remove(&mut self, index: usize) -> Option<T> {
        let link = self.link(index);
        let node = link.take()?;
        *link = node.next;
        Some(node.item)
    }

    /// Shows each item, in order, and keeps those of which that is said.
    pub(crate) fn retain(&mut self, mut keep: impl FnMut(&mut T) -> bool) {
        let mut link = &mut self.first;
        while let Some(mut node) = link.take() {
            if keep(&mut node.item) {
                link = &mut link.insert(node).next;
            } else {
                *link = node.next;
            }
        }
    }

    pub(crate) fn get(&self, index: usize) -> Option<&T> {
        self.iter().nth(index)
    }

    pub(crate) fn get_mut(&mut self, index: usize) -> Option<&mut T> {
        self.link(index).as_mut().map(|node| &mut node.item)
    }

    pub(crate) fn iter(&self) -> Iter<'_, T> {
        Iter(&self.first)
    }
}

/// One item after the other.
pub(crate) struct Iter<'list, T>(&'list Link<T>);

impl<'list, T> Iterator for Iter<'list, T> {
    type Item = &'list T;

    fn next(&mut self) -> Option<&'list T> {
        let node = self.0.as_ref()?;
        self.0 = &node.next;
        Some(&node.item)
    }
}
