'use client';
import {
  createContext, createElement, useContext, useEffect, useMemo, useReducer, useSyncExternalStore,
  type Context, type ReactElement, type ReactNode,
} from 'react';
import { idleNotice, idleWarning, type IdleNotice } from './idle.js';
import type { Claims, Session, SessionSnapshot } from './types.js';

export type { IdleNotice };

const SessionContext: Context<Session<any> | null> = /* @__PURE__ */ createContext<Session<any> | null>(null);

/** Hands a session to the tree below. Whoever made the session disposes of it: this never does. */
export function SessionProvider({ session, children }: { session: Session<any>; children?: ReactNode }): ReactElement {
  idleWarning(session);
  return createElement(SessionContext.Provider, { value: session }, children);
}

function useProvided<C>(): Session<C> {
  const session = useContext(SessionContext);
  if (!session) throw new Error('hallpass/react: there is no <SessionProvider> above');
  return session;
}

/** The present snapshot, and the session to act on. */
export function useSession<C = Claims>(): SessionSnapshot<C> & { session: Session<C> } {
  const session = useProvided<C>();
  const snapshot = useSyncExternalStore(session.subscribe, session.getSnapshot, session.getServerSnapshot);
  return useMemo(() => ({ ...snapshot, session }), [snapshot, session]);
}

/** What `selector` takes from the claims; undefined while nobody is signed in. Renders only when that changes. */
export function useClaims<C = Claims, T = C>(selector?: (claims: C) => T): T | undefined {
  const session = useProvided<C>();
  const select = useMemo(() => {
    let claims: C | undefined;
    let selected: T | undefined;
    return (): T | undefined => {
      const next = session.getSnapshot().claims;
      if (next !== claims) {
        claims = next;
        selected = next === undefined ? undefined : selector ? selector(next) : (next as unknown as T);
      }
      return selected;
    };
  }, [session, selector]);
  return useSyncExternalStore(session.subscribe, select, () => undefined);
}

/** Shows its children to a person who is signed in, else `fallback`; `loading`, if given, while nobody knows yet. */
export function Authenticated(props: { children?: ReactNode; fallback?: ReactNode; loading?: ReactNode }): ReactNode {
  const { status } = useSession();
  const { children, fallback = null, loading = fallback } = props;
  return status === 'authenticated' ? children : status === 'loading' ? loading : fallback;
}

/** Shows its children once it is known that nobody is signed in. */
export function Unauthenticated({ children }: { children?: ReactNode }): ReactNode {
  return useSession().status === 'unauthenticated' ? children : null;
}

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
