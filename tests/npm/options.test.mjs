// What an application may ask for, and what is refused at once.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { code, createSession, stage } from './session.mjs';

test('the engine gets judged options', async () => {
  const [, engine] = await stage.start({ baseUrl: new URL('https://a.example/auth'), origins: ['https://b.example/x'], name: 'two' });
  const { baseUrl, origins, name } = engine.options;
  assert.deepEqual({ baseUrl, origins, name }, { baseUrl: 'https://a.example/auth', origins: ['https://b.example'], name: 'two' });
});

for (const [name, options, words] of [
  ['null for a preset', { preset: null }, /preset is null, not a preset$/],
  ['a preset by its name', { preset: 'better-auth' }, /preset is better-auth, not a preset: import one of hallpass\/presets\/\*$/],
  ['a preset that nobody called', { preset: () => ({ session: { path: '/me' } }) }, /preset is \(\) => .*, not a preset$/],
  ['a malformed preset', { preset: {} }, /preset/],
  ['a preset whose session has no path', { preset: { session: {} } }, /preset/],
  ['a preset without a session', { preset: { session: null } }, /preset/],
  ['another scheme', { baseUrl: 'ftp://a.example' }, /baseUrl is ftp:\/\/a\.example, not an http/],
  ['a script for a URL', { baseUrl: 'javascript:alert(1)' }, /baseUrl/],
  ['no URL at all', { baseUrl: 'http://' }, /baseUrl/],
  ...[7, true, null, {}, []].map((baseUrl) => [`no address: ${JSON.stringify(baseUrl)}`, { baseUrl }, /^baseUrl is .*, not an http/]),
  ['a number for an origin', { origins: [7] }, /origins is 7/],
  ['a relative origin', { origins: ['/api'] }, /origins is \/api/],
  ['one origin for a list', { origins: 'https://a.example' }, /origins/],
  ['a claims function', { claims: () => true }, /claims/],
  ['a number for a name', { name: 5 }, /name is 5/],
  ['an empty name', { name: '' }, /name/],
  ['a negative margin', { refresh: { margin: -1 } }, /refresh\.margin is -1/],
  ['NaN for a margin', { refresh: { margin: NaN } }, /refresh\.margin is NaN/],
  ['an unknown when', { refresh: { when: 'never' } }, /refresh\.when is never, not visible/],
  ['a word for refresh', { refresh: 'always' }, /refresh is always/],
  ['true for idle', { idle: true }, /idle\.timeout is undefined/],
  ['no idle time', { idle: { timeout: 0 } }, /idle\.timeout is 0/],
  ['endless idle time', { idle: { timeout: Infinity } }, /idle\.timeout is Infinity/],
  ['a warning as long as the limit', { idle: { timeout: 60, warn: 60 } }, /idle\.warn is 60/],
  ['a negative warning', { idle: { timeout: 60, warn: -1 } }, /idle\.warn is -1/],
])
  test(`refuses at once: ${name}`, () => {
    assert.throws(() => createSession(options), (error) => code('config_invalid')(error) && words.test(error.message));
    assert.equal(stage.page.requests.length, 0);
  });

test('takes what is right', () => {
  const schema = Object.assign(() => {}, { '~standard': { version: 1, vendor: 'x', validate: (value) => ({ value }) } });
  createSession({ claims: schema, idle: false, refresh: {}, baseUrl: '' });
  createSession({ idle: { timeout: 60, warn: 20 }, refresh: { margin: 0, when: 'on-demand' }, baseUrl: 'auth' });
  createSession({ origins: [new URL('https://a.example')], preset: { session: { path: '/me' } } });
});
