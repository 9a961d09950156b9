// One call of fetch, built from its description: the arguments, and what the test does with them later.
import { BODIES } from './bodies.js';
import { SIGNALS } from './signals.js';

const HEADERS = {
  object: () => ({ 'X-Own': 'one', accept: 'application/json' }),
  pairs: () => [['X-Own', 'one'], ['x-own', 'two']],
  headers: () => new Headers({ 'X-Own': 'one' }),
  map: () => new Map([['X-Own', 'one']]),
  typed: () => ({ 'content-type': 'application/json' }),
  ours: () => ({ 'x-csrf': '2', 'hallpass-session': 'another' }),
  'bad name': () => ({ 'bad name': 'x' }),
  'bad value': () => ({ 'x-own': 'a\nb' }),
  null: () => null,
};

/** Headers, and some more. */
function adding(headers, more = {}) {
  const all = new Headers(headers ?? undefined);
  for (const [name, value] of Object.entries(more)) all.set(name, value);
  return all;
}

/** Inputs that hold headers of their own, which count unless the options have some. */
const HOLDERS = new Set(['Request, init', 'Request, headers']);

/** The members of an init, as a plain object. */
function members(spec, signal) {
  const init = { ...spec.init };
  for (const name of spec.undefined ?? []) init[name] = undefined;
  if (spec.method) init.method = spec.method;
  if (spec.body) init.body = BODIES[spec.body]();
  if (spec.body === 'stream' && !spec.bare) init.duplex = 'half';
  if (spec.headers) init.headers = HEADERS[spec.headers]();
  if (spec.added && init.headers !== null && (init.headers !== undefined || !HOLDERS.has(spec.input))) init.headers = adding(init.headers, spec.added);
  if (signal !== undefined) init.signal = signal;
  return init;
}

const accessors = (init, enumerable) =>
  Object.fromEntries(Object.entries(init).map(([name, value]) => [name, { enumerable, configurable: true, get: () => value }]));

/** How an init may hold its members. */
const SHAPES = {
  plain: (init) => init,
  frozen: (init) => Object.freeze(init),
  bare: (init) => Object.assign(Object.create(null), init),
  getters: (init) => Object.defineProperties({}, accessors(init, true)),
  hidden: (init) => Object.defineProperties({}, accessors(init, false)),
  class: (init) => new (Object.defineProperties(class {}.prototype, accessors(init, false)).constructor)(),
  inherited: (init) => Object.create(init),
  function: (init) => Object.assign(() => {}, init),
};

/** How the address, and with it the rest, may be given. */
const INPUTS = {
  string: (url, init) => [url, init],
  relative: (url, init) => [url.replace(location.origin, ''), init],
  dotted: (url, init) => [url.replace(`${location.origin}/`, './y/../'), init],
  fragment: (url, init) => [`${url}#part`, init],
  URL: (url, init) => [new URL(url), init],
  anchor: (url, init) => [Object.assign(document.createElement('a'), { href: url }), init],
  stringifier: (url, init) => [{ toString: () => url }, init],
  Request: (url, init) => [new Request(url, init)],
  'Request, undefined': (url, init) => [new Request(url, init), undefined],
  'Request, null': (url, init) => [new Request(url, init), null],
  'Request, {}': (url, init) => [new Request(url, init), {}],
  'Request, init': (url, init, added) => [other(url, init, added), init],
  'Request, headers': (url, { headers, ...init }, added) => [new Request(url, { ...init, headers: { 'x-request': 'lost' } }), { headers: headers ?? adding({ 'x-init': 'kept' }, added) }],
  'Request, signal: null': (url, init) => [new Request(url, init), { signal: null }],
  'Request of a Request': (url, init) => [new Request(new Request(url, init))],
  'cloned Request': (url, init) => [new Request(url, init).clone()],
  'used Request': (url, init) => {
    const request = new Request(url, init);
    request.text().catch(() => {});
    return [request];
  },
  'subclass of Request': (url, init) => [new (class extends Request {})(url, init)],
  'Request of a frame': (url, init) => [new (frame().Request)(url, init)],
  'init is a Request': (url, init) => [url, new Request(`${location.origin}/never`, init)],
  undefined: (url, init) => [undefined, init],
  null: (url, init) => [null, init],
  number: (url, init) => [7, init],
  symbol: (url, init) => [Symbol('7'), init],
  'empty address': (url, init) => ['', init],
  'no address': (url, init) => ['http://[', init],
  credentials: (url, init) => [url.replace('//', '//user:secret@'), init],
  'init is text': (url) => [url, 'POST'],
  'init is a number': (url) => [url, 7],
  'init is a list': (url) => [url, []],
};

/** A Request which an init overrides. */
const other = (url, init, added) =>
  new Request(url, {
    headers: adding({ 'x-request': 'one' }, added),
    referrer: '/from-request',
    ...(/^(GET|HEAD)$/i.test(init.method ?? 'GET') ? { cache: 'reload' } : { method: 'POST', body: 'of the request' }),
  });

let window;
const frame = () => (window ??= document.body.appendChild(document.createElement('iframe')).contentWindow);

/** What may change after the call, and must not matter any more. */
const LATER = {
  method: ({ init }) => (init.method = 'DELETE'),
  body: ({ init }) => (init.body = 'changed'),
  header: ({ init }) => (init.headers = { 'x-own': 'changed' }),
  headers: ({ init }) => init.headers.set('x-own', 'changed'),
  bytes: ({ init }) => new Uint8Array(init.body.buffer ?? init.body).fill(33),
  params: ({ init }) => init.body.append('late', '1'),
  form: ({ init }) => init.body.append('late', '1'),
  url: ({ args: [url] }) => (url.pathname = '/never'),
  anchor: ({ args: [anchor] }) => (anchor.href = '/never'),
  redirect: ({ init }) => (init.redirect = 'error'),
  history: () => history.pushState(null, '', '/deep/er/'),
};

/** What the arguments show after the call. */
const after = ([input, init]) => ({
  ...(input instanceof Request && { used: input.bodyUsed }),
  ...(init?.body instanceof ReadableStream && { locked: init.body.locked }),
});

export function build(spec, url) {
  const control = SIGNALS[spec.signal ?? 'none']();
  const init = members(spec, control.signal);
  const args = INPUTS[spec.input ?? 'string'](url, spec.shape ? SHAPES[spec.shape](init) : init, spec.added);
  return {
    args,
    control,
    change: () => LATER[spec.later]?.({ args, init }),
    after: () => after(args),
  };
}
