// Answers to a sign-in that are neither the server's yes nor its usual no: what the caller hears, and that credentials are posted once (P29).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEMO, setup } from './harness/index.mjs';

const world = setup({ through: 'proxy' });
const LOGIN = '/auth/login';
const posted = () => world.proxy.log.filter(({ method, path }) => method === 'POST' && path === LOGIN).length;
const asked = () => world.proxy.log.filter(({ path }) => path.startsWith('/auth/session')).length;

const REFUSALS = [
  ['a form that is wrong', 400, { error: 'bad_request', error_description: 'Give an address.' }],
  ['an account that is blocked', 403, { error: 'account_blocked', error_description: 'This account is blocked.' }],
  ['no such tenant', 404, { error: 'no_tenant', error_description: 'There is no such shop.' }],
  ['a list of fields', 422, { error: 'invalid', error_description: 'Look at the form.', errors: { email: ['Too long.'], password: ['Too short.'] } }],
  ['an account that is locked', 423, { error: 'locked', error_description: 'Locked until noon.' }],
  ['law', 451, { error: 'blocked', error_description: 'Not in your country.' }],
];

for (const [what, status, body] of REFUSALS)
  test(`a refusal (${status}, ${what}): the server's words and all of its answer, and no question`, async () => {
    await world.fresh();
    const tab = await world.page();
    await tab.status('unauthenticated', 'none');
    world.proxy.answer = answers(status, body);
    const before = asked();
    const error = await refused(tab);
    assert.deepEqual({ code: error.code, status: error.status, message: error.message }, { code: 'server', status, message: body.error_description });
    assert.deepEqual(await tab.run(() => test.said), { status, response: status, body });
    assert.equal(posted(), 1);
    assert.equal(asked(), before, 'a refusal is the last word');
    assert.deepEqual(await still(tab), { status: 'unauthenticated', reason: 'none', error: undefined, faults: 0 });
    world.proxy.answer = undefined;
    assert.equal(await tab.login(DEMO), 'authenticated');
  });

for (const [name, value] of [['retry-after', '7'], ['x-retry-after', '7'], ['ratelimit-reset', '7'], ['ratelimit', '"default";r=0;t=7']])
  test(`too many attempts, and the wait in ${name}: the caller is told how long, and nothing is posted again`, async () => {
    await world.fresh();
    const tab = await world.page();
    await tab.status('unauthenticated');
    world.proxy.answer = answers(429, { error: 'too_many', error_description: 'Wait a little.' }, { [name]: value });
    const error = await refused(tab);
    assert.deepEqual({ code: error.code, status: error.status, message: error.message, retryAfter: error.retryAfter }, { code: 'rate_limited', status: 429, message: 'Wait a little.', retryAfter: 7 });
    assert.equal(posted(), 1);
    assert.deepEqual(await still(tab), { status: 'unauthenticated', reason: 'none', error: undefined, faults: 0 });
  });

const elsewhere = { 'content-type': 'text/html' };
const ODD = [
  ['leads to a page of its own', 302, { location: '/welcome' }],
  ['leads back to the form', 303, { location: '/auth/login' }],
  ['leads to another origin', 302, { location: 'https://login.example/' }],
  ['says nothing', 204, {}],
  ['answers a page', 200, elsewhere],
  ['says that a session is there already', 409, {}],
  ['fails behind it', 500, elsewhere],
  ['is out of time behind it', 504, { 'retry-after': '1' }],
];

for (const [what, status, headers] of ODD) {
  const change = (path, answered, response) => {
    if (path !== LOGIN) return;
    response.statusCode = status;
    Object.assign(answered, headers);
  };

  test(`a sign-in that worked, whose server ${what} (${status}): the session endpoint knows`, async () => {
    await world.fresh();
    const tab = await world.page();
    await tab.status('unauthenticated');
    world.proxy.change = change;
    assert.equal(await tab.login(DEMO), 'authenticated');
    assert.equal((await tab.snapshot()).subject, DEMO.subject);
    assert.equal(posted(), 1);
    assert.deepEqual(await tab.events('fault'), []);
  });

  test(`a sign-in that did not, whose server ${what} (${status}): that is what the caller hears, after one question`, async () => {
    await world.fresh();
    const tab = await world.page();
    await tab.status('unauthenticated', 'none');
    world.proxy.change = change;
    const before = asked();
    const error = await refused(tab, { ...DEMO, password: 'wrong' });
    assert.equal(error.code, status < 400 ? 'unexpected_response' : 'server');
    assert.equal(posted(), 1);
    assert.equal(asked() - before, 1);
    assert.deepEqual(await still(tab), { status: 'unauthenticated', reason: 'none', error: undefined, faults: 0 });
  });
}

/** Answers a sign-in in the server's place. */
function answers(status, body, headers) {
  return ({ url }, response) => {
    if (url !== LOGIN) return false;
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
    return true;
  };
}

const refused = (tab, account = DEMO) =>
  tab.login(account).then(
    () => assert.fail('signed in'),
    (error) => error,
  );

/** What the page shows of a sign-in that failed. */
async function still(tab) {
  const { status, reason, error } = await tab.snapshot();
  return { status, reason, error, faults: (await tab.events('fault')).length };
}
