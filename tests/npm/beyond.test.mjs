// Which presets take the module for servers that do not speak the contract.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { built, source } from './setup.mjs';

const { isBeyond } = await import(`${source}/beyond.js`);
const { HALLPASS } = await import(`${built}/hallpass.js`);
const of = (more) => isBeyond({ ...HALLPASS, ...more });

test('the contract needs nothing beside it, and neither does a preset with paths, signs and steps of its own', () => {
  assert.equal(of({}), false);
  assert.equal(of({ session: { path: '/me', method: 'POST', query: { a: 'b' }, body: { a: [1, null] } }, user: '/user', subject: '/user/id' }), false);
  assert.equal(of({ expiry: { at: '/exp', unit: 's' }, over: [{ status: [401, 419] }, { not: null }], handle: { at: '/id', header: 'X-Session' } }), false);
});

for (const [what, more] of [
  ['a token in a cookie', { csrf: { cookie: 'csrftoken', header: 'X-CSRFToken' } }],
  ['a token that is fetched', { csrf: { prime: '/csrf', at: '/token' } }],
  ['a token that comes with an answer', { csrf: { answer: 'anti-csrf' } }],
  ['a form', { login: { path: '/login', form: true } }],
  ['a body with names of its own', { login: { path: '/login', body: { user: { name: { from: 'email' } } } } }],
  ['a list of pairs', { pairs: ['type', 'value'] }],
  ['a navigation that ends the session', { logout: [{ path: '/logout', navigate: true, ends: true }] }],
  ['a place in a header', { subject: { header: 'x-user' } }],
  ['a handle in a header', { handle: { at: { header: 'x-session' } } }],
  ['a challenge', { stepUp: { status: 401, at: { header: 'www-authenticate' }, is: { has: 'insufficient_user_authentication' } } }],
  ['a text that contains another', { anonymous: [{ status: 200, at: '/html', is: { has: 'login' } }] }],
  ['a date', { expiry: [{ at: '/expires', unit: 'iso' }] }],
  ['an escape in a pointer', { user: '/https:~1~1a.example~1user' }],
])
  test(`beyond the contract is ${what}`, () => assert.equal(of(more), true));

test('of the presets of the package, few do without', { skip: !process.env.HALLPASS_PACKAGE && 'the facade alone has no presets' }, async () => {
  const dir = join(process.env.HALLPASS_PACKAGE, 'presets');
  const plain = [];
  for (const file of readdirSync(dir).filter((name) => name.endsWith('.js'))) {
    const [preset] = Object.values(await import(join(dir, file)));
    if (!isBeyond(preset())) plain.push(file);
  }
  assert.deepEqual(plain, ['aspnet-identity.js', 'fastify-jwt.js', 'fastify-secure-session.js', 'hallpass.js', 'tower-sessions.js']);
});
