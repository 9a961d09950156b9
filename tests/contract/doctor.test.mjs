// `npx hallpass doctor`: it finds nothing wrong with a right server, and names the one thing that is wrong with a broken one.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { generate } from 'selfsigned';
import { DEMO, serve } from '../e2e/harness/server.mjs';
import { ACCOUNT, FAULTS, broken } from './harness/broken.mjs';
import { examine, hallpass } from './harness/doctor.mjs';

const login = ({ email, password }) => ['--login', `email=${email}`, `password=${password}`];
const FRONT_END = 'http://127.0.0.1:5173';
const STEP_UP = ['--step-up', 'POST:/api/transfer'];

let tls;
let trusted;
let dir;
before(async () => {
  const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
    keyType: 'ec',
    extensions: [{ name: 'basicConstraints', cA: true }, { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
  tls = { key, cert };
  dir = mkdtempSync(join(tmpdir(), 'hallpass-doctor-'));
  writeFileSync(join(dir, 'cert.pem'), cert);
  trusted = { NODE_EXTRA_CA_CERTS: join(dir, 'cert.pem') };
});
after(() => dir && rmSync(dir, { recursive: true }));

for (const strategy of ['session', 'jwt'])
  test(`the reference server, strategy ${strategy}: nothing is wrong, and nobody is left signed in`, { timeout: 120_000 }, async () => {
    const server = await serve('.', { args: ['--strategy', strategy, '--step-up-max-age', '0', '--app-origin', FRONT_END] });
    try {
      const { code, wrong, unasked, rows } = await examine(server.url, [...login(DEMO), ...STEP_UP, '--origin', FRONT_END]);
      assert.deepEqual([code, wrong], [0, []], JSON.stringify(rows.filter(({ mark }) => mark === '✗')));
      // Plain http on this machine; and one cookie that is not replaced, because the session stands on the server.
      assert.deepEqual(unasked, strategy === 'session' ? ['cookies-secure', 'rotation'] : ['cookies-secure']);
      const tokens = await server.tokens();
      for (const { token } of tokens) assert.equal(await server.alive(token), false, 'a token that is left alive');
    } finally {
      await server.stop();
    }
  });

test('a right server over https: every question is asked, and nothing is wrong', { timeout: 120_000 }, async () => {
  const origin = 'https://127.0.0.1:5173';
  const server = await broken(undefined, { tls, origin });
  try {
    const { code, wrong, unasked, rows } = await examine(server.url, [...login(ACCOUNT), ...STEP_UP, '--origin', origin], trusted);
    assert.deepEqual([code, wrong, unasked], [0, [], []], JSON.stringify(rows, null, 1));
  } finally {
    await server.stop();
  }
});

/** An examination is mostly a wait for limits to move. */
const AT_ONCE = 6;

test('a server that is broken in one way: one check says so, and no other', { timeout: 400_000, concurrency: AT_ONCE }, async (t) => {
  const tests = Object.entries(FAULTS).map(([fault, check]) =>
    t.test(`${fault}: ${check}`, async () => {
      const secure = check === 'cookies-secure';
      const origin = secure ? undefined : FRONT_END;
      const server = await broken(fault, { tls: secure ? tls : undefined, origin });
      try {
        const { code, wrong, rows, out } = await examine(server.url, [...login(ACCOUNT), ...STEP_UP, ...(origin ? ['--origin', origin] : [])], trusted);
        assert.deepEqual([code, wrong], [1, [check]], JSON.stringify(rows.filter(({ mark }) => mark === '✗'), null, 1));
        const { came, expected, do: todo } = rows.find((row) => row.check === check);
        for (const words of [came, expected, todo]) assert.ok(words?.length > 5, 'it says what came, what was expected, and what to do');
        assert.ok(!out.includes(ACCOUNT.password), 'the password is not shown');
      } finally {
        await server.stop();
      }
    }),
  );
  await Promise.all(tests);
});

test('without credentials it asks what can be asked', async () => {
  const server = await broken();
  try {
    const { code, right, unasked, rows } = await examine(server.url);
    assert.deepEqual([code, right], [0, ['session-endpoint', 'no-store', 'clock', 'cors-foreign']]);
    assert.equal(right.length + unasked.length, rows.length);
  } finally {
    await server.stop();
  }
});

test('a server that does not answer is one ✗', async () => {
  const server = await broken();
  await server.stop();
  const { code, wrong } = await examine(server.url, login(ACCOUNT));
  assert.deepEqual([code, wrong], [1, ['session-endpoint']]);
});

test('a wrong address: what came is no session endpoint', async () => {
  const server = await broken();
  try {
    const { code, wrong } = await examine(`${server.url}/elsewhere`);
    assert.deepEqual([code, wrong], [1, ['session-endpoint']]);
  } finally {
    await server.stop();
  }
});

test('for people: a row each, and of what is wrong what to do', async () => {
  const server = await broken('no-store is missing');
  try {
    const { code, out } = await hallpass(['doctor', server.url, ...login(ACCOUNT)]);
    assert.equal(code, 1);
    assert.match(out, /^✓ session-endpoint +GET \/auth\/session answered 200/m);
    assert.match(out, /^✗ no-store +GET \/auth\/session: no Cache-Control\n {4}expected: Cache-Control: no-store\n {4}do: /m);
    assert.match(out, /^– step-up /m);
    assert.match(out, /\n\d+ right, 1 wrong, \d+ not asked\n$/);
  } finally {
    await server.stop();
  }
});

for (const [what, args, words] of [
  ['no address', ['doctor'], /address of the back end is missing/],
  ['an address that is none', ['doctor', 'example'], /"example" is no address/],
  ['another scheme', ['doctor', 'ftp://example.com'], /is no address/],
  ['two addresses', ['doctor', 'http://a', 'http://b'], /a second address/],
  ['an unknown option', ['doctor', 'http://a', '--fast'], /--fast: there is no such option/],
  ['an option without its value', ['doctor', 'http://a', '--preset'], /--preset: a value is missing/],
  ['credentials that are none', ['doctor', 'http://a', '--login', 'ada'], /"ada" is no k=v/],
  ['an origin that is none', ['doctor', 'http://a', '--origin', 'app'], /"app" is no origin/],
  ['an unknown preset', ['doctor', 'http://a', '--preset', 'none'], /none that is called "none"/],
  ['a preset that is a path', ['doctor', 'http://a', '--preset', '../index'], /none that is called/],
  ['an unknown command', ['cure', 'http://a'], /"cure" is no command/],
])
  test(`bad arguments are answered in one line: ${what}`, async () => {
    const { code, out, err } = await hallpass(args);
    assert.deepEqual([code, out], [2, '']);
    assert.match(err, words);
    assert.equal(err.trimEnd().split('\n').length, 1);
  });

test('help', async () => {
  for (const args of [[], ['--help'], ['doctor', '--help']]) {
    const { code, out } = await hallpass(args);
    assert.equal(code, 0);
    assert.match(out, /^hallpass doctor URL/);
  }
});
