// Somebody's own preset: what is wrong with it is said with the path of the field.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, test } from 'node:test';
import { built, playEngine, playPage } from './setup.mjs';

const { check } = await import(`${built}/check.js`);
const { merge } = await import(`${built}/merge.js`);
const { HALLPASS } = await import(`${built}/hallpass.js`);
const { createSession } = await import('hallpass');

const good = { session: { path: '/me' }, subject: '/id' };

for (const [what, preset, path, wanted] of [
  ['no object', 'authjs', '', /Preset/],
  ['nothing', undefined, '', /Preset/],
  ['no session', { subject: '/id' }, 'session', /Endpoint/],
  ['a session without a path', { ...good, session: { method: 'GET' } }, 'session.path', /string/],
  ['a path that begins with none', { ...good, session: { path: 'me' } }, 'session.path', /begins with/],
  ['a method in small letters', { ...good, session: { path: '/me', method: 'get' } }, 'session.method', /capitals/],
  ['a method that no page may send', { ...good, session: { path: '/me', method: 'TRACE' } }, 'session.method', /may send/],
  ['a body of a method without', { ...good, login: { path: '/in', method: 'GET', body: { a: 1 } } }, 'login.body', /method has none/],
  ['a name misspelt', { ...good, expirey: [] }, 'expirey', /expiry/],
  ['a name misspelt within', { ...good, csrf: { cookies: 'x' } }, 'csrf.cookies', /cookie/],
  ['a unit that is none', { ...good, expiry: { at: '/exp', unit: 'seconds' } }, 'expiry.unit', /'in_s'/],
  ['one of several', { ...good, expiry: [{ at: '/a' }, { at: '/b', of: 'access' }] }, 'expiry[1].of', /'idle'/],
  ['a status in words', { ...good, expired: { status: '401' } }, 'expired.status', /number/],
  ['a status in words, in a list', { ...good, expired: [{ status: [401, '403'] }] }, 'expired[0].status[1]', /number/],
  ['a pointer without a slash', { ...good, subject: 'id' }, 'subject', /pointer/],
  ['a pointer without a slash in a sign', { ...good, expired: { at: 'code', is: 1 } }, 'expired.at', /pointer/],
  ['a header that is a number', { ...good, headers: { 'X-A': 1 } }, 'headers.X-A', /string/],
  ['nobody to know', { session: { path: '/me' } }, 'subject', /authenticated/],
  ['a refresh that nothing causes', { ...good, refresh: { path: '/refresh' } }, 'expired', /sign/],
  ['a token that goes nowhere', { ...good, csrf: { cookie: 'csrftoken' } }, 'csrf.header', /field/],
  ['a token from nowhere', { ...good, csrf: { at: '/token', header: 'x' } }, 'csrf.prime', /path/],
  ['a header with a space', { ...good, csrf: { cookie: 'x', header: 'X CSRF' } }, 'csrf.header', /name of a header/],
  ['a header of the refresh with a colon', { ...good, csrf: { cookie: 'x', header: 'X', refreshHeader: 'X:' } }, 'csrf.refreshHeader', /name of a header/],
  ['a header of every request without a name', { ...good, headers: { '': 'x' } }, 'headers', /name of a header/],
  ['a header of a place', { ...good, words: { header: 'x y' } }, 'words.header', /name of a header/],
  ['a step to nowhere', { ...good, logout: [{ path: '/a' }, { method: 'GET' }] }, 'logout[1].path', /at/],
  ['an end without a navigation', { ...good, logout: { path: '/a', ends: true } }, 'logout.navigate', /true/],
])
  test(`${what}: ${path || 'the preset'}`, () => {
    const problem = check(preset);
    assert.equal(problem?.path, path, JSON.stringify(problem));
    assert.match(problem.wanted, wanted);
  });

test('what is right passes', () => {
  assert.equal(check(good), undefined);
  assert.equal(check(HALLPASS), undefined);
});

// Those of the real package, where one was built.
const dir = join(process.env.HALLPASS_PACKAGE ?? built, 'presets');
for (const file of readdirSync(dir).filter((name) => name.endsWith('.js') && name !== 'example.js'))
  test(`the preset ${file} passes, and takes overrides`, async () => {
    const [[name, make]] = Object.entries(await import(join(dir, file)));
    assert.equal(name, file.replace(/\.js$/, '').replace(/-(\w)/g, (_, letter) => letter.toUpperCase()));
    assert.equal(check(make()), undefined);
    const own = make({ baseUrl: '/own', session: { path: '/me' }, words: null, expired: { status: 499 } });
    assert.deepEqual([own.baseUrl, own.session.path, own.words, own.expired], ['/own', '/me', undefined, { status: 499 }]);
    assert.equal(check(own), undefined);
    assert.deepEqual(make().session.query, own.session.query);
    assert.notEqual(make(), make());
  });

test('overrides are merged where halves make sense, and replace where they do not', () => {
  const base = { a: '/x', headers: { x: '1' }, session: { path: '/s', query: { a: '1' } }, expired: { status: 401, at: '/e', is: 1 }, touch: { path: '/t' } };
  assert.deepEqual(
    merge(base, { headers: { y: '2' }, session: { query: { b: '2' } }, expired: { status: 403 }, touch: null, a: undefined }),
    { a: '/x', headers: { x: '1', y: '2' }, session: { path: '/s', query: { a: '1', b: '2' } }, expired: { status: 403 } },
  );
  assert.deepEqual(merge(base), base);
});

let engines;
beforeEach(() => {
  playPage();
  ({ engines } = playEngine());
});

test('a session with a preset that is wrong says so, and starts no engine', async () => {
  const session = createSession({ preset: { ...good, expiry: { unit: 'never' } } });
  await assert.rejects(session.check(), (error) => error.code === 'config_invalid' && /preset\.expiry\.unit is "never"/.test(error.message));
  assert.equal(session.getSnapshot().error.code, 'config_invalid');
  assert.equal(engines.length, 0);
});

test('a preset with a name is believed, unless somebody debugs', async () => {
  const preset = { ...good, name: 'mine', unknown: 1 };
  await createSession({ preset }).check();
  await assert.rejects(createSession({ preset, debug: () => {} }).check(), { code: 'config_invalid' });
});
