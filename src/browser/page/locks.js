import { GENERATION_PUBLISHED, LOCK_GRANTED, LOCK_LOST } from './inputs.js';

/**
 * Web Locks: the refresh lock, and the generation in the name of a shared lock. A lock's name has the
 * ordering of the lock itself and vanishes with a crashed tab, so it says reliably, without storage,
 * whether somebody was faster. Where locks are missing or denied, each is granted at once: they save
 * requests, the server keeps sessions right.
 */
export function locks(page, prefix) {
  const manager = navigator.locks;
  /** Of each lock that is waited for or held: how to let it go. */
  const held = new Map();
  let generation;
  let letNameGo;

  const publish = (id, next) => {
    generation = next;
    const done = () => page.push(GENERATION_PUBLISHED, id);
    if (!manager) return done();
    manager
      .request(`${prefix}g${next}`, { mode: 'shared' }, () => {
        // The former name is let go only now: at no time is there none.
        letNameGo?.();
        done();
        return new Promise((resolve) => (letNameGo = resolve));
      })
      .catch(done);
  };
  const release = (id) => {
    held.get(id)?.();
    held.delete(id);
  };

  return {
    acquireLock(id, _a, steal) {
      const granted = (newest) => page.push(LOCK_GRANTED, id, newest);
      if (!manager) return granted(-1);
      const waiting = new AbortController();
      let holding;
      held.set(id, () => waiting.abort());
      manager
        .request(`${prefix}refresh`, steal ? { steal: true } : { signal: waiting.signal }, async () => {
          if (!held.has(id)) return;
          holding = true;
          const released = new Promise((resolve) => held.set(id, resolve));
          const names = (await manager.query()).held.map(({ name }) => name);
          const generations = names.filter((name) => name.startsWith(`${prefix}g`));
          granted(Math.max(-1, ...generations.map((name) => +name.slice(prefix.length + 1))));
          return released;
        })
        .catch(() => {
          if (!held.delete(id)) return;
          if (holding) page.push(LOCK_LOST, id);
          else granted(-1);
        });
    },

    releaseLock: release,
    publish,

    /** Lets everything go: a page that holds a lock is not put into the back/forward cache. */
    suspend() {
      letNameGo?.();
      letNameGo = undefined;
      [...held.keys()].forEach(release);
    },

    /** Takes the name of the last generation again. */
    resume() {
      if (generation !== undefined) publish(0, generation);
    },
  };
}
