import { createSignal, getOwner, onCleanup, type Accessor } from 'solid-js';
import type { Session, SessionSnapshot } from './types.js';
import { watch } from './watch.js';

/** The snapshot as a signal, for as long as the owner lives that it is made under. */
export function createSessionSignal<C>(session: Session<C>): Accessor<SessionSnapshot<C>> {
  const [snapshot, set] = createSignal(session.getSnapshot());
  const stop = watch(session, (next) => set(() => next));
  if (getOwner()) onCleanup(stop);
  return snapshot;
}
