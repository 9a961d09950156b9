import { inject } from '@angular/core';
import { Router, type ActivatedRouteSnapshot, type CanActivateFn } from '@angular/router';
import { injectSession } from './angular-session.js';
import { meets, type Demand } from './demand.js';
import type { Claims, Seconds } from './types.js';
import { verdict } from './verdict.js';

export type SessionGuardOptions<C = Claims> = {
  /** The path of the sign-in page. */
  login: string;
  /** How long to wait for a server that cannot say who is signed in; then the guard throws its error. Default: 10. */
  patience?: Seconds;
} & (
  | { role?: undefined; scope?: undefined; when?: undefined; denied?: undefined }
  /** `denied` is the path for a user who is signed in and does not meet the demand. Default: the navigation is cancelled. */
  | (Demand<C, [route: ActivatedRouteSnapshot]> & { denied?: string })
);

/**
 * Guards a route: waits for the session, then leads a user who is not signed in to `login`, with the wanted page as
 * `?redirect=`. Where the server cannot say whether the user is signed in, it waits, and after `patience` seconds throws the
 * `SessionError`. On a server it judges by `initial` of `provideSession`; without that every navigation passes there.
 *
 * ```ts
 * { path: 'orders', component: Orders, canActivate: [sessionGuard({ login: '/sign-in' })] }
 * ```
 */
export function sessionGuard<C = Claims>({ login, patience, denied, ...demand }: SessionGuardOptions<C>): CanActivateFn {
  return async (route, { url }) => {
    const router = inject(Router);
    const { session, snapshot } = injectSession<C>();
    const known = await verdict(session, patience);
    const { status, claims } = known.status === 'loading' ? snapshot() : known;
    if (status === 'unauthenticated') return router.createUrlTree([login], { queryParams: { redirect: url } });
    if (status === 'loading' || meets(demand as Demand<C, [ActivatedRouteSnapshot]>, claims as C, route)) return true;
    return denied !== undefined && router.parseUrl(denied);
  };
}
