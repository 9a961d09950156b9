import { safeReturnTo as safe } from './engine.js';

/**
 * Returns the path that `value` names on this origin, or `fallback` for anything else: an address of another site, `//…`, a list, nothing.
 * For what a query says of where to go after signing in.
 *
 * ```ts
 * navigate(safeReturnTo(query.get('redirect')));
 * ```
 */
export const safeReturnTo: (value: unknown, fallback?: string) => string = safe;
