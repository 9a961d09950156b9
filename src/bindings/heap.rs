//! What the engine allocates: the nodes of two lists (`machine/list.rs`).

#![allow(unsafe_code)] // memory is what it hands out

use core::{
    alloc::{GlobalAlloc, Layout},
    arch::wasm32::{memory_grow, memory_size},
    cell::Cell,
    ptr::{null_mut, with_exposed_provenance_mut},
};

use crate::machine::LARGEST_NODE;

/// Blocks of one size: what was let go is handed out again, else the memory grows.
struct Heap {
    /// Where the memory begins that was never handed out.
    end: Cell<usize>,
    /// The block that was let go last; the first word of each says which was before it.
    free: Cell<*mut usize>,
}

/// The size of a block, and the most that is ever asked for at once.
const BLOCK: usize = 64;
const _: () = assert!(LARGEST_NODE <= BLOCK, "a node needs a larger block");

// SAFETY: wasm32-unknown-unknown without the atomics feature has one thread.
unsafe impl Sync for Heap {}

#[global_allocator]
static HEAP: Heap = Heap {
    end: Cell::new(0),
    free: Cell::new(null_mut()),
};

unsafe extern "C" {
    /// Where the linker has put nothing any more; aligned to 16 bytes.
    static __heap_base: u8;
}

/// Frees every block: the session that owned them is gone.
pub(super) fn clear() {
    HEAP.end.set((&raw const __heap_base).expose_provenance());
    HEAP.free.set(null_mut());
}

// SAFETY: a block is handed out once until it is let go, is aligned to 16 bytes, and holds what fits.
unsafe impl GlobalAlloc for Heap {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if layout.size() > BLOCK {
            return null_mut();
        }
        let free = self.free.get();
        if !free.is_null() {
            // SAFETY: `dealloc` wrote there what was free before.
            self.free.set(with_exposed_provenance_mut(unsafe { *free }));
            return free.cast();
        }
        let block = self.end.get();
        if block + BLOCK > memory_size(0) * PAGE && memory_grow(0, 1) == usize::MAX {
            return null_mut();
        }
        self.end.set(block + BLOCK);
        with_exposed_provenance_mut(block)
    }

    #[allow(clippy::cast_ptr_alignment)] // a block is aligned to 16 bytes
    unsafe fn dealloc(&self, block: *mut u8, _: Layout) {
        let block = block.cast::<usize>();
        // SAFETY: it was handed out by `alloc`, so it has room for a word.
        unsafe { *block = self.free.get().expose_provenance() };
        self.free.set(block);
    }
}

const PAGE: usize = 65_536;
