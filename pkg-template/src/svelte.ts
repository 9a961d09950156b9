import type { Readable } from 'svelte/store';
import type { Session, SessionSnapshot } from './types.js';
import { watch } from './watch.js';

/** The snapshot as a store: `const snapshot = toStore(session)`, then `$snapshot.status`. */
export function toStore<C>(session: Session<C>): Readable<SessionSnapshot<C>> {
  return { subscribe: (run) => watch(session, run) };
}
