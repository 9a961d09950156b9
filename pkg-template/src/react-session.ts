'use client';
import {
  createContext,
  createElement,
  useContext,
  useMemo,
  useSyncExternalStore,
  type Context,
  type ReactElement,
  type ReactNode,
} from 'react';
import { idleWarning } from './idle.js';
import type { Claims, Session, SessionSnapshot } from './types.js';

interface Provided {
  session: Session<any>;
  /** What the server renders with, and the first render in the browser. */
  atFirst: () => SessionSnapshot<any>;
}

const SessionContext: Context<Provided | null> = /* @__PURE__ */ createContext<Provided | null>(null);

export interface SessionProviderProps {
  session: Session<any>;
  /** What the server knew: the snapshot of `readSession`. It hydrates with this one, and then the session decides. */
  initial?: SessionSnapshot<any>;
  children?: ReactNode;
}

/** Hands a session to the tree below. It never disposes of it. */
export function SessionProvider({ session, initial, children }: SessionProviderProps): ReactElement {
  idleWarning(session);
  const value = useMemo(() => ({ session, atFirst: initial ? () => initial : session.getServerSnapshot }), [session, initial]);
  return createElement(SessionContext.Provider, { value }, children);
}

function useContextOf(): Provided {
  const provided = useContext(SessionContext);
  if (!provided) throw new Error('hallpass/react: there is no <SessionProvider> above');
  return provided;
}

/** The session of the provider above. */
export const useProvided = <C>(): Session<C> => useContextOf().session;

/** The present snapshot, and the session to act on. */
export function useSession<C = Claims>(): SessionSnapshot<C> & { session: Session<C> } {
  const { session, atFirst } = useContextOf();
  const snapshot: SessionSnapshot<C> = useSyncExternalStore(session.subscribe, session.getSnapshot, atFirst);
  return useMemo(() => ({ ...snapshot, session }), [snapshot, session]);
}

/** What `selector` takes from the claims; undefined while the user is not signed in. Renders only when that changes. */
export function useClaims<C = Claims, T = C>(selector?: (claims: C) => T): T | undefined {
  const { session, atFirst } = useContextOf();
  const [select, selectFirst] = useMemo(
    () =>
      [session.getSnapshot, atFirst].map((read) => {
        let claims: C | undefined;
        let selected: T | undefined;
        return (): T | undefined => {
          const next = read().claims;
          if (next !== claims) {
            claims = next;
            selected = next === undefined ? undefined : selector ? selector(next) : (next as unknown as T);
          }
          return selected;
        };
      }),
    [session, atFirst, selector],
  );
  return useSyncExternalStore(session.subscribe, select!, selectFirst);
}
