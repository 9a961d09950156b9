import type { Session } from './types.js';

/** As much of a QueryClient (TanStack Query 5) as is asked of it. */
export interface Client {
  getQueryCache(): { getAll(): { reset(): void }[] };
  getMutationCache(): { clear(): void };
  clear(): void;
  removeQueries(filters: { type: 'inactive' }): void;
  resetQueries(): Promise<void>;
}

/**
 * Lets a QueryClient forget what belongs to a session: everything once it has ended, and once another user has signed
 * in, after which what is on the screen is asked for anew. Returns how to undo it.
 */
export function attachSession(client: Client, session: Pick<Session<any>, 'on'>): () => void {
  const stop = [
    session.on('ended', () => {
      // Emptied before they are dropped: a component that is still there would go on showing them.
      for (const query of client.getQueryCache().getAll()) query.reset();
      client.clear();
    }),
    session.on('identity-changed', () => {
      client.getMutationCache().clear();
      client.removeQueries({ type: 'inactive' });
      void client.resetQueries();
    }),
  ];
  return () => stop.forEach((each) => each());
}
