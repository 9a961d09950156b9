import { hasRole, hasScope } from './claims.js';

/** What is asked of a user who is signed in: all that is named. It decides what is shown; the server protects the data. */
export interface Demand<C, Context extends unknown[] = []> {
  /** A role in the claim `roles`. Where roles stand elsewhere, `when` with `hasRole` of `hallpass/claims` finds them. */
  role?: string;
  /** Scopes in the claim `scope`, separated by spaces. */
  scope?: string;
  /** Anything else that the claims can tell. */
  when?: (claims: C, ...context: Context) => boolean;
}

/** Whether a user with these claims meets it. */
export function meets<C, Context extends unknown[]>(
  { role, scope, when }: Demand<C, Context>,
  claims: C,
  ...context: Context
): boolean {
  if (role !== undefined && !hasRole(claims as object, role)) return false;
  if (scope !== undefined && !hasScope(claims as object, scope)) return false;
  return when?.(claims, ...context) ?? true;
}
