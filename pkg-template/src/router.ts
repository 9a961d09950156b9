import { meets, type Demand } from './demand.js';
import type { Claims, Seconds, Session } from './types.js';
import { verdict } from './verdict.js';

export type { Demand };

/** As much as the guard reads of what a router hands over: React Router a request, TanStack Router a location. */
export interface Navigation {
  readonly request?: { readonly url: string };
  readonly location?: { readonly href: string };
}

/** What a route asks of its user, and what becomes of one who is signed in and does not meet it. */
export interface RouteDemand<C> extends Demand<C> {
  /** Makes what is thrown, of the wanted path: a redirect, say. Default: a `Response` of status 403, for the route's error boundary. */
  denied?: (wanted: string) => unknown;
  /** How long to wait for a server that cannot say who is signed in; then its error is thrown. Default: 10. */
  patience?: Seconds;
}

/** A loader or a middleware for React Router (≥ 7), and a `beforeLoad` for TanStack Router. */
export type Guard = (navigation: Navigation) => Promise<void>;

const forbidden = (): Response => new Response(null, { status: 403, statusText: 'Forbidden' });

/**
 * Guards a route: waits for the session, then throws what `elsewhere` makes of the wanted path if the user is not signed in.
 * Where the server cannot say whether the user is, the guard waits for it to recover, and after `patience` seconds throws
 * the `SessionError`, for the route's error boundary.
 *
 * Which router it serves shows in the `redirect` that `elsewhere` calls.
 *
 * ```ts
 * const signedIn = requireSession(session, (wanted) => redirect(`/sign-in?redirect=${encodeURIComponent(wanted)}`));
 * const admins = requireSession(session, { role: 'admin' }, (wanted) => redirect(`/sign-in?redirect=${encodeURIComponent(wanted)}`));
 * ```
 *
 * On a server nothing is known, and every navigation passes: a guard spares a user an empty page, the server's answers
 * are what protects data.
 */
export function requireSession(session: Session<any>, elsewhere: (wanted: string) => unknown): Guard;
export function requireSession<C = Claims>(
  session: Session<C>,
  demand: RouteDemand<C>,
  elsewhere: (wanted: string) => unknown,
): Guard;
export function requireSession<C>(
  session: Session<C>,
  ...rest: [RouteDemand<C>, (wanted: string) => unknown] | [(wanted: string) => unknown]
): Guard {
  const [{ denied = forbidden, patience, ...demand }, elsewhere] = rest.length === 2 ? rest : [{}, rest[0]];
  return async ({ request, location }) => {
    const { status, claims } = await verdict(session, patience);
    const wanted = pathOf(request?.url ?? location?.href ?? '/');
    if (status === 'unauthenticated') throw elsewhere(wanted);
    if (status === 'authenticated' && !meets(demand, claims)) throw denied(wanted);
  };
}

/** The path of an address, whatever its origin. */
function pathOf(address: string): string {
  const { pathname, search, hash } = new URL(address, 'http://localhost');
  return pathname + search + hash;
}
