/**
 * Returns the path that `value` names on this origin, or `fallback` for anything else. No browser and no router reads a host
 * in the path, so that nothing redirects to another site (RFC 9700 section 4.11.1).
 */
export function safeReturnTo(value: unknown, fallback: string = '/'): string {
  if (typeof value !== 'string') return fallback;
  const path = value.replace(/^https?:\/\/[^/]+/, (origin) => (origin === globalThis.location?.origin ? '' : origin));
  // A browser reads a backslash as a slash, and drops tabs and line ends.
  if (!/^\/(?!\/)[^\\\p{Cc}]*$/u.test(path)) return fallback;
  // Dots may make two slashes of it.
  const { pathname, search, hash } = new URL(path, 'http://here');
  return /^\/\//.test(pathname) ? fallback : pathname + search + hash;
}

/** The path of the present page. */
export const herePath = (): string => location.href.slice(location.origin.length).replace(/^\/+/, '/');
