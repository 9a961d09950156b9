// The axes of the comparison, by the names that the page and the server know.

/** How an address may be given. */
export const ADDRESSES = ['string', 'relative', 'dotted', 'fragment', 'URL', 'anchor', 'stringifier'];
/** How a Request may be given, and what overrides it. */
export const REQUESTS = [
  'Request', 'Request, undefined', 'Request, null', 'Request, {}', 'Request, init', 'Request, headers', 'Request of a Request', 'cloned Request', 'used Request',
  'subclass of Request', 'Request of a frame',
];
export const INPUTS = [...ADDRESSES, ...REQUESTS, 'init is a Request'];
/** How the second may hold its members. */
export const SHAPES = ['plain', 'frozen', 'bare', 'getters', 'hidden', 'class', 'inherited', 'function'];
export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
/** Some that are written otherwise, and one of WebDAV. */
export const RARE = ['get', 'pOsT', 'delete', 'options', 'REPORT'];
/** Bodies that can be sent twice. */
export const WHOLE = ['none', 'null', 'empty', 'string', 'params', 'form', 'blob', 'untyped blob', 'buffer', 'view', 'data view', 'object'];
export const BODIES = [...WHOLE, 'stream'];
export const HEADERS = ['object', 'pairs', 'headers', 'map', 'typed', 'ours', 'null'];
export const READS = ['text', 'json', 'bytes', 'blob', 'form', 'stream', 'clone', 'twice', 'cancel'];
export const ORIGINS = ['own', 'listed'];
export const ANSWERS = [
  '200', 'text', 'html', 'csv', 'untyped', 'broken', 'form', 'empty', '201', '204', '205', '206', '304', '400', '401 json', '401 text', '401 empty', '401 broken',
  '401 bearer', '402', '403 json', '403 text', '404', '404 json', '409', '418', '429', '500', '500 json', '503', 'gzip', 'bad gzip', 'cut', 'cut body', 'slow',
];

/** The digest of what the answer `200` says, and one of something else. */
const DIGESTS = ['sha256-vetLUlmuRD8kbq2FqBcNue+6Yb9o5/qq7e6OqNkISLg=', 'sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='];

const each = (name, values) => values.map((value) => ({ [name]: value }));

/** Options, one at a time. */
export const OPTIONS = [
  ...each('mode', ['cors', 'same-origin', 'no-cors', 'navigate']),
  ...each('credentials', ['omit', 'same-origin', 'include']),
  ...each('cache', ['default', 'no-store', 'reload', 'no-cache', 'force-cache', 'only-if-cached']),
  ...each('redirect', ['follow', 'error', 'manual']),
  ...each('referrer', ['', '/elsewhere', 'about:client', 'http://127.0.0.1:1/foreign', 'http://[']),
  ...each('referrerPolicy', [
    '', 'no-referrer', 'no-referrer-when-downgrade', 'origin', 'origin-when-cross-origin', 'same-origin', 'strict-origin', 'strict-origin-when-cross-origin', 'unsafe-url',
  ]),
  ...each('integrity', ['', ...DIGESTS]),
  ...each('priority', ['high', 'low', 'auto']),
  ...each('keepalive', [true, false]),
  { duplex: 'half' },
  { window: null },
];

/** What no call may hold: refused before anything is sent. */
export const REFUSED = [
  ...each('method', ['TRACE', 'CONNECT', 'track', 'b@d', '', 'GET ']),
  ...['mode', 'credentials', 'cache', 'redirect', 'referrerPolicy', 'priority', 'duplex'].map((name) => ({ [name]: 'unheard of' })),
  ...each('signal', [{}, 'none']),
  ...each('headers', [7, [['one']]]),
  { window: 'none' },
  { keepalive: 'yes' },
  { integrity: 7 },
  { body: null },
];
