// The tokens of servers that do not speak the contract, where there is more to them than a cookie; and signs beside the usual ones.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InputKind, TERMS, answers, fetched, open, outcome, pushed, send, sent, stub } from './foreign.mjs';
import { perform, settled, source } from './setup.mjs';

const { FAILURES } = await import(`${source}/generated/trace.js`);
const REJECTED = FAILURES.indexOf('rejected');

/** The error of a call that the engine fails for the answer to the last request. */
async function failed(page) {
  const call = page.call(0);
  const [, id] = pushed.findLast(([input]) => input === InputKind.Called);
  perform(page, 'fail', id, 'unexpected_response', '', 200, NaN);
  return call.catch((error) => error);
}

test('a refresh has a header of its own (flask-jwt-extended)', async () => {
  const page = open({ csrf: { cookie: 'a', refreshCookie: 'b', header: 'X-A', refreshHeader: 'X-B' } });
  document.cookie = 'a=access; b=refresh';
  await send(page, { path: '/refresh' }, 'refresh');
  await send(page, { path: '/logout' }, 'logout', 2);
  assert.deepEqual(sent.map(({ headers }) => [headers['x-a'], headers['x-b']]), [[undefined, 'refresh'], ['access', undefined]]);
});

test('a header that no request can have is an option that is wrong, and no network that fails', async () => {
  for (const [csrf, option, header] of [
    [{ cookie: 'a', header: 'X CSRF' }, 'csrf.header', 'X CSRF'],
    [{ cookie: 'a', header: 'X-CSRF', refreshHeader: 'X:' }, 'csrf.refreshHeader', 'X:'],
  ]) {
    const page = open({ csrf });
    document.cookie = 'a=b';
    await send(page, { path: '/refresh' }, 'refresh');
    assert.deepEqual([outcome()[0], outcome()[2]], [InputKind.Failed, REJECTED], option);
    const { code, message, cause } = await failed(page);
    assert.deepEqual([code, cause.name], ['config_invalid', 'TypeError']);
    assert.match(message, new RegExp(`preset.${option} is "${header}"`));
  }
  assert.deepEqual(sent, []);
});

test('a request of the application rejects for such a header, too', async () => {
  const page = open({ csrf: { cookie: 'a', header: 'X CSRF' } });
  document.cookie = 'a=b';
  const done = page.fetch(new Request('https://app.example/api', { method: 'POST' }));
  const [, id] = pushed.at(-1);
  perform(page, 'dispatch', id, 0, false);
  await settled();
  perform(page, 'deliver', id);
  await assert.rejects(done, { code: 'config_invalid', message: /preset\.csrf\.header is "X CSRF"/ });
});

test('of several cookies of the name the next one is taken once the one before was refused', async () => {
  const page = open({ csrf: { cookie: 'csrftoken', header: 'X-CSRFToken' } });
  document.cookie = 'csrftoken=of a path; other=1; csrftoken=of the host';
  const token = async () => (await fetched(page, { method: 'POST' }))['x-csrftoken'];
  assert.deepEqual([await token(), await token()], ['of a path', 'of a path']);
  perform(page, 'renewCsrfToken');
  await settled();
  assert.equal(await token(), 'of the host');
  perform(page, 'renewCsrfToken');
  await settled();
  assert.equal(await token(), 'of a path');
});

test('the token of the page stands in its <meta>, until another one is fetched', async () => {
  const asked = [];
  stub('CSS', { escape: (name) => name });
  document.querySelector = (selector) => (asked.push(selector), { content: 'of the page' });
  const page = open({ csrf: { meta: 'csrf-token', prime: '/csrf', at: '/token', header: 'X-CSRF-Token' } });
  answers['/csrf'] = () => Response.json({ token: 'fetched' });
  assert.equal((await fetched(page, { method: 'POST' }))['x-csrf-token'], 'of the page');
  assert.deepEqual(new Set(asked), new Set(['meta[name="csrf-token"]']));
  perform(page, 'renewCsrfToken');
  await settled();
  assert.equal((await fetched(page, { method: 'POST' }))['x-csrf-token'], 'fetched');
});

test('a page without that <meta> sends no token', async () => {
  stub('CSS', { escape: (name) => name });
  document.querySelector = () => null;
  const page = open({ csrf: { meta: 'csrf-token', header: 'X-CSRF-Token' } });
  assert.equal((await fetched(page, { method: 'POST' }))['x-csrf-token'], undefined);
});

test('where each form has a token of its own, one is fetched for the path of every request', async () => {
  const page = open({ baseUrl: '/app', csrf: { prime: '/csrf', at: '/token', header: 'X-CSRF', forPath: 'action' } });
  answers['/app/csrf?action=%2Fapi'] = () => Response.json({ token: 'of the api' });
  answers['/app/csrf?action=%2Fapp%2Flogout'] = () => Response.json({ token: 'of the logout' });
  assert.equal((await fetched(page, { method: 'POST' }))['x-csrf'], 'of the api');
  await send(page, { path: '/logout' }, 'logout');
  assert.equal(sent.at(-1).headers['x-csrf'], 'of the logout');
  const before = sent.length;
  await fetched(page, { method: 'POST' });
  assert.equal(sent.length - before, 2, 'none is kept');
  assert.equal((await fetched(page))['x-csrf'], undefined, 'and none for what only reads');
});

/** What the session endpoint is answered: a redirect, and where that ends, a page or nothing. */
function redirect(end) {
  const asked = [];
  stub('fetch', async (_, init) => {
    asked.push([init.redirect, init.mode]);
    if (init.redirect === 'manual') return Object.defineProperties(new Response(), { type: { value: 'opaqueredirect' }, status: { value: 0 } });
    if (!end) throw new TypeError('Failed to fetch');
    return Object.defineProperties(new Response('<p>'), { redirected: { value: true }, url: { value: end } });
  });
  return asked;
}

test('where a redirect of the session endpoint ends is found out, on the own origin, where the preset judges by it', async () => {
  const session = { path: '/me' };
  const anonymous = { status: 0, at: { header: 'location' }, is: '/login' };
  for (const [signs, end, asked, known] of [
    [anonymous, 'https://app.example/login?next=/me', 2, true],
    [anonymous, 'https://app.example/maintenance', 2, false],
    [anonymous, undefined, 2, false],
    [{ status: 0, at: { header: 'x-nobody' }, is: '/login' }, 'https://app.example/login', 1, false],
  ]) {
    let nobody;
    const look = ({ _get, _find, _among }) => {
      const sign = _get(1, TERMS.indexOf('anonymous'));
      nobody = _among(_find(0, _get(sign, TERMS.indexOf('at'))), _get(sign, TERMS.indexOf('is')));
    };
    const page = open({ session, anonymous: signs }, [], { look });
    const requests = redirect(end);
    await send(page, session, 'check');
    await settled();
    assert.deepEqual(outcome().slice(0, 3), [InputKind.Answered, 1, 0]);
    assert.equal(nobody, known, end);
    assert.deepEqual(requests, [['manual', undefined], ['follow', 'same-origin']].slice(0, asked));
  }
});

test('a success is read where the preset has a sign in it, and nowhere else (GraphQL)', async () => {
  const body = { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] };
  const sign = { at: '/errors/0/extensions/code', is: 'UNAUTHENTICATED' };
  for (const [expired, reads] of [[{ status: 200, ...sign }, true], [[{ status: 401 }, { status: [200, 203], ...sign }], true], [{ status: 401 }, false]]) {
    const page = open({ expired });
    stub('fetch', async () => {
      const response = Response.json(body);
      response.clone = () => (page.read = { json: async () => body });
      return response;
    });
    page.fetch(new Request('https://app.example/graphql', { method: 'POST', body: '{}' }));
    perform(page, 'dispatch', pushed.at(-1)[1], 0, false);
    await settled();
    assert.equal(pushed.at(-1)[0], InputKind.Responded);
    assert.equal(!!page.read, reads, JSON.stringify(expired));
  }
});
