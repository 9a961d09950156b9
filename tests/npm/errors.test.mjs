// What an error says, and what is known of it. The table of the README is the list of codes, with their sentences.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { built } from './setup.mjs';

const { SessionError, isSessionError, setMessages } = await import('hallpass');
const { SENTENCES } = await import(`${built}/messages.js`);
const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

test('the README has each code with its sentence, and none besides', () => {
  const rows = [...read('pkg-template/README.md').matchAll(/^\| `(\w+)` \| (.+?) \| .+ \|$/gm)].map(([, code, sentence]) => [code, sentence.replaceAll('`', '')]);
  assert.deepEqual(Object.fromEntries(rows), SENTENCES);
  assert.equal(rows.length, Object.keys(SENTENCES).length);
});

test('a message is a sentence for people, without the code', () => {
  for (const code of Object.keys(SENTENCES)) {
    const { message, code: named } = new SessionError(code);
    assert.equal(named, code);
    assert.match(message, /^[A-Z].+\.$/);
    assert.ok(!message.startsWith(code) && !message.includes('_'), message);
  }
});

test('words that a server had come first', () => {
  assert.equal(new SessionError('invalid_credentials', { message: 'That password is wrong.', status: 401 }).message, 'That password is wrong.');
  assert.equal(new SessionError('invalid_credentials', { message: '', status: 401 }).message, SENTENCES.invalid_credentials);
});

test('a sentence names the request that the error is about; words that a server or an app has stay as they are', () => {
  const request = 'GET https://app.example/auth/session';
  assert.equal(new SessionError('network', { request }).message, `${SENTENCES.network} (${request})`);
  assert.equal(new SessionError('server', { request, message: 'Closed on Sundays.' }).message, 'Closed on Sundays.');
});

test('an error bears what is known of it', () => {
  const response = new Response('{}', { status: 401 });
  const known = { status: 401, retryAfter: 7, response, body: { error: 'x' }, cause: new TypeError('offline'), acrValues: 'gold', maxAge: 60 };
  const error = new SessionError('step_up_required', known);
  assert.deepEqual(Object.fromEntries(Object.keys(known).map((name) => [name, error[name]])), known);
  assert.ok(error instanceof Error && isSessionError(error));
  assert.equal(error.name, 'SessionError');
  assert.equal(String(error), `SessionError: ${SENTENCES.step_up_required}`);
  assert.ok(!('status' in new SessionError('network')));
});

test('an app says it in its own language, from then on', () => {
  setMessages({ network: 'Keine Verbindung.' });
  assert.equal(new SessionError('network').message, 'Keine Verbindung.');
  assert.equal(new SessionError('timeout').message, SENTENCES.timeout);
  assert.equal(new SessionError('network', { message: 'As the server has it.' }).message, 'As the server has it.');
  setMessages({ timeout: 'Zu lange.' });
  assert.deepEqual(['network', 'timeout'].map((code) => new SessionError(code).message), ['Keine Verbindung.', 'Zu lange.']);
  setMessages({ network: undefined });
  assert.equal(new SessionError('network').message, SENTENCES.network);
});
