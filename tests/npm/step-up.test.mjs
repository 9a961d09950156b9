// A request that wants a stronger sign-in: asked for once, sent again once, or failed with what was wanted.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { settled } from './setup.mjs';

const { withStepUp } = await import('hallpass/step-up');
const { createTestSession } = await import('hallpass/testing');
const { isSessionError } = await import('hallpass');

let session;
let sent;
/** Of each path what the server wants, until somebody signs in for it. */
let wants;
/** Calls held back by path: until they are let go. */
let held;
beforeEach(() => {
  sent = [];
  wants = { '/gold': { acrValues: 'gold' }, '/new': { maxAge: 60 }, '/newer': { maxAge: 5 } };
  held = {};
  session = createTestSession({ status: 'authenticated', claims: {}, subject: 'ada' });
  session.fetch = async (input, init) => {
    const path = typeof input === 'string' ? input : new URL(input.url).pathname;
    const wanted = wants[path];
    sent.push([path, init?.body ?? (await input.text?.())]);
    await held[path];
    const response = new Response('{}', { status: wanted ? 401 : 200 });
    if (wanted) session.emit({ type: 'step-up', ...wanted, response });
    return response;
  };
});

/** A dialog: opened with what was wanted, closed by the test. */
function dialogs() {
  const opened = [];
  const login = ({ signal, ...wanted }) =>
    new Promise((resolve, reject) => {
      opened.push({
        wanted,
        signal,
        done() {
          wants = {};
          resolve();
        },
        cancel: () => reject(new Error('cancelled')),
      });
    });
  return { opened, login };
}
const paths = () => sent.map(([path]) => path);

test('an answer that wants nothing is handed back, and nobody is asked', async () => {
  const { opened, login } = dialogs();
  assert.equal((await withStepUp(session, { login })('/plain')).status, 200);
  assert.deepEqual([paths(), opened.length], [['/plain'], 0]);
});

test('signs in again, with what is wanted, and sends the request once more', async () => {
  const { opened, login } = dialogs();
  const answer = withStepUp(session, { login })('/gold', { method: 'POST', body: 'a' });
  await settled();
  assert.deepEqual(opened.map(({ wanted }) => wanted), [{ acrValues: 'gold', maxAge: undefined }]);
  opened[0].done();
  assert.equal((await answer).status, 200);
  assert.deepEqual(sent, [['/gold', 'a'], ['/gold', 'a']]);
  assert.equal(opened[0].signal.aborted, false);
});

test('a Request with a body can be sent again', async () => {
  const { opened, login } = dialogs();
  const request = new Request('https://app.example/gold', { method: 'POST', body: 'a' });
  const answer = withStepUp(session, { login })(request);
  await settled();
  opened[0].done();
  assert.equal((await answer).status, 200);
  assert.deepEqual(sent, [['/gold', 'a'], ['/gold', 'a']]);
});

test('a stream cannot: it fails before anybody is asked', async () => {
  const { opened, login } = dialogs();
  const body = new ReadableStream();
  await assert.rejects(withStepUp(session, { login })('/gold', { method: 'POST', body }), (error) => error.code === 'body_not_replayable' && error.response.status === 401);
  assert.equal(opened.length, 0);
});

test('requests at once share one sign-in', async () => {
  const { opened, login } = dialogs();
  const send = withStepUp(session, { login });
  const answers = Promise.all(Array.from({ length: 10 }, () => send('/new')));
  await settled();
  assert.equal(opened.length, 1);
  opened[0].done();
  assert.deepEqual((await answers).map(({ status }) => status), Array(10).fill(200));
  assert.equal(sent.length, 20);
});

test('one that was on its way meanwhile is sent again without another sign-in', async () => {
  const { opened, login } = dialogs();
  const send = withStepUp(session, { login });
  const first = send('/new');
  await settled();
  let release;
  held['/new'] = new Promise((resolve) => (release = resolve));
  const late = send('/new');
  await settled();
  delete held['/new'];
  opened[0].done();
  await first;
  release();
  assert.equal((await late).status, 200);
  assert.equal(opened.length, 1);
});

test('a sign-in that will not do for another request is followed by one that does, never beside it', async () => {
  const { opened, login } = dialogs();
  const send = withStepUp(session, { login });
  const [a, b] = [send('/new'), send('/newer')];
  await settled();
  assert.deepEqual(opened.map(({ wanted }) => wanted.maxAge), [60]);
  opened[0].done();
  await a;
  await settled();
  assert.deepEqual(opened.map(({ wanted }) => wanted.maxAge), [60, 5]);
  opened[1].done();
  assert.equal((await b).status, 200);
});

test('who gives up gets the error, with what was wanted', async () => {
  const { opened, login } = dialogs();
  const send = withStepUp(session, { login });
  const answers = [send('/new'), send('/new')];
  await settled();
  opened[0].cancel();
  for (const answer of answers)
    await assert.rejects(answer, (error) => {
      assert.ok(isSessionError(error));
      const { code, status, acrValues, maxAge, response, cause } = error;
      assert.deepEqual([code, status, acrValues, maxAge, response.status, cause.message], ['step_up_required', 401, undefined, 60, 401, 'cancelled']);
      return true;
    });
  // The next one asks anew.
  const next = send('/new');
  await settled();
  assert.equal(opened.length, 2);
  opened[1].done();
  assert.equal((await next).status, 200);
});

test('a server that wants more still is asked twice, not thrice', async () => {
  const login = async () => {};
  await assert.rejects(withStepUp(session, { login })('/gold'), { code: 'step_up_required' });
  assert.equal(sent.length, 2);
});

test('a caller who aborts leaves the others waiting, and the last one closes the dialog', async () => {
  const { opened, login } = dialogs();
  const send = withStepUp(session, { login });
  const controllers = [new AbortController(), new AbortController()];
  const answers = controllers.map(({ signal }) => send('/new', { signal }));
  await settled();
  controllers[0].abort(new Error('never mind'));
  await assert.rejects(answers[0], /never mind/);
  assert.equal(opened[0].signal.aborted, false);
  controllers[1].abort();
  await assert.rejects(answers[1], { name: 'AbortError' });
  assert.equal(opened[0].signal.aborted, true);
  // A dialog that nobody waits for keeps nobody from the next one.
  const next = send('/new');
  await settled();
  assert.equal(opened.length, 2);
  opened[1].done();
  assert.equal((await next).status, 200);
});

test('a request that a sign-in overtook, and was refused for the session from before, is sent again', async () => {
  const { opened, login } = dialogs();
  const refused = () => new Response('{}', { status: 401 });
  const { fetch } = session;
  for (const when of ['under way', 'done', 'given up', "of another user's"]) {
    wants = { '/new': { maxAge: 60 } };
    sent = [];
    const send = withStepUp(session, { login });
    let answer;
    const first = new Promise((resolve) => (answer = resolve));
    let asked = 0;
    session.fetch = (input, init) => (input === '/late' ? (asked++ ? Promise.resolve(new Response('{}')) : first) : fetch(input, init));
    const late = send('/late');
    const other = send('/new').catch(() => {});
    await settled();
    const dialog = opened.at(-1);
    if (when !== 'done') answer(refused());
    await settled();
    if (when === 'given up') dialog.cancel();
    else if (when === "of another user's") session.set({ status: 'authenticated', claims: {}, subject: 'bob' }), dialog.done();
    else dialog.done();
    await other;
    if (when === 'done') answer(refused());
    const again = when === 'under way' || when === 'done';
    assert.deepEqual([(await late).status, asked], again ? [200, 2] : [401, 1], when);
  }
});

test('a session that ends meanwhile ends the waiting', async () => {
  const { opened, login } = dialogs();
  const answer = withStepUp(session, { login })('/new');
  await settled();
  await session.logout();
  await assert.rejects(answer, { code: 'session_ended' });
  assert.equal(opened[0].signal.aborted, true);
});

test('what was asked for one person is not sent for another who signs in', async () => {
  const { opened, login } = dialogs();
  const answer = withStepUp(session, { login })('/new');
  await settled();
  session.set({ status: 'authenticated', claims: {}, subject: 'bob' });
  opened[0].done();
  await assert.rejects(answer, { code: 'identity_changed' });
  assert.deepEqual(paths(), ['/new']);
});

test('without a dialog it leaves for the sign-in page, and waits there', async (t) => {
  const left = [];
  let show;
  session.login = async (options) => left.push(options);
  globalThis.addEventListener = (type, listener) => type === 'pageshow' && (show = listener);
  t.after(() => delete globalThis.addEventListener);
  const send = withStepUp(session, { returnTo: () => '/transfer?again' });
  let outcome = 'waiting';
  const answer = send('/new').then(() => (outcome = 'answered'), (error) => (outcome = error));
  await settled();
  assert.deepEqual(left, [{ acrValues: undefined, maxAge: 60, returnTo: '/transfer?again' }]);
  assert.equal(outcome, 'waiting');
  // By the back button: the person did not sign in.
  show({ persisted: false });
  await settled();
  assert.equal(outcome, 'waiting');
  show({ persisted: true });
  await answer;
  assert.equal(outcome.code, 'step_up_required');
});

test('a back end without a sign-in page says so', async () => {
  session.login = async () => {
    throw Object.assign(new Error('no such login'), { code: 'config_invalid' });
  };
  await assert.rejects(withStepUp(session)('/new'), (error) => error.code === 'step_up_required' && error.cause.code === 'config_invalid');
});
