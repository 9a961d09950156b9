import type { Session } from './types.js';

/** As much as the guard reads of what a router hands over: React Router a request, TanStack Router a location. */
export interface Navigation {
  readonly request?: { readonly url: string };
  readonly location?: { readonly href: string };
}

/**
 * Guards a route: waits for the session, then throws what `elsewhere` makes of the wanted path if nobody is signed in.
 * It is a loader or a middleware for React Router (≥ 7), and a `beforeLoad` for TanStack Router; which router it is shows in
 * the `redirect` that `elsewhere` calls.
 *
 * ```ts
 * const guard = requireSession(session, (wanted) => redirect(`/sign-in?redirect=${encodeURIComponent(wanted)}`));
 * ```
 *
 * On a server nothing is known, and everything passes: a guard spares a person an empty page, the server's answers
 * are what protects data.
 */
export function requireSession(
  session: Session<any>,
  elsewhere: (wanted: string) => unknown,
): (navigation: Navigation) => Promise<void> {
  return async ({ request, location }) => {
    const { status } = await session.ready();
    if (status === 'unauthenticated') throw elsewhere(wanted(request?.url ?? location?.href ?? '/'));
  };
}

/** The path of an address, whatever its origin. */
function wanted(address: string): string {
  const { pathname, search, hash } = new URL(address, 'http://localhost');
  return pathname + search + hash;
}
