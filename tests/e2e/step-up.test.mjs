// A request that wants a more recent sign-in: signed in for once, sent once more, never refreshed for (P10, P12; RFC 9470).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEMO, SECOND, STRATEGIES, setup } from './harness/index.mjs';

const world = setup();
const transfer = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"to":"x","amount":1}' };

/** Somebody who signed in a while ago; their next sign-in is with these credentials, or on the server's page without any. */
async function longSignedIn(config, credentials) {
  await world.fresh({ step_up_max_age: 30, ...config });
  const [tab] = await world.signedIn(1, DEMO);
  await world.server.clock(60);
  await tab.run(
    async (credentials, transfer) => {
      const { withStepUp } = await import('/hallpass/step-up.js');
      test.asked = [];
      const login = ({ signal, ...wanted }) => (test.asked.push(wanted), session.login(credentials));
      const send = withStepUp(session, credentials ? { login } : { returnTo: '/?again=1' });
      test.transfer = () => send('/api/transfer', transfer).then((response) => response.status, test.failure);
      test.transfers = (count) => Promise.all(Array.from({ length: count }, test.transfer));
    },
    credentials && { email: credentials.email, password: credentials.password },
    transfer,
  );
  return tab;
}
const asked = { acrValues: 'urn:hallpass:acr:password', maxAge: 30 };

for (const strategy of STRATEGIES) {
  test(`many requests at once cost one sign-in, and each is answered (${strategy})`, async () => {
    const tab = await longSignedIn({ strategy }, DEMO);
    let outcomes;
    const counts = await world.counting(async () => (outcomes = await tab.run(() => test.transfers(5))));
    assert.deepEqual(outcomes, [200, 200, 200, 200, 200]);
    assert.deepEqual(await tab.run(() => test.asked), [asked]);
    assert.equal(counts.login, 1);
    assert.equal(counts.api, 10);
    assert.equal(counts.refresh, undefined, 'a refresh brings no recent sign-in');
    // It stays recent.
    assert.deepEqual(await tab.run(() => test.transfers(1)), [200]);
    assert.equal((await tab.run(() => test.asked)).length, 1);
    assert.deepEqual(await tab.events('ended'), []);
  });

  test(`by navigation: to the sign-in page with what is wanted, back, and then it goes (${strategy})`, async () => {
    const tab = await longSignedIn({ strategy }, null);
    await tab.run(() => void test.transfer());
    const there = new URL(await tab.arrived('/auth/login'));
    assert.deepEqual(Object.fromEntries(there.searchParams), { return_to: '/?again=1', acr_values: asked.acrValues, max_age: '30' });
    await tab.type('#email', DEMO.email);
    await tab.type('#password', DEMO.password);
    await tab.click('button');
    assert.equal(await tab.arrived('?again=1'), `${world.url}/?again=1`);
    await tab.status('authenticated');
    assert.equal((await tab.request('/api/transfer', transfer)).status, 200);
  });
}

test('who gives up keeps the session, and gets the error with what was wanted', async () => {
  const tab = await longSignedIn({}, DEMO);
  const outcome = await tab.run(async () => {
    const { withStepUp } = await import('/hallpass/step-up.js');
    const send = withStepUp(session, { login: () => Promise.reject(new Error('no')) });
    const { code, status, acrValues, maxAge, response, cause } = await send('/api/transfer', { method: 'POST' }).catch((error) => error);
    return { code, status, acrValues, maxAge, kept: (await response.json()).error, cause: cause.message };
  });
  assert.deepEqual(outcome, { code: 'step_up_required', status: 401, ...asked, kept: 'insufficient_user_authentication', cause: 'no' });
  assert.equal((await tab.snapshot()).status, 'authenticated');
});

test('wrong credentials in the dialog end nothing', async () => {
  const tab = await longSignedIn({}, { ...DEMO, password: 'wrong' });
  assert.deepEqual((await tab.run(() => test.transfer())).code, 'step_up_required');
  assert.equal((await tab.snapshot()).status, 'authenticated');
  assert.equal((await tab.request('/api/me')).status, 200);
});

test('what was asked for one person is not sent for another who signs in', async () => {
  const tab = await longSignedIn({}, SECOND);
  let outcome;
  const counts = await world.counting(async () => (outcome = await tab.run(() => test.transfer())));
  assert.equal(outcome.code, 'identity_changed');
  assert.equal(counts.api, 1, 'sent once, as the first');
  assert.equal((await tab.snapshot()).subject, SECOND.subject);
});
