import type { AxiosInstance } from 'axios';
import type { Session } from './types.js';

/**
 * Lets an axios instance send through the session (axios ≥ 1.12). What the session refuses arrives as an AxiosError
 * with the SessionError as its `cause`. Returns how to undo it.
 */
export function attachSession(instance: AxiosInstance, session: Pick<Session, 'fetch'>): () => void {
  const { defaults } = instance;
  const { adapter, env } = defaults;
  defaults.adapter = 'fetch';
  defaults.env = { ...env, fetch: session.fetch } as typeof env;
  return () => {
    defaults.adapter = adapter;
    defaults.env = env;
  };
}
