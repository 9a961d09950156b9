import { GENERATION_PUBLISHED, LOCK_GRANTED, LOCK_LOST } from './inputs.js';

/**
 * Web Locks: the refresh lock, and the generation in the name of a shared lock. A lock's name has the
 * ordering of the lock itself and vanishes with a crashed tab, so it says reliably, without storage,
 * whether somebody was faster. Where locks are missing or denied (to ask throws), each is granted at
 * once: they save requests, the server keeps sessions right.
 */
export function locks(page, prefix) {
  const manager = navigator.locks;
  /** Of each lock that is waited for or held: how to let it go. */
  const held = new Map();
  const family = `${prefix}g`;
  let generation;
  let letNameGo;

  const publish = async (id, next) => {
    const done = () => page.push(GENERATION_PUBLISHED, id);
    generation = next;
    try {
      await manager.request(family + next, { mode: 'shared' }, () => {
        // The former name is let go only now: at no time is there none.
        letNameGo?.();
        done();
        return new Promise((resolve) => (letNameGo = resolve));
      });
    } catch {
      done();
    }
  };
  const releaseLock = (id) => {
    held.get(id)?.();
    held.delete(id);
  };

  return {
    async acquireLock(id, _a, steal) {
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
          page.push(LOCK_GRANTED, id, Math.max(-1, ...generations.map((name) => name.slice(family.length))));
          return released;
        });
      } catch {
        if (held.delete(id)) page.push(holding ? LOCK_LOST : LOCK_GRANTED, id, -1);
      }
    },

    releaseLock,
    publish,

    /** Lets everything go: a page that holds a lock is not put into the back/forward cache. */
    suspend() {
      letNameGo?.();
      letNameGo = undefined;
      held.forEach((_, id) => releaseLock(id));
    },

    /** Takes the name of the last generation again. */
    resume() {
      if (generation !== undefined) publish(0, generation);
    },
  };
}
