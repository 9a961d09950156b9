// A page for a server that does not speak the contract, in a browser that a test plays.
import assert from 'node:assert/strict';
import { beforeEach } from 'node:test';
import { perform, settled, source } from './setup.mjs';

export const stub = (name, value) => Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
const { createPage: create } = await import(`${source}/page.js`);
export const { InputKind, TERMS } = await import(`${source}/generated/border.js`);
const servers = await import(`${source}/servers.js`);
const { isBeyond } = await import(`${source}/beyond.js`);
const createPage = (settings, sink) => create(settings, sink, isBeyond(settings.preset) ? async () => servers : undefined);

export let sent;
export let went;
export let pushed;
export let answers;
beforeEach(() => {
  sent = [];
  went = [];
  pushed = [];
  answers = {};
  stub('navigator', { onLine: true });
  stub('origin', 'https://app.example');
  stub('location', { origin: 'https://app.example', protocol: 'https:', href: 'https://app.example/now', assign: (url) => went.push(url) });
  stub('document', { cookie: '', visibilityState: 'visible', baseURI: 'https://app.example/', addEventListener() {} });
  stub('window', { addEventListener() {} });
  stub('addEventListener', () => {});
  stub('BroadcastChannel', undefined);
  stub('fetch', async (input, init) => {
    const { body, headers, method = input.method ?? 'GET' } = init;
    const path = (input.url ?? input).replace('https://app.example', '');
    sent.push({ request: `${method} ${path}`, body: typeof body === 'string' ? body : body && `${body}`, headers: Object.fromEntries(headers) });
    return answers[path]?.() ?? Response.json({});
  });
});

/** Opens a page whose engine is played; `look` looks at what that is called about. */
export function open(preset, origins = [], { look, ...sink } = {}) {
  const error = (code, { message, cause } = {}) => Object.assign(new Error(message, { cause }), { code });
  const page = createPage({ preset: { session: { path: '/me' }, ...preset }, origins, name: 'session' }, { error, send: (...request) => fetch(...request), signal: () => new AbortController().signal, publish() {}, emit() {}, ...sink });
  sent = []; // who is signed in was asked at once
  page.start({
    create() {},
    push(...input) {
      pushed.push(input);
      look?.(page.imports);
      page.imports._snapshot(1, 0, 5, NaN, NaN, NaN);
      return Infinity;
    },
  });
  return page;
}
/** Forgets what was sent. */
export const forget = () => void (sent = []);
export const send = (page, endpoint, intent, id = 1) => perform(page, 'send', id, endpoint, intent, 0);
export const outcome = () => pushed.findLast(([input]) => input === InputKind.Answered || input === InputKind.Failed) ?? [];

/** How long a page takes that leaves: as long as a test says. */
export function patience(t) {
  const waits = [];
  const { setTimeout } = globalThis;
  stub('setTimeout', (act, _wait, ...values) => waits.push(() => act(...values)));
  t.after(() => stub('setTimeout', setTimeout));
  return waits;
}

/** Sends a request of the application, as the engine lets it go; returns its headers. */
export async function fetched(page, init) {
  const id = pushed.length;
  const done = page.fetch(new Request('https://app.example/api', init));
  perform(page, 'dispatch', pushed.findLast(([input]) => input !== InputKind.Responded)[1], 0, false);
  await settled();
  assert.ok(pushed.length > id);
  void done;
  return sent.at(-1).headers;
}
