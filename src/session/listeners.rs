//! Whom to tell, and for how long.

use core::{
    cell::{Cell, RefCell},
    fmt,
};
use std::rc::Rc;

type Listener<T> = Rc<dyn Fn(&T)>;

/// Whom to tell of a `T`, in the order they came.
pub(super) struct Listeners<T> {
    /// Each with its id, which grows.
    all: RefCell<Vec<(u64, Listener<T>)>>,
    last: Cell<u64>,
}

impl<T: 'static> Listeners<T> {
    pub(super) fn new() -> Rc<Self> {
        Rc::new(Self {
            all: RefCell::default(),
            last: Cell::new(0),
        })
    }

    pub(super) fn add(self: &Rc<Self>, listener: impl Fn(&T) + 'static) -> Subscription {
        let id = self.last.get() + 1;
        self.last.set(id);
        self.all.borrow_mut().push((id, Rc::new(listener)));
        let listeners = Rc::downgrade(self);
        Subscription(Some(Box::new(move || {
            // Let go when nothing is borrowed: what a listener owns may have something to say.
            let removed = listeners.upgrade().and_then(|all| all.remove(id));
            drop(removed);
        })))
    }

    fn remove(&self, id: u64) -> Option<Listener<T>> {
        let at = self.find(id)?;
        Some(self.all.borrow_mut().remove(at).1)
    }

    fn find(&self, id: u64) -> Option<usize> {
        self.all
            .borrow()
            .binary_search_by_key(&id, |(id, _)| *id)
            .ok()
    }

    /// Tells each that was there at first and still is. Nothing is borrowed meanwhile: a listener may
    /// subscribe, unsubscribe, or drop the session.
    pub(super) fn tell(&self, what: &T) {
        let ids: Vec<_> = self.all.borrow().iter().map(|(id, _)| *id).collect();
        for id in ids {
            if let Some(at) = self.find(id) {
                let listener = self.all.borrow()[at].1.clone();
                listener(what);
            }
        }
    }

    pub(super) fn clear(&self) {
        let all = self.all.take();
        drop(all);
    }
}

/// A listener that is told until this is dropped.
///
/// ```
/// use hallpass::{Session, Subscription};
///
/// /// Is told for as long as it is there.
/// struct Badge {
///     told: Subscription,
/// }
///
/// # let session = Session::loading();
/// let badge = Badge { told: session.subscribe(|snapshot| println!("{:?}", snapshot.status)) };
/// drop(badge);
/// session.events(|event| println!("{event:?}")).forget(); // for as long as the session is there
/// ```
#[must_use = "dropped at once, it never hears anything"]
pub struct Subscription(Option<Box<dyn FnOnce()>>);

impl Subscription {
    /// Keeps the listener for as long as the session lives.
    pub fn forget(mut self) {
        self.0 = None;
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        if let Some(stop) = self.0.take() {
            stop();
        }
    }
}

impl fmt::Debug for Subscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Subscription")
    }
}
