// What the page does for servers that do not speak the contract: tokens, forms, steps, addresses.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InputKind, answers, fetched, forget, open, outcome, patience, pushed, send, sent, stub, went } from './foreign.mjs';
import { built, perform, settled } from './setup.mjs';

const calls = await import(`${built}/border.js`);

test('a cookie is read anew for each request, and no request that only reads bears it', async () => {
  const page = open({ csrf: { cookie: 'csrftoken', header: 'X-CSRFToken' } });
  document.cookie = 'a=b; csrftoken=one; xcsrftoken=no';
  assert.equal((await fetched(page, { method: 'POST' }))['x-csrftoken'], 'one');
  document.cookie = 'csrftoken=two';
  assert.equal((await fetched(page, { method: 'DELETE' }))['x-csrftoken'], 'two');
  assert.equal((await fetched(page))['x-csrftoken'], undefined);
  await send(page, { path: '/logout' }, 'logout');
  assert.equal(sent.at(-1).headers['x-csrftoken'], 'two');
});

test('a URL-encoded cookie is decoded where the server wants it so (Laravel)', async () => {
  document.cookie = 'XSRF-TOKEN=eyJ%3D%3D';
  await send(open({ csrf: { cookie: 'XSRF-TOKEN', header: 'X-XSRF-TOKEN', decode: true } }), { path: '/logout' }, 'logout');
  assert.equal(sent.at(-1).headers['x-xsrf-token'], 'eyJ==');
  await send(open({ csrf: { cookie: 'XSRF-TOKEN', header: 'X-XSRF-TOKEN' } }), { path: '/logout' }, 'logout');
  assert.equal(sent.at(-1).headers['x-xsrf-token'], 'eyJ%3D%3D');
});

test('a refresh has a cookie of its own (flask-jwt-extended)', async () => {
  const page = open({ csrf: { cookie: 'csrf_access_token', refreshCookie: 'csrf_refresh_token', header: 'X-CSRF-TOKEN' } });
  document.cookie = 'csrf_access_token=access; csrf_refresh_token=refresh';
  await send(page, { path: '/refresh' }, 'refresh');
  await send(page, { path: '/logout' }, 'logout', 2);
  assert.deepEqual(sent.map(({ headers }) => headers['x-csrf-token']), ['refresh', 'access']);
});

test('the refresh that kills the session when its token is missing is not sent (SuperTokens, flask-jwt-extended)', async () => {
  for (const csrf of [
    { cookie: 'a', refreshCookie: 'b', header: 'X-CSRF-TOKEN' },
    { answer: 'anti-csrf', header: 'anti-csrf' },
  ]) {
    await send(open({ csrf }), { path: '/refresh' }, 'refresh');
    assert.deepEqual(sent, []);
    assert.deepEqual(outcome().slice(0, 3), [InputKind.Answered, 1, 401]);
  }
});

test('a token that comes in a header is sent back in one (SuperTokens)', async () => {
  const page = open({ csrf: { answer: 'anti-csrf', header: 'anti-csrf' } });
  answers['/signin'] = () => Response.json({ status: 'OK' }, { headers: { 'anti-csrf': 'first' } });
  answers['/refresh'] = () => Response.json({}, { headers: { 'anti-csrf': 'second' } });
  await send(page, { path: '/signin', body: {} }, 'login');
  await send(page, { path: '/refresh' }, 'refresh', 2);
  await send(page, { path: '/logout' }, 'logout', 3);
  assert.deepEqual(sent.map(({ headers }) => headers['anti-csrf']), [undefined, 'first', 'second']);
});

test('a token is fetched where no cookie can be read, kept, and forgotten when servers change it (Auth.js, csrf-csrf)', async () => {
  const page = open({ csrf: { prime: '/csrf', at: '/csrfToken', field: 'csrfToken', header: 'x-csrf' } });
  let n = 0;
  answers['/csrf'] = () => Response.json({ csrfToken: `t${++n}` });
  assert.equal((await fetched(page, { method: 'POST' }))['x-csrf'], 't1');
  assert.equal((await fetched(page, { method: 'POST' }))['x-csrf'], 't1');
  await send(open({ csrf: { prime: '/csrf', at: '/csrfToken', field: 'csrfToken' } }), { path: '/out' }, 'logout');
  assert.equal(sent.at(-1).body, '{"csrfToken":"t2"}');
  await send(page, { path: '/out' }, 'logout', 2);
  assert.equal(sent.at(-1).body, '{"csrfToken":"t1"}');
  assert.equal((await fetched(page, { method: 'POST' }))['x-csrf'], 't3');
});

test('a token that was refused is fetched anew, once for all that wait', async () => {
  const page = open({ csrf: { cookie: 'c', prime: '/csrf', header: 'x-csrf' } });
  document.cookie = 'c=old';
  answers['/csrf'] = () => ((document.cookie = 'c=new'), Response.json({}));
  assert.equal((await fetched(page, { method: 'POST' }))['x-csrf'], 'old');
  perform(page, 'renewCsrfToken');
  await Promise.all([fetched(page, { method: 'POST' }), fetched(page, { method: 'POST' }), fetched(page, { method: 'PUT' })]);
  assert.deepEqual(sent.filter(({ request }) => request === 'GET /csrf').length, 1);
  assert.equal(sent.at(-1).headers['x-csrf'], 'new');
});

test('a body is what the server reads: none, empty JSON, a form, a template', async () => {
  const page = open({ login: { path: '/in' }, csrf: { cookie: 'none' } });
  await send(page, { path: '/refresh' }, 'refresh');
  assert.deepEqual([sent[0].body, sent[0].headers['content-type'], sent[0].headers.accept], [undefined, undefined, 'application/json']);
  await send(page, { path: '/logout', body: {} }, 'logout', 2);
  assert.deepEqual([sent[1].body, sent[1].headers['content-type']], ['{}', 'application/json']);
  page.call(calls.LOGIN, '{"email":"ada","password":"p&w","age":7}');
  const body = { username: { from: 'email' }, password: { from: 'password' } };
  await send(page, { path: '/in', body, form: true }, 'login', 3);
  assert.deepEqual([sent[2].body, sent[2].headers['content-type']], ['username=ada&password=p%26w', undefined]);
  await send(page, { path: '/in', body: { fields: [{ id: 'age', value: { from: 'age' } }], remember: true } }, 'login', 4);
  assert.equal(sent[3].body, '{"fields":[{"id":"age","value":7}],"remember":true}');
  assert.ok(!JSON.stringify(pushed).includes('p&w'), 'the engine sees no credential');
});

test('methods, queries and headers are those of the endpoint', async () => {
  const page = open({ baseUrl: '/auth/', headers: { rid: 'anti-csrf' } });
  await send(page, { path: '/session', method: 'DELETE', query: { a: '1', b: '&' }, headers: { 'X-Return': '1' } }, 'logout');
  assert.equal(sent[0].request, 'DELETE /auth/session?a=1&b=%26');
  assert.deepEqual([sent[0].headers.rid, sent[0].headers['x-return']], ['anti-csrf', '1']);
});

test('a step goes where the one before said, and nowhere else than to the session’s own origins (Kratos)', async () => {
  const page = open({}, ['https://id.example']);
  const out = { at: '/logout_url', method: 'GET' };
  for (const [logout_url, wanted] of [
    ['https://id.example/logout?token=t', 'GET https://id.example/logout?token=t'],
    ['/logout?token=t', 'GET /logout?token=t'],
    ['https://evil.example/logout', undefined],
    ['data:text/html,x', undefined],
    [undefined, undefined],
  ]) {
    answers['/start'] = () => Response.json({ logout_url });
    await send(page, { path: '/start', method: 'GET' }, 'logout', 1);
    forget();
    await send(page, out, 'logout', 2);
    assert.equal(sent[0]?.request, wanted, logout_url);
    assert.equal(outcome()[0], wanted ? InputKind.Answered : InputKind.Failed, logout_url);
  }
});

test('a list of pairs is one object to the engine (Duende)', async () => {
  const page = open({ pairs: ['type', 'value'], subject: '/sub' });
  answers['/me'] = () => Response.json([{ type: 'sub', value: '7' }, { type: 'role', value: 'a' }, { type: 'role', value: 'b' }, { type: 'role', value: 'c' }, { type: '__proto__', value: 'x' }]);
  await send(page, { path: '/me', method: 'GET' }, 'check');
  const { body } = outcome()[4] ?? {};
  assert.equal(body, undefined, 'values stay on this side');
  perform(page, 'adoptClaims');
});

test('a logout that is a navigation is made once, by the page that was told to (Duende, oauth2-proxy)', async (t) => {
  const waits = patience(t);
  const preset = { baseUrl: '/bff', logout: [{ path: '/user', method: 'GET' }, { at: '/url', navigate: true, ends: true, returnTo: 'returnUrl' }] };
  answers['/bff/user'] = () => Response.json({ url: '/bff/logout?sid=1' });
  const later = open(preset);
  await send(later, preset.logout[0], 'logout');
  await perform(later, 'navigateAway', 7, 1, false);
  assert.deepEqual(went, [], 'a page that finds an old logout');
  waits.pop()();
  assert.deepEqual(pushed.at(-1).slice(0, 2), [InputKind.Failed, 7], 'and says that it stays');
  const page = open(preset);
  perform(page, 'writeTombstone', 0, 0, false);
  await send(page, preset.logout[0], 'logout');
  await perform(page, 'navigateAway', 0, 1, false);
  await perform(page, 'navigateAway', 0, 1, false);
  assert.deepEqual(went, ['https://app.example/bff/logout?sid=1&returnUrl=%2F']);
});

test('a logout that is a navigation leads where it was told, on this origin', async (t) => {
  patience(t);
  const preset = { logout: [{ path: '/me', method: 'GET' }, { path: '/out', navigate: true, ends: true, returnTo: 'rd' }] };
  for (const [wanted, landed] of [['/bye', '%2Fbye'], ['https://evil.example', '%2Fnow']]) {
    const page = open(preset);
    page.call(calls.LOGOUT, { returnTo: wanted });
    perform(page, 'writeTombstone', 0, 0, false);
    await perform(page, 'navigateAway', 0, 1, false);
    assert.equal(went.at(-1), `https://app.example/out?rd=${landed}`);
  }
});

test('a login that the preset has no way for is refused at once', async () => {
  await assert.rejects(open({}).call(calls.LOGIN, '{"a":1}'), { code: 'config_invalid' });
  await assert.rejects(open({}).call(calls.LOGIN_BY_NAVIGATION), { code: 'config_invalid' });
  assert.ok(!pushed.some(([input]) => input === InputKind.Called));
});

test('an answer that was led to a page is judged as a redirect, one that was led to JSON as what it is', async () => {
  const page = open({});
  const redirected = (body, type, status = 200) => {
    const response = new Response(body, { status, headers: { 'content-type': type } });
    return Object.defineProperty(response, 'redirected', { value: true });
  };
  for (const [answer, status] of [
    [() => redirected('<p>Sign in', 'text/html'), 0],
    [() => redirected('{}', 'application/json'), 200],
    [() => redirected('{}', 'application/json', 401), 401],
    [() => new Response('<p>', { headers: { 'content-type': 'text/html' } }), 200],
  ]) {
    stub('fetch', async () => answer());
    page.fetch(new Request('https://app.example/api'));
    perform(page, 'dispatch', pushed.at(-1)[1], 0, false);
    await settled();
    assert.deepEqual([pushed.at(-1)[0], pushed.at(-1)[2]], [InputKind.Responded, status]);
  }
});

test('a schema judges what is said of the session, and no other answer', async () => {
  const refuse = { validate: () => Promise.reject(new Error('no name')) };
  const logout = { path: '/logout' };
  const refresh = { path: '/refresh', ok: { json: true } };
  const session = { path: '/me' };
  const page = open({ session, user: '', refresh, logout }, [], refuse);
  for (const [endpoint, intent, outcomes] of [[logout, 'logout', InputKind.Answered], [refresh, 'refresh', InputKind.Answered], [session, 'check', InputKind.Failed]]) {
    await send(page, endpoint, intent);
    assert.equal(outcome()[0], outcomes, intent);
  }
});

test('a name in a place may be escaped (RFC 6901 §4)', async () => {
  const judged = [];
  const page = open({ user: '/https:~1~1a.example~1user~01' }, [], { validate: async (claims) => (judged.push(claims), claims) });
  answers['/me'] = () => Response.json({ 'https://a.example/user~1': { id: 7 } });
  await send(page, { path: '/me', method: 'GET' }, 'check');
  assert.deepEqual(judged, [{ id: 7 }]);
});
