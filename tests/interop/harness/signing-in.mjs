// What a sign-in may meet: more to be asked for, a session that is there already, a server that is busy. For each server alike.
import assert from 'node:assert/strict';
import { USER, serve } from './servers.mjs';
import { totp } from './totp.mjs';

/** Where credentials are posted. */
const loginOf = ({ baseUrl = '', login }) => baseUrl + login.path;

/**
 * The account wants more than a password. `more`: of each thing that it may want, by its name, the environment in which the server
 * wants it, and for a code the path that takes it, with the member of the answer that has to come along. `again`: the server takes
 * the code beside the credentials.
 */
export async function incomplete({ server: name, env, preset, more, world, site }) {
  if (!more) return '–';
  for (const [wanted, { env: wants, takes, along, again }] of Object.entries(more)) {
    const server = await serve(name, { env: { ...env, ...wants }, app: site });
    try {
      await world.fresh();
      const query = new URLSearchParams({ options: JSON.stringify({ preset }) });
      const tab = await world.first.open(`${server.url}/?${query}`);
      await tab.status('unauthenticated');
      const error = await tab.login(USER).then(
        () => assert.fail(`${wanted} is not asked for`),
        (error) => error,
      );
      assert.equal(error.code, 'login_incomplete', `${wanted}: ${JSON.stringify(await tab.run(() => test.said))}`);
      // The app goes on by what the server said.
      const said = await tab.run(() => test.said);
      assert.ok(said.body && typeof said.body === 'object', `the server's answer came along: ${JSON.stringify(said)}`);
      assert.equal(said.status, said.response);
      assert.deepEqual(await tab.events('fault'), []);
      const { status, error: shown } = await tab.snapshot();
      assert.deepEqual({ status, shown }, { status: 'unauthenticated', shown: undefined });
      assert.equal(server.came('POST', loginOf(preset)).length, 1, 'posted once');
      if (again) {
        await assert.rejects(tab.login({ ...USER, code: '000000' }), { code: 'login_incomplete' });
        assert.equal(await tab.login({ ...USER, code: totp() }), 'authenticated');
      } else if (takes) {
        const fields = along && { [along]: said.body[along] };
        const give = (code) => tab.request(takes, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ...fields, code }) });
        assert.ok((await give('000000')).status >= 400);
        assert.equal((await give(totp())).status, 200);
        assert.equal(await tab.check(), 'authenticated');
      } else continue;
      assert.equal((await tab.request('/api/data')).status, 200);
    } finally {
      await server.stop();
    }
  }
  return Object.keys(more).join(', ');
}

/** Another tab has signed in, of which this page has not heard. */
export async function signedInMeanwhile({ preset, world, options }) {
  await world.fresh();
  const tab = await world.page({ options });
  await tab.status('unauthenticated');
  await tab.run(async (options, user) => void (await test.createSession({ ...options, name: 'another' }).login(user)), options, USER);
  const before = world.server.came('POST', loginOf(preset)).length;
  assert.equal(await tab.login(USER), 'authenticated');
  assert.equal(world.server.came('POST', loginOf(preset)).length - before, 1, 'posted once');
  assert.equal((await tab.request('/api/data')).status, 200);
  return 'signed in';
}

/** The page loads while the server is busy, and finds out who is signed in without a reload. */
export async function busyAtLoad({ preset, world, tab }) {
  const { server: { front } } = world;
  const path = (preset.baseUrl ?? '') + preset.session.path;
  const { answer } = front;
  const refused = [];
  front.answer = (request, response) => {
    if (refused.length || new URL(request.url, front.url).pathname !== path) return answer(request, response);
    refused.push(performance.now());
    response.writeHead(429, { 'retry-after': 1 }).end();
    return true;
  };
  await tab.reload();
  await tab.status('authenticated');
  assert.deepEqual(await tab.statuses(), ['loading', 'unauthenticated:unknown', 'authenticated']);
  const again = front.log.find((entry) => entry.at > refused[0] && entry.path.startsWith(path));
  assert.ok(again.at - refused[0] >= 1000, `asked again after ${again.at - refused[0]} ms`);
  return 'unknown, then signed in';
}

/** Wrong credentials, then right ones: the server counts two attempts. */
export async function postedOnce({ preset, world, tab }) {
  const posted = () => world.server.came('POST', loginOf(preset)).length;
  await assert.rejects(tab.login({ ...USER, password: 'wrong horse battery' }), { code: 'invalid_credentials' });
  assert.equal(posted(), 1, 'a wrong password');
  await tab.login(USER);
  assert.equal(posted(), 2, 'and the right one');
  return '✓';
}

/** A gateway leads the session endpoint to a page of its own: that is no word on who is signed in. */
export async function ledAstray({ preset, world, tab }) {
  const { server: { front } } = world;
  const path = (preset.baseUrl ?? '') + preset.session.path;
  const { answer } = front;
  let open = true;
  front.answer = (request, response) => {
    const { pathname } = new URL(request.url, front.url);
    if (open && pathname === path) response.writeHead(302, { location: '/maintenance' }).end();
    else if (pathname === '/maintenance') response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Back soon</title>');
    else return answer(request, response);
    return true;
  };
  await assert.rejects(tab.check(), { code: 'unexpected_response' });
  assert.equal((await tab.snapshot()).status, 'authenticated');
  assert.deepEqual(await tab.events('ended'), []);
  await tab.reload();
  await tab.status('unauthenticated', 'unknown');
  open = false;
  await tab.status('authenticated');
}
