import type { Readable } from 'svelte/store';
import type { Session, SessionSnapshot } from './types.js';
import { watch } from './watch.js';

/**
 * The snapshot as a store: `const snapshot = toStore(session)`, then `$snapshot.status`. With `initial`, the snapshot of
 * `readSession`, the server renders with it, and the page hydrates with it; then the session decides.
 */
export function toStore<C>(
  session: Session<C>,
  { initial }: { initial?: SessionSnapshot<C> } = {},
): Readable<SessionSnapshot<C>> {
  return {
    subscribe(run) {
      if (!initial) return watch(session, run);
      run(initial);
      // On a server nothing follows.
      if (typeof document === 'undefined') return () => {};
      let stop: (() => void) | undefined = () => {};
      // Svelte hydrates in one go: afterwards, and before anything is painted.
      queueMicrotask(() => {
        initial = undefined;
        if (stop) stop = watch(session, run);
      });
      return () => {
        stop?.();
        stop = undefined;
      };
    },
  };
}
