// What session.fetch makes of a redirect that leaves the origin, told from what native fetch made of it.
import { chromium, firefox } from '../e2e/harness/engine.mjs';

const reads = ({ method = 'GET' }) => /^(GET|HEAD)$/i.test(method);
const follows = ({ init }) => (init?.redirect ?? 'follow') === 'follow';

/** How the browser says that a request failed. */
const NETWORK = {
  name: 'TypeError',
  kind: '[object Error]',
  message: chromium ? 'Failed to fetch' : firefox ? 'NetworkError when attempting to fetch resource.' : 'Load failed',
  typeError: true,
  code: null,
};
const redirected = ({ method }, url) => ({
  name: 'SessionError',
  kind: '[object Error]',
  message: `${method} ${url} was redirected where it cannot follow.`,
  typeError: false,
  code: 'redirected',
});

/** A call that failed in the place of one that was answered. */
const fail = (seen, failed) => (seen.calls = seen.calls.map(({ promise, after }) => ({ promise, failed, after })));

const without = (names, { headers, ...rest }) => ({ ...rest, headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name))) });

/**
 * Rewrites an observation of native `fetch`, which `seen` has with the headers of the session, and `plain` as it was; `names`
 * are those of the headers.
 */
export function lead(seen, spec, plain, names, url) {
  if (!follows(spec) || !seen.requests.length) return;
  const first = seen.requests[0];
  const away = seen.requests.findIndex(({ where }) => where !== 'own');
  // Chromium alone does not say that it was redirected where the address is none.
  const led = (chromium ? /^30\d (own|listed|foreign|loop)/ : /^30\d (own|listed|foreign|loop|bad)/).test(spec.answer);
  if (spec.origin === 'listed') {
    if (!led) return;
    seen.preflights.splice(1);
    if (!reads(spec)) {
      seen.requests.splice(1);
      return fail(seen, redirected(spec, url));
    }
    seen.requests = [first, ...seen.requests.map((request) => without(names, request))];
    return;
  }
  const failed = seen.calls.some(({ failed }) => failed && !failed.isReason);
  if (!reads(spec)) {
    if (away < 0) return;
    seen.requests.splice(away);
    seen.preflights = [];
    return fail(seen, NETWORK);
  }
  if (away >= 0) seen.requests = [...seen.requests.slice(0, away), first, ...plain.requests];
  else if (failed && led) {
    seen.requests = [...seen.requests, first, ...plain.requests];
    fail(seen, redirected(spec, url));
  } else if (failed) seen.requests.push(first);
}
