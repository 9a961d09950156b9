// What a browser test of a back end starts with: the same scenarios for each, through its preset, in real windows.
// A scenario asserts what every user of hallpass is promised, and notes for the matrix how this server gets there.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { setup } from '../../e2e/harness/index.mjs';
import { lapse } from './contract.mjs';
import { begin, note } from './matrix.mjs';
import { USER, serve } from './servers.mjs';

const PACKAGE = process.env.HALLPASS_PACKAGE ?? new URL('../../../pkg', import.meta.url).pathname;
const AT_ONCE = 50;

/** A preset as an app imports it. */
async function presetOf(name, overrides) {
  const module = await import(pathToFileURL(`${PACKAGE}/presets/${name}.js`));
  return Object.values(module)[0](overrides);
}

/**
 * Declares the scenarios of a server.
 *
 * `lapses`: seconds after which the API refuses. `ends`: seconds after which nothing can renew. `renewal`: the
 * request that renews, as `[method, path]`, and `by`, its name in the matrix. `signIn`: how, if not by credentials.
 * `stepUp`: what brings one about, if this server has any.
 */
export function scenarios(name, { env, overrides, lapses, ends, renewal, by, account = USER, signIn, wrong = true, stepUp, leaves }) {
  begin(name);
  const world = setup({ start: (app) => serve(name, { env, app }) });
  let options;
  before(async () => {
    options = { preset: await presetOf(name, overrides), refresh: { when: 'on-demand' } };
  });
  const noted = (capability, run) =>
    test(`${name}: ${capability}`, { timeout: 120_000 }, async () => note(name, capability, await run()));

  const enter = signIn ?? ((tab) => tab.login(account));
  const open = () => world.page({ options });
  async function signedIn(count = 1) {
    await world.fresh();
    const tabs = await world.pages(count, { options });
    await enter(tabs[0], world);
    for (const tab of tabs) await tab.status('authenticated');
    return { tabs, since: Date.now(), renewed: () => (renewal ? world.server.came(...renewal).filter(({ status }) => status < 400).length : 0) };
  }
  /** What the server says to a request that hallpass has no hand in. */
  const raw = (tab) => tab.run(async () => (await fetch('/api/data', { headers: { accept: 'application/json' }, redirect: 'manual' })).status);

  noted('sign-in', async () => {
    await world.fresh();
    const tab = await open();
    await tab.status('unauthenticated');
    if (wrong) {
      await assert.rejects(tab.login({ ...account, password: 'wrong horse battery' }));
      assert.equal((await tab.snapshot()).status, 'unauthenticated');
    }
    await enter(tab, world);
    await tab.status('authenticated');
    assert.equal((await tab.request('/api/data')).status, 200);
    return signIn ? 'navigation' : 'credentials';
  });

  noted('session', async () => {
    const { tabs: [tab] } = await signedIn();
    const { subject } = await tab.snapshot();
    assert.ok(subject, 'somebody is signed in');
    await tab.reload();
    await tab.status('authenticated');
    const { subject: after, expiresAt, idleExpiresAt } = await tab.snapshot();
    assert.equal(after, subject);
    return expiresAt || idleExpiresAt ? 'who, until when' : 'who';
  });

  noted('50 expired at once', async () => {
    const { tabs: [tab], since, renewed } = await signedIn();
    await lapse(lapses - (Date.now() - since) / 1000);
    assert.notEqual(await raw(tab), 200, 'the server refuses by now');
    const before = renewed();
    const counts = await tab.requests(AT_ONCE, '/api/data');
    const sent = world.server.came('GET', '/api/data').length;
    if (!renewal) {
      assert.equal(counts[200], undefined);
      await tab.status('unauthenticated', 'expired');
      assert.ok(sent <= AT_ONCE + 2, `${sent} requests: some were replayed in vain`);
      return 'signed out once';
    }
    assert.deepEqual(counts, { 200: AT_ONCE });
    assert.equal(renewed() - before, 1, 'one renewal for all');
    return '1 renewal, all answered';
  });

  noted('kept by', async () => {
    if (!renewal) return '–';
    const { tabs: [tab], since, renewed } = await signedIn();
    const before = renewed();
    await lapse(lapses / 2);
    await tab.run(async () => void (await session.refresh().catch(() => session.extend())));
    assert.ok(renewed() > before, 'something renewed it');
    await lapse(lapses * 0.75 - (Date.now() - since) / 1000 + lapses / 2);
    assert.equal(await raw(tab), 200, 'the server still accepts it');
    return by;
  });

  noted('expiry', async () => {
    const { tabs: [tab], since } = await signedIn();
    await lapse(ends - (Date.now() - since) / 1000);
    await tab.request('/api/data');
    await tab.status('unauthenticated');
    const { reason } = await tab.snapshot();
    assert.ok(['expired', 'idle', 'revoked'].includes(reason), reason);
    return reason;
  });

  noted('step-up', async () => {
    if (!stepUp) return '–';
    const { tabs: [tab] } = await signedIn();
    await stepUp(tab, world);
    await tab.event('step-up');
    assert.equal((await tab.snapshot()).status, 'authenticated');
    return '✓';
  });

  noted('two tabs', async () => {
    const { tabs, since, renewed } = await signedIn(2);
    const before = renewed();
    if (renewal) {
      await lapse(lapses - (Date.now() - since) / 1000);
      const begun = [];
      for (const tab of tabs) begun.push(await tab.begin(() => test.signal('go').then(() => test.requests(10, '/api/data'))));
      await tabs[0].run(() => test.send('go'));
      for (const outcome of begun) assert.deepEqual(await outcome(), { 200: 10 });
      assert.equal(renewed() - before, 1, 'one renewal for both');
    }
    await tabs[0].logout();
    for (const tab of tabs) await tab.status('unauthenticated', 'logged-out');
    return renewal ? '1 renewal, 1 logout' : '1 logout';
  });

  noted('logout', async () => {
    const { tabs: [tab] } = await signedIn();
    const held = (await world.driver.manage().getCookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
    if (leaves) await leaves(tab, world);
    else assert.deepEqual(await tab.logout(), { confirmed: true });
    await tab.status('unauthenticated');
    assert.notEqual(await raw(tab), 200, 'the browser is signed out');
    const thief = await fetch(`${world.url}/api/data`, { headers: { cookie: held, accept: 'application/json' }, redirect: 'manual' });
    return thief.status === 200 ? 'cookies gone, token lives on' : 'revoked';
  });

  noted('logout twice', async () => {
    if (leaves) return '–';
    const { tabs: [tab] } = await signedIn();
    await tab.logout();
    assert.deepEqual(await tab.logout(), { confirmed: true });
    await tab.reload();
    assert.deepEqual(await tab.run(async () => (await session.ready()).status), 'unauthenticated');
    return '✓';
  });
  return world;
}
