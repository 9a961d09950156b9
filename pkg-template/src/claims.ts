import type { SessionSnapshot } from './types.js';

export type { SessionSnapshot } from './types.js';

/** Where a claim stands. */
export interface ClaimOptions {
  /**
   * Its name, or a path such as `realm_access.roles`. A claim whose own name has dots, such as
   * `https://example.com/roles`, is found by that name first; a list is a path, name by name.
   */
  claim?: string | readonly string[];
}

/** A snapshot, or the claims themselves. Without a user there are none. */
export type Holder = SessionSnapshot<any> | object | null | undefined;

const member = (of: any, name: string): any => (Object(of) === of && Object.hasOwn(of, name) ? of[name] : undefined);

/** The claims of a snapshot; of anything else, itself. */
const claims = (of: any): unknown =>
  member(of, 'activity') && /^(loading|(un)?authenticated)$/.test(member(of, 'status')) ? of.claims : of;

const find = (of: Holder, claim: string | readonly string[]): unknown => {
  const all = claims(of);
  const whole = typeof claim === 'string' ? member(all, claim) : undefined;
  return whole ?? (typeof claim === 'string' ? claim.split('.') : claim).reduce(member, all);
};

const words = (value: unknown): string[] => (typeof value === 'string' ? value.split(' ').filter(Boolean) : []);

/**
 * Whether all of the scopes are granted: separated by spaces (RFC 6749 section 3.3), or in a list. For what to show;
 * what is allowed is the server's affair.
 *
 * ```ts
 * hasScope(session.getSnapshot(), 'orders:read orders:write');
 * hasScope(claims, 'read', { claim: 'scp' });
 * ```
 */
export function hasScope(of: Holder, scope: string | readonly string[], { claim = 'scope' }: ClaimOptions = {}): boolean {
  const wanted = typeof scope === 'string' ? words(scope) : scope;
  const found = find(of, claim);
  const granted = Array.isArray(found) ? found : words(found);
  return wanted.length > 0 && wanted.every((one) => granted.includes(one));
}

/**
 * Whether the user has a role: the one that the claim says, or one of its list. A role may have spaces in its name.
 *
 * ```ts
 * hasRole(session.getSnapshot(), 'admin');
 * hasRole(claims, 'admin', { claim: 'realm_access.roles' });
 * ```
 */
export function hasRole(of: Holder, role: string, { claim = 'roles' }: ClaimOptions = {}): boolean {
  const found = find(of, claim);
  return role !== '' && (Array.isArray(found) ? found.includes(role) : found === role);
}
