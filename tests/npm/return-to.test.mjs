// Where a sign-in may lead back to: a path of this origin, whatever a query says (no open redirect).
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, test } from 'node:test';
import './setup.mjs';

const { safeReturnTo } = await import('hallpass');
const ORIGIN = 'https://app.example:8443';
const set = (value) => Object.defineProperty(globalThis, 'location', { value, configurable: true, writable: true });
beforeEach(() => set({ origin: ORIGIN }));
afterEach(() => set(undefined));

/** The lists that the reference server is tested with. */
const rust = readFileSync(new URL('../../www/server/src/return_to.rs', import.meta.url), 'utf8');
const [kept, refused] = [...rust.matchAll(/for \w+ in \[\n(.*?)\n {8}\]/gs)].map(([, list]) =>
  [...list.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text]) => JSON.parse(`"${text.replace(/\\u\{(\w+)\}/g, (_, code) => `\\u${code.padStart(4, '0')}`)}"`)),
);

test('what the server keeps is kept, with its query and fragment', () => {
  assert.ok(kept.length > 3);
  for (const path of kept) assert.equal(safeReturnTo(path, '/fallback'), path);
});

test('what the server refuses leads to the fallback', () => {
  assert.ok(refused.length > 20);
  for (const path of refused) assert.equal(safeReturnTo(path, '/fallback'), '/fallback', JSON.stringify(path));
});

for (const [value, landed] of [
  [`${ORIGIN}/in?x#y`, '/in?x#y'],
  [`${ORIGIN}//evil.example`, '/fallback'],
  [`${ORIGIN}\\@evil.example/`, '/fallback'],
  [`${ORIGIN}@evil.example/`, '/fallback'],
  [`${ORIGIN}.evil.example/`, '/fallback'],
  [`https://app.example/in`, '/fallback'],
  [`blob:${ORIGIN}/1`, '/fallback'],
  ['/a b/ü', '/a%20b/%C3%BC'],
  ['/a/../b', '/b'],
  ['/\u0085/evil.example', '/fallback'],
  ['undefined/x', '/fallback'],
])
  test(`${JSON.stringify(value)} leads to ${landed}`, () => assert.equal(safeReturnTo(value, '/fallback'), landed));

test('what is no text leads to the fallback: a list of a query, nothing, anything that only looks like a text', () => {
  for (const value of [undefined, null, ['/orders'], 1, {}, Object.create(null), Symbol('/'), { toString: () => '/orders' }, () => '/', new URL('/in', ORIGIN)])
    assert.equal(safeReturnTo(value, '/fallback'), '/fallback');
  assert.equal(safeReturnTo(null), '/');
});

test('without a location, on a server, paths are kept and addresses are not', () => {
  set(undefined);
  assert.equal(safeReturnTo('/orders?page=2'), '/orders?page=2');
  assert.equal(safeReturnTo(`${ORIGIN}/in`), '/');
  set({ origin: 'null' });
  assert.equal(safeReturnTo('null/in'), '/');
  assert.equal(safeReturnTo('/in'), '/in');
});

/** A generator of numbers below a bound, the same in each run (Lehmer). */
function dice(seed) {
  return (bound) => (seed = (seed * 48271) % 2147483647) % bound;
}

test('whatever it is made of, what comes out is a path of this origin, and stays what it is', () => {
  const parts = [
    '/', '//', '\\', '\t', '\n', '\r', '\0', ' ', '.', '..', './', '/..', '%2e', '%2E%2e', '%2f', '%5c', '%09', '@', ':', '?', '#', '&', '=', ';', '*', '~', '|', '[', ']',
    'evil.example', 'orders', 'https:', 'http:', 'HTTPS:', 'javascript:', 'data:', 'blob:', 'file:', ORIGIN, 'app.example', 'user:password', ':8443', '\u202e', '\u3002', '／', '＼', '\ud800', 'ü', '\u00a0', '\u2028', '\u0085', '\u007f',
  ];
  const roll = dice(20251129);
  let passed = 0;
  for (let run = 0; run < 60_000; run++) {
    const text = (roll(2) ? '/' : '') + Array.from({ length: 1 + roll(6) }, () => parts[roll(parts.length)]).join('');
    const path = safeReturnTo(text, '');
    if (path === '') continue;
    passed++;
    const shown = JSON.stringify([text, path]);
    assert.match(path, /^\/(?![/\\])[\x21-\x7e]*$/, shown);
    const there = new URL(path, ORIGIN);
    assert.equal(there.href, ORIGIN + path, shown);
    // Once more, as by a router that is given what another one was.
    assert.equal(safeReturnTo(path, ''), path, shown);
    assert.equal(new URL(there.pathname, ORIGIN).origin, ORIGIN, shown);
  }
  assert.ok(passed > 5_000, `${passed} were kept, too few to tell`);
});
