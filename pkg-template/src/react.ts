'use client';
import { useEffect, useReducer, useSyncExternalStore } from 'react';
import { idleNotice, idleWarning, type IdleNotice } from './idle.js';
import { useProvided } from './react-session.js';
import type { Claims } from './types.js';

export type { IdleNotice };
export { Authenticated, Unauthenticated, type AuthenticatedProps } from './react-parts.js';
export { SessionProvider, useClaims, useSession, type SessionProviderProps } from './react-session.js';

/** The warning that this session is about to end for want of activity, or null. */
export function useIdleWarning(): IdleNotice | null {
  const session = useProvided<Claims>();
  const { subscribe, getSnapshot } = idleWarning(session);
  const expiresAt = useSyncExternalStore(subscribe, getSnapshot, () => null);
  const [, tick] = useReducer((n: number) => n + 1, 0);
  useEffect(() => {
    if (expiresAt === null) return;
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [expiresAt]);
  return expiresAt === null ? null : idleNotice(session, expiresAt);
}
