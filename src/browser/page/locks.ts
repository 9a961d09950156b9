import { InputKind } from './generated/border.js';
import type { Push } from './surface.js';
import { cancel, later } from './timers.js';

/** What the locks need of the page. */
interface Needs {
  readonly _push: Push;
}

/** The refresh lock, and the names of generations. */
export interface Locks {
  _acquireLock(id: number, a: unknown, steal: boolean): Promise<void>;
  _releaseLock(id: number): void;
  /** Holds a name for a while. A generation is an unsigned number, and numbers cross the border signed. */
  _publish(id: number, generation: number): Promise<void>;
  /** Lets everything go: a page that holds a lock is not put into the back/forward cache. */
  _letGo(): void;
}

/** How long the name of a generation is held, in milliseconds: longer than any tab is on the way to the refresh lock. */
const NAMED = 5_000;

/**
 * Web Locks: the refresh lock, and the generation in the name of a shared lock. A lock's name has the
 * ordering of the lock itself and vanishes with a crashed tab, so it says reliably, without storage,
 * whether another tab was faster. It is held for no longer than that takes: Firefox puts no page into its
 * back/forward cache that is left with a lock, whatever is let go on leaving. Where locks are missing
 * or denied (to ask throws), each is granted at once: they save requests, the server keeps sessions
 * right.
 */
export function locks(page: Needs, prefix: string): Locks {
  const manager = navigator.locks;
  /** Of each lock that is waited for or held: how to let it go. */
  const held = new Map<number, () => void>();
  const family = `${prefix}g`;

  const releaseLock = (id: number): void => {
    held.get(id)?.();
    held.delete(id);
  };

  return {
    async _acquireLock(id, _a, steal) {
      let holding;
      held.set(id, () => {});
      try {
        const waiting = new AbortController();
        held.set(id, () => waiting.abort());
        await manager.request(`${prefix}refresh`, steal ? { steal } : { signal: waiting.signal }, async () => {
          if (!held.has(id)) return;
          holding = true;
          const released = new Promise<void>((resolve) => held.set(id, resolve));
          const names = (await manager.query()).held!.map(({ name }) => name!);
          const generations = names.filter((name) => name.startsWith(family));
          page._push(InputKind.LockGranted, id, Math.max(-1, ...generations.map((name) => +name.slice(family.length))));
          return released;
        });
      } catch {
        if (held.delete(id)) page._push(holding ? InputKind.LockLost : InputKind.LockGranted, id, -1);
      }
    },

    _releaseLock: releaseLock,

    async _publish(id, generation) {
      try {
        await manager.request(family + (generation >>> 0), { mode: 'shared' }, () => {
          const released = new Promise<void>((resolve) => {
            const timer = later(releaseLock, NAMED, id);
            held.set(id, () => resolve(cancel(timer)));
          });
          page._push(InputKind.GenerationPublished, id);
          return released;
        });
      } catch {
        page._push(InputKind.GenerationPublished, id);
      }
    },

    _letGo: () => held.forEach((_, id) => releaseLock(id)),
  };
}
