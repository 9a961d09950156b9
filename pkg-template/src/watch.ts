import type { Session, SessionSnapshot } from './types.js';

/** Tells the present snapshot now and each one after it: the one idea behind every adapter. Returns how to stop. */
export function watch<C>(session: Session<C>, tell: (snapshot: SessionSnapshot<C>) => void): () => void {
  const now = (): void => tell(session.getSnapshot());
  now();
  return session.subscribe(now);
}
