//! A short list.

use alloc::boxed::Box;
use core::mem::{forget, replace};

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
    /// What an item takes in memory.
    pub(crate) const NODE: usize = size_of::<Node<T>>();

    pub(crate) const fn new() -> Self {
        Self { first: None }
    }

    /// Returns the link to the first item of which that is true, or to what is behind the last.
    fn link(&mut self, is: impl Fn(&T) -> bool) -> &mut Link<T> {
        let mut link = &mut self.first;
        while link.as_ref().is_some_and(|node| !is(&node.item)) {
            let Some(node) = link else { break };
            link = &mut node.next;
        }
        link
    }

    /// Appends an item.
    pub(crate) fn push(&mut self, item: T) {
        let last = self.link(|_| false);
        lead(last, Some(Box::new(Node { item, next: None })));
    }

    /// Returns the first item of which that is true.
    pub(crate) fn find(&mut self, is: impl Fn(&T) -> bool) -> Option<&mut T> {
        self.link(is).as_mut().map(|node| &mut node.item)
    }

    /// Removes the first item of which that is true.
    pub(crate) fn take(&mut self, is: impl Fn(&T) -> bool) -> Option<T> {
        let link = self.link(is);
        let node = link.take()?;
        lead(link, node.next);
        Some(node.item)
    }

    /// Shows each item, in order.
    pub(crate) fn each(&mut self, mut show: impl FnMut(&mut T)) {
        let mut link = &mut self.first;
        while let Some(node) = link {
            show(&mut node.item);
            link = &mut node.next;
        }
    }

    pub(crate) fn get(&self, index: usize) -> Option<&T> {
        self.iter().nth(index)
    }

    pub(crate) fn iter(&self) -> Iter<'_, T> {
        Iter(&self.first)
    }
}

/// Makes a link lead on that leads nowhere. The compiler does not see that nothing is held there, and would drop it.
#[allow(clippy::disallowed_methods)] // nothing leaks
fn lead<T>(link: &mut Link<T>, next: Link<T>) {
    forget(replace(link, next));
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
