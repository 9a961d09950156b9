import { GENERATION_PUBLISHED, LOCK_GRANTED, LOCK_LOST } from './inputs.js';

/** How long the name of a generation is held, in milliseconds: longer than anybody is on the way to the refresh lock. */
const NAMED = 5_000;

/**
 * Web Locks: the refresh lock, and the generation in the name of a shared lock. A lock's name has the
 * ordering of the lock itself and vanishes with a crashed tab, so it says reliably, without storage,
 * whether somebody was faster. It is held for no longer than that takes: Firefox puts no page into its
 * back/forward cache that is left with a lock, whatever is let go on leaving. Where locks are missing
 * or denied (to ask throws), each is granted at once: they save requests, the server keeps sessions
 * right.
 */
export function locks(page, prefix) {
  const manager = navigator.locks;
  /** Of each lock that is waited for or held: how to let it go. */
  const held = new Map();
  const family = `${prefix}g`;

  const releaseLock = (id) => {
    held.get(id)?.();
    held.delete(id);
  };

  return {
    async _acquireLock(id, _a, steal) {
      const waiting = new AbortController();
      let holding;
      held.set(id, () => waiting.abort());
      try {
        await manager.request(`${prefix}refresh`, steal ? { steal } : { signal: waiting.signal }, async () => {
          if (!held.has(id)) return;
          holding = true;
          const released = new Promise((resolve) => held.set(id, resolve));
          const names = (await manager.query()).held.map(({ name }) => name);
          const generations = names.filter((name) => name.startsWith(family));
          page._push(LOCK_GRANTED, id, Math.max(-1, ...generations.map((name) => name.slice(family.length))));
          return released;
        });
      } catch {
        if (held.delete(id)) page._push(holding ? LOCK_LOST : LOCK_GRANTED, id, -1);
      }
    },

    _releaseLock: releaseLock,

    /** Holds a name for a while. A generation is an unsigned number, and numbers cross the border signed. */
    async _publish(id, generation) {
      try {
        await manager.request(family + (generation >>> 0), { mode: 'shared' }, () => {
          const released = new Promise((resolve) => {
            const timer = setTimeout(releaseLock, NAMED, id);
            held.set(id, () => resolve(clearTimeout(timer)));
          });
          page._push(GENERATION_PUBLISHED, id);
          return released;
        });
      } catch {
        page._push(GENERATION_PUBLISHED, id);
      }
    },

    /** Lets everything go: a page that holds a lock is not put into the back/forward cache. */
    _letGo: () => held.forEach((_, id) => releaseLock(id)),
  };
}
