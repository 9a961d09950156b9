// All that session.fetch does otherwise than fetch. Of each difference: what and why, as docs/fetch.md has it; where it
// holds (`when`); and how the native call is to be made (`call`), or what it came to is to be read (`seen`), to be equal.
import { webkit } from '../e2e/harness/engine.mjs';
import { ADDRESSES } from './cases/axes.mjs';
import { lead } from './led.mjs';

/** What the session of the test sends along: the preset's header, and the handle that the test server named. */
const OURS = { 'x-csrf': '1', 'hallpass-session': 'h1' };
const COOKIES = 'own=1';
const notReplayable = ({ method }, url) => ({
  name: 'SessionError',
  kind: '[object Error]',
  message: `The request cannot be repeated. (${method} ${url})`,
  typeError: false,
  code: 'body_not_replayable',
});

const requests = (seen, change) => seen.requests.forEach(change);
const calls = (seen, change) => seen.calls.forEach(change);

/** Whether an opaque answer is asked for, in a way that `fetch` takes. */
const opaque = ({ init, method = 'GET' }) => init?.mode === 'no-cors' && /^(GET|HEAD|POST)$/i.test(method);

export const DIFFERENCES = [
  {
    name: 'headers',
    what: 'A request carries the headers that the preset names: a CSRF token, the handle of the session. They replace headers of the same name. To a listed origin they cause a preflight.',
    why: 'The server asks for them.',
    when: () => true,
    // What a preflight asks for cannot be added afterwards: the native call sends the headers itself.
    call: (spec) => (spec.origin === 'listed' ? { ...spec, added: OURS } : spec),
    seen: (seen) => requests(seen, ({ headers }) => Object.assign(headers, OURS)),
  },
  {
    name: 'credentials',
    what: 'Cookies are sent, whatever `credentials` says.',
    why: 'The session is in the cookies.',
    when: () => true,
    // To its own origin a browser sends them unless it is told not to.
    call: (spec) => (spec.origin === 'listed' ? { ...spec, init: { ...spec.init, credentials: 'include' } } : spec),
    seen: (seen) => requests(seen, ({ headers }) => (headers.cookie = COOKIES)),
  },
  {
    name: 'mode',
    what:
      'On the own origin the mode is `same-origin`, which a server sees in `Sec-Fetch-Mode`, or `cors` where a request that may change something names no referrer. ' +
      'To a listed origin `no-cors` is `cors`: no answer is opaque.',
    why: 'No redirect takes the headers of the session to another origin; and a request without a referrer keeps its `Origin`.',
    when: () => true,
    call: (spec) => (spec.origin === 'listed' && opaque(spec) ? { ...spec, init: { ...spec.init, mode: 'cors' } } : spec),
    seen: (seen, { origin, init }, _, url) =>
      requests(seen, ({ method, headers }) => {
        if (origin === 'listed') return;
        const inside = method === 'GET' || method === 'HEAD' || headers.referer || init?.mode === 'same-origin';
        if ('sec-fetch-mode' in headers) headers['sec-fetch-mode'] = inside ? 'same-origin' : 'cors';
        if (!inside) headers.origin = new URL(url).origin;
      }),
  },
  {
    name: 'Referer',
    what: 'Where the call names no referrer, `Referer` is the address of the page when the request leaves, not when the call was made.',
    why: 'No script can say an earlier one in a way that keeps to the policy of the document.',
    when: ({ later }) => later === 'history',
    seen: (seen) => requests(seen, ({ headers }) => (headers.referer += 'deep/er/')),
  },
  {
    name: 'changes',
    what: 'In WebKitGTK a body that is changed in the same task as the call (an array, a form, search parameters) is sent as changed. In Chromium and Firefox it is sent as it was.',
    why: 'A Request of WebKitGTK reads its body when it is sent.',
    when: () => false,
  },
  {
    name: 'HEAD',
    what: 'A 401 to HEAD is handed back, as is any other that does not say why. The session endpoint is asked, and the session is refreshed for the next request.',
    why: 'An answer without a body does not say whether the session has expired.',
    when: ({ method, expired }) => method === 'HEAD' && expired,
    call: (spec) => ({ ...spec, once: true }),
  },
  {
    name: 'streams',
    what: 'A ReadableStream that is given as a body is sent once. Where the answer says that the session has expired, the call fails with `body_not_replayable`, and has the answer in `response`. In WebKitGTK a Request with such a body is sent, which `fetch` refuses there.',
    why: 'What has been read is gone.',
    when: ({ expired, body, input }) => expired && body === 'stream' && (ADDRESSES.includes(input) || input === 'Request, init'),
    call: (spec) => ({ ...spec, once: true }),
    seen: (seen, spec, _, url) => calls(seen, (call, at, all) => call.head && (all[at] = { promise: call.promise, failed: notReplayable(spec, url), after: call.after })),
  },
  {
    name: 'reason',
    what: 'An aborted call rejects with the reason of its signal in WebKitGTK too, whose `fetch` rejects with an AbortError of its own.',
    why: 'The Fetch standard says so.',
    when: ({ signal }) => webkit && signal,
    seen: (seen) => calls(seen, (call) => call.failed?.message === 'Fetch is aborted' && (call.failed = { isReason: true })),
  },
  {
    name: 'redirects',
    what:
      'A GET or HEAD that is redirected to another origin, or by a listed one, is sent once more without the headers of the session, and followed. ' +
      'To tell a redirect from a network that fails, a GET or HEAD to the own origin that fails is sent a second time, which stops at a redirect. ' +
      'What may change something is not sent twice: redirected to another origin it fails as without a network, redirected by a listed one with the code `redirected`.',
    why: 'The headers of the session go to no other origin.',
    when: () => true,
    seen: (seen, spec, plain, url) => lead(seen, spec, plain, Object.keys(OURS), url),
  },
];

/** The description by which native `fetch` does the same. */
export const instead = (spec) => DIFFERENCES.reduce((spec, { when, call }) => (call && when(spec) ? call(spec) : spec), spec);

/** What native `fetch` came to for an address, as session.fetch has to. */
export function expected(spec, native, url) {
  const plain = structuredClone(native);
  for (const { when, seen } of DIFFERENCES) if (seen && when(spec)) seen(native, spec, plain, url);
  return native;
}
