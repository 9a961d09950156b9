import type { Seconds, Session, SessionSnapshot } from './types.js';

/** How long a guard waits for a server that has yet to say who is signed in. */
const PATIENCE: Seconds = 10;

/** Whether the server could not be asked who is signed in, or gave no verdict. */
export const isUnknown = (snapshot: SessionSnapshot<any>): boolean =>
  snapshot.status === 'unauthenticated' && snapshot.reason === 'unknown';

/**
 * Resolves with the first snapshot in which the server has said who is signed in; rejects, after so many seconds, with the
 * error that kept it from saying so. On a server it resolves at once, with the loading snapshot.
 */
export async function verdict<C>(session: Session<C>, patience: Seconds = PATIENCE): Promise<SessionSnapshot<C>> {
  const snapshot = await session.ready();
  if (!isUnknown(snapshot)) return snapshot;
  return new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer);
      stop();
    };
    const timer = setTimeout(() => {
      end();
      reject(session.getSnapshot().error ?? new Error('The server does not say who is signed in.'));
    }, patience * 1000);
    const stop = session.subscribe(() => {
      const next = session.getSnapshot();
      if (next.status === 'loading' || isUnknown(next)) return;
      end();
      resolve(next);
    });
  });
}
