// "Why am I signed out?": stories that the real engine lives through, and the one sentence that each comes to.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HttpResponse, http } from 'msw';
import { load } from './harness/package.mjs';
import { open } from './harness/tab.mjs';

const { explain } = await load('devtools.js');
const { sessionHandlers } = await load('msw.js');
const ADA = { sub: 'ada', name: 'Ada' };
const PASSWORD = 'correct horse';
/** For so long, in ms, an answer of the session endpoint is news; by the clock, there is no sign of it. */
const SPOKEN = 2_500;
const out = { status: 'unauthenticated' };
const rejected = (promise) => promise.then(() => assert.fail('it was to be refused'), (error) => error.code);

/** Tells a story in a page of its own, and has it explained. */
const story = (name, sentence, live, { claims = ADA, ...options } = {}) =>
  test(name, { timeout: 60_000 }, async () => {
    const backend = sessionHandlers({ claims, ...options });
    const orders = http.get('*/api/orders', backend.protect(() => HttpResponse.json([])));
    const page = await open([...backend, orders]);
    try {
      const entries = await live(page, backend);
      const { sentence: said, lines } = explain(entries);
      assert.match(said, sentence);
      assert.ok(said.endsWith('.') && !said.includes('undefined') && !said.slice(0, -1).includes('. '), `one sentence: ${said}`);
      assert.ok(lines.every((line) => entries.includes(line)), 'the lines are of the trace');
      assert.deepEqual([...lines].sort((a, b) => entries.indexOf(a) - entries.indexOf(b)), [...lines], 'in its order');
      assert.deepEqual(explain(structuredClone(entries)).sentence, said, 'it is pure');
      const told = JSON.stringify(entries);
      for (const secret of ['Ada', PASSWORD, 'session-1']) assert.ok(!told.includes(secret), secret);
    } finally {
      await page.close();
    }
  });

/** A tab in which a user is signed in. */
async function signedIn(page, options) {
  const tab = page.tab(options);
  await tab.until('snapshot', { status: 'authenticated' });
  return tab;
}

story('nothing has been answered yet', /^Nothing is known yet/, async (page, backend) => {
  backend.slow(5_000);
  const tab = page.tab();
  await tab.until('effect send');
  return [...tab.entries];
});

story('a visitor', /^Nobody was signed in when the page asked: the session endpoint answered 200\.$/, async (page) => {
  const tab = page.tab();
  await tab.until('snapshot', out);
  return tab.entries;
}, { claims: null });

story('signed in', /^A user is signed in\.$/, async (page) => (await signedIn(page)).entries);

story('a wrong password', /^Nobody is signed in: the server refused the credentials\.$/, async (page) => {
  const tab = page.tab();
  await tab.until('snapshot', out);
  assert.equal(await rejected(tab.session.login({ email: 'ada@example.com', password: 'wrong' })), 'invalid_credentials');
  return tab.entries;
}, { claims: null });

story('the app signs out', /^This page signed out: the app called logout\(\)\.$/, async (page) => {
  const tab = await signedIn(page);
  await tab.session.logout();
  return tab.entries;
});

story('the app signs out on all devices', /^This page signed out, on all devices/, async (page) => {
  const tab = await signedIn(page);
  await tab.session.logout({ everywhere: true });
  return tab.entries;
});

story('another tab signs out', /^Another tab signed out/, async (page) => {
  const tab = await signedIn(page);
  const other = await signedIn(page);
  await other.session.logout();
  await tab.until('event ended', { reason: 'logged-out' });
  return tab.entries;
});

story('a sign-out that the server has not heard of yet, and a reload', /^A sign-out from before this page was loaded had not reached the server yet/, async (page, backend) => {
  const before = await signedIn(page);
  backend.outage(60_000);
  assert.deepEqual(await before.session.logout(), { confirmed: false });
  before.session.dispose();
  const tab = page.tab();
  await tab.until('snapshot', { status: 'unauthenticated', reason: 'logged-out' });
  return tab.entries;
});

story('revoked, found by a refresh of the app', /^The server has ended the session: it answered 401 session_ended to the refresh, for which the app called refresh\(\)\.$/, async (page, backend) => {
  const tab = await signedIn(page);
  backend.revoke();
  assert.equal(await rejected(tab.session.refresh()), 'session_ended');
  return tab.entries;
});

story('revoked, found by the refresh that a request wanted', /^The server has ended the session: it answered 401 session_ended to the refresh, after a request of the app had found it expired\.$/, async (page, backend) => {
  const tab = await signedIn(page);
  backend.expire();
  const answers = http.post('*/auth/refresh', () => HttpResponse.json({ error: 'session_ended' }, { status: 401 }));
  page.server.use(answers);
  page.server.use(http.get('*/auth/session', () => HttpResponse.json({ authenticated: false })));
  await tab.session.fetch('/api/orders').catch(() => {});
  await tab.until('event ended');
  return tab.entries;
});

story('revoked, found by a refresh ahead of time', /^The session had expired, and the server did not renew it: it answered 401 session_ended to the refresh, which was due by the clock\.$/, async (page, backend) => {
  const tab = await signedIn(page);
  backend.revoke();
  await tab.until('event ended');
  return tab.entries;
}, { expiresIn: 2 });

story('revoked, found by a check of the app', /^The server has ended the session: asked who is signed in, it answered 200 to \/session, for which the app called check\(\)\.$/, async (page, backend) => {
  const tab = await signedIn(page);
  backend.revoke();
  await tab.session.check();
  return tab.entries;
});

story('revoked, found by a request', /^The server has ended the session: asked who is signed in, it answered 200 to \/session, after 401 session_ended to a request of the app\.$/, async (page, backend) => {
  const tab = await signedIn(page);
  backend.revoke();
  // What an API says is not made sure of while the session endpoint has just spoken.
  await new Promise((resolve) => setTimeout(resolve, SPOKEN));
  await tab.session.fetch('/api/orders').catch(() => {});
  await tab.until('event ended');
  return tab.entries;
});

story('revoked, found by another tab', /^(Another tab found that the server has ended the session\.|The server has ended the session: .*after another tab had said something\.)$/, async (page, backend) => {
  const tab = await signedIn(page);
  const other = await signedIn(page);
  backend.revoke();
  await other.session.check();
  await tab.until('event ended');
  return tab.entries;
});

story('the idle limit of the server', /^Nobody used the app, in any tab, for as long as the idle limit allows\.$/, async (page) => {
  const tab = await signedIn(page);
  await tab.until('event ended');
  return tab.entries;
}, { idleExpiresIn: 2 });

story('the absolute limit', /^A limit that the server had declared was reached/, async (page) => {
  const tab = await signedIn(page);
  await tab.until('event ended');
  return tab.entries;
}, { absoluteExpiresIn: 2 });

const unknown = (name, sentence, answer) =>
  story(name, sentence, async (page) => {
    page.server.use(http.get('*/auth/session', answer));
    const tab = page.tab();
    await tab.until('snapshot', { status: 'unauthenticated', reason: 'unknown' });
    return [...tab.entries];
  });

unknown('no network', /^It is not known who is signed in: the server could not be reached;/, () => HttpResponse.error());
unknown('the server is out of order', /^It is not known who is signed in: the server answered with an error;/, () => new HttpResponse(null, { status: 503 }));
unknown('too many requests', /^It is not known who is signed in: the server asked for fewer requests;/, () => new HttpResponse(null, { status: 429, headers: { 'retry-after': '60' } }));
unknown('the page of a portal', /^It is not known who is signed in: what came was no answer of a session endpoint/, () => HttpResponse.html('<h1>Welcome</h1>'));

story('the cookie is not kept', /^Nobody is signed in: the sign-in worked, but this browser did not keep its cookie\.$/, async (page) => {
  page.server.use(http.get('*/auth/session', () => HttpResponse.json({ authenticated: false })));
  const tab = page.tab();
  await tab.until('snapshot', out);
  assert.equal(await rejected(tab.session.login({ email: 'ada@example.com', password: PASSWORD })), 'cookies_blocked');
  return tab.entries;
}, { claims: null });

story('another user signs in elsewhere', /^A user is signed in, and it is another one than before/, async (page, backend) => {
  const tab = await signedIn(page);
  backend.signIn({ sub: 'bob' });
  await tab.session.check();
  await tab.until('event identity-changed');
  return tab.entries;
});

story('a refresh that fails for the moment', /^A user is signed in; the last attempt to renew that failed: the server answered with an error\.$/, async (page, backend) => {
  const tab = await signedIn(page);
  backend.outage(60_000);
  assert.equal(await rejected(tab.session.refresh()), 'server');
  return tab.entries;
});

test('of no entries nothing is known', () => assert.match(explain([]).sentence, /^Nothing is known yet/));
