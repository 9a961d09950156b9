import { createSignal, getOwner, onCleanup, onMount, type Accessor } from 'solid-js';
import type { Session, SessionSnapshot } from './types.js';
import { watch } from './watch.js';

/**
 * The snapshot as a signal, for as long as the owner lives that it is made under. With `initial`, the snapshot of `readSession`,
 * the server renders with it, and the page hydrates with it; then the session decides.
 */
export function createSessionSignal<C>(
  session: Session<C>,
  { initial }: { initial?: SessionSnapshot<C> } = {},
): Accessor<SessionSnapshot<C>> {
  const [snapshot, set] = createSignal(initial ?? session.getSnapshot());
  const follow = (): void => {
    const stop = watch(session, (next) => set(() => next));
    if (getOwner()) onCleanup(stop);
  };
  if (initial) onMount(follow);
  else follow();
  return snapshot;
}
