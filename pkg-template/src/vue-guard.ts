import { meets, type Demand } from './demand.js';
import type { Claims, Seconds, Session } from './types.js';
import { verdict } from './verdict.js';
import { useSession } from './vue-session.js';

/** As much of a route as the guard reads. */
export interface GuardRoute {
  readonly path: string;
  readonly fullPath: string;
  readonly meta: Record<PropertyKey, unknown>;
}

export type GuardOptions<C = Claims> = {
  /** The path of the sign-in page, which is open to all. */
  login: string;
  /** Default: that of the plugin. Where the router has no app, as in a test of its own. */
  session?: Session<C>;
  /** How long to wait for a server that cannot say who is signed in; then the guard throws its error. Default: 10. */
  patience?: Seconds;
} & (
  | { role?: undefined; scope?: undefined; when?: undefined; denied?: undefined }
  /** `denied` is the path for a user who is signed in and does not meet the demand. */
  | (Demand<C, [to: GuardRoute]> & { denied: string })
);

/**
 * A navigation guard for vue-router: waits for the session, then sends a user who is not signed in to `login`, with the
 * wanted page as `?redirect=`. A route with `meta.requiresAuth === false` is open to all. Where the server cannot say whether
 * the user is signed in, it waits, and after `patience` seconds throws the `SessionError` (`router.onError`).
 *
 * ```ts
 * router.beforeEach(createSessionGuard({ login: '/sign-in' }));
 * const admins = createSessionGuard({ login: '/sign-in', role: 'admin', denied: '/forbidden' }); // beforeEnter: admins
 * ```
 */
export function createSessionGuard<C = Claims>({
  login,
  session,
  denied,
  patience,
  ...demand
}: GuardOptions<C>): (to: GuardRoute) => Promise<boolean | { path: string; query?: { redirect: string } }> {
  return async (to) => {
    if (to.path === login || to.meta.requiresAuth === false) return true;
    const { status, claims } = await verdict(session ?? useSession<C>().session, patience);
    if (status === 'unauthenticated') return { path: login, query: { redirect: to.fullPath } };
    if (status === 'loading' || to.path === denied || meets(demand, claims, to)) return true;
    return denied !== undefined && { path: denied };
  };
}
