'use client';
import type { ReactNode } from 'react';
import { useSession } from './react-session.js';
import type { Claims } from './types.js';
import { isUnknown } from './verdict.js';

/** What stands within `<Authenticated>`, and in its place. */
export interface AuthenticatedProps<C = Claims> {
  children?: ReactNode;
  /** For a user who is not signed in, or whom `when` rejects. */
  fallback?: ReactNode;
  /** Until the first answer. Default: `fallback`. */
  loading?: ReactNode;
  /** While the server cannot say whether the user is signed in. Default: `loading`. */
  unavailable?: ReactNode;
  /** Whether a user with these claims may see it. */
  when?: (claims: C) => boolean;
}

/** Shows its children to a user who is signed in, and whom `when` accepts if it is given. */
export function Authenticated<C = Claims>(props: AuthenticatedProps<C>): ReactNode {
  const snapshot = useSession<C>();
  const { status, claims } = snapshot;
  const { children, fallback = null, loading = fallback, unavailable = loading, when } = props;
  if (status === 'authenticated' && (!when || when(claims))) return children;
  if (status === 'loading') return loading;
  return isUnknown(snapshot) ? unavailable : fallback;
}

/** Shows its children once it is known that the user is not signed in. */
export function Unauthenticated({ children }: { children?: ReactNode }): ReactNode {
  const snapshot = useSession();
  return snapshot.status === 'unauthenticated' && !isUnknown(snapshot) ? children : null;
}
