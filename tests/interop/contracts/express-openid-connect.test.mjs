import assert from 'node:assert/strict';
import { test } from 'node:test';
import { USER, contract, lapse } from '../harness/contract.mjs';

const SESSION = 5;
const ACCESS = 2;
const world = contract('express-openid-connect', { SESSION_SECONDS: SESSION, ACCESS_SECONDS: ACCESS, REFRESH_SECONDS: 600 });

const HTML = { accept: 'text/html,*/*' };
const COOKIE = 'appSession';

/** Goes where a browser would, filling in the provider's forms, until an address of the app answers. */
async function browse(client, path, fill) {
  let answer = await client.get(path, { headers: HTML });
  for (let steps = 0; steps < 12; steps++) {
    const { pathname, origin } = new URL(answer.at);
    if (answer.status >= 300 && answer.status < 400) {
      const next = new URL(answer.headers.get('location'), answer.at);
      // Home: nobody serves that page here.
      if (next.origin === new URL(client.url).origin && next.pathname === '/') return next.href;
      answer = await client.get(next.href, { headers: HTML });
    } else {
      const action = /<form[^>]* action="([^"]+)"/.exec(answer.text)?.[1];
      assert.ok(action, `${pathname}: ${answer.status} ${answer.text.slice(0, 200)}`);
      answer = await client.post(new URL(action, answer.at).href, { form: fill(answer.text), headers: { ...HTML, origin } });
    }
  }
  assert.fail('no end to the redirects');
}

async function signedIn() {
  const client = world.client();
  await browse(client, '/login', () => ({ prompt: 'login', login: USER.email, password: USER.password }));
  assert.ok((await client.cookies()).includes(COOKIE));
  return client;
}

test('nobody: 401 where JSON is asked for, a redirect to another site where anything will do', async () => {
  const client = world.client();
  for (const path of ['/profile', '/api/data']) {
    assert.equal((await client.get(path)).status, 401, path);
    const anything = await client.get(path, { headers: { accept: '*/*' } });
    assert.equal(anything.status, 302, path);
    assert.notEqual(new URL(anything.headers.get('location')).host, new URL(client.url).host, path);
  }
});

test('a session: claims at /user, and every answer sets the cookie anew', async () => {
  const client = await signedIn();
  const { status, body, set } = await client.get('/profile');
  assert.deepEqual([status, body.user.sub], [200, USER.email]);
  const { httpOnly, sameSite, path } = set[COOKIE];
  assert.deepEqual({ httpOnly, sameSite, path }, { httpOnly: true, sameSite: 'lax', path: '/' });
});

test('reading extends: a session that is used lives on', async () => {
  const client = await signedIn();
  const thief = await client.hoarder();
  for (let reads = 0; reads < 2; reads++) {
    await lapse(SESSION / 2);
    assert.equal((await client.get('/profile')).status, 200);
  }
  await lapse(SESSION / 4);
  assert.equal((await client.get('/profile')).status, 200);
  assert.equal((await thief.get('/profile')).status, 401, 'and one that is not does not');
});

test('refreshing: the API wants a token that lives, a refresh brings one', async () => {
  const client = await signedIn();
  await lapse(ACCESS);
  assert.deepEqual((await client.get('/api/data')).body, { message: 'token_expired' });
  const { status, body } = await client.post('/refresh');
  assert.equal(status, 200);
  assert.ok(body.expires_at * 1000 > Date.now());
  assert.equal((await client.get('/api/data')).status, 200);
});

test('two refreshes at once: one is refused, and the session never refreshes again', async () => {
  const client = await signedIn();
  const tab = await client.copy();
  assert.equal((await client.post('/refresh')).status, 200);
  assert.equal((await tab.post('/refresh')).status, 401);
  assert.equal((await client.post('/refresh')).status, 401);
});

test('logout is a navigation: over the provider, with a form to confirm, and back', async () => {
  const client = await signedIn();
  const first = await client.get('/logout', { headers: HTML });
  assert.equal(first.status, 302);
  const { host, pathname, searchParams } = new URL(first.headers.get('location'));
  assert.notEqual(host, new URL(client.url).host);
  assert.equal(pathname, '/session/end');
  assert.equal(searchParams.get('post_logout_redirect_uri'), client.url);
  assert.equal((await client.get('/profile')).status, 401, 'the app knows nobody any more');
});

test('logout to its end, then a second time: back home at once', async () => {
  const client = await signedIn();
  const confirm = (text) => ({ xsrf: /name="xsrf" value="([^"]+)"/.exec(text)[1], logout: 'yes' });
  assert.equal(new URL(await browse(client, '/logout', confirm)).origin, client.url);
  const again = await client.get('/logout', { headers: HTML });
  assert.equal(again.status, 302);
  assert.equal((await client.get('/profile')).status, 401);
});
