// What a browser test of a back end starts with: the same scenarios for each, through its preset, in real windows.
// A scenario asserts what every user of hallpass is promised, and notes for the matrix how this server gets there.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { chromium, setup } from '../../e2e/harness/index.mjs';
import { lapse } from './contract.mjs';
import { begin, note } from './matrix.mjs';
import { USER, serve } from './servers.mjs';
import { busyAtLoad, incomplete, ledAstray, postedOnce, signedInMeanwhile } from './signing-in.mjs';

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
 * `lapses`: seconds after which the API refuses. `ends`: seconds after which nothing revives a session. `refresh`: the
 * request that revives one, `touch`: the one that keeps one alive, each `[method, path]`, each if there is one.
 * `undoes`: its session stands in a cookie that every answer writes anew, so that one which was under way during a
 * refresh puts the old state back: nobody can promise anything about requests at once.
 * `server` and `preset`: the program that is started, and what it speaks by, if they do not bear its name.
 * `enter` and `leave`: how to sign in and out where that is a navigation. `stepUp`: what brings one about.
 * `more`: what an account may want beside a password, see `signing-in.mjs`.
 */
export function scenarios(name, { env, server = name, preset = server, overrides, lapses, ends, refresh, touch, enter, leave, stepUp, undoes, more }) {
  begin(name);
  let site;
  const world = setup({ start: (app) => serve(server, { env, app: (site = app) }) });
  let options;
  before(async () => {
    options = { preset: await presetOf(preset, overrides), refresh: { when: 'on-demand' } };
  });
  /** Runs against a server whose sessions outlive the test: what it looks for is no lifetime. */
  async function lasting(run) {
    const { server: brief, url } = world;
    const lives = { SESSION_SECONDS: 600, ACCESS_SECONDS: 600, REFRESH_SECONDS: 1200 };
    world.server = await serve(server, { env: { ...env, ...lives }, app: site });
    world.url = world.server.url;
    try {
      return await run();
    } finally {
      await world.server.stop();
      Object.assign(world, { server: brief, url });
    }
  }
  const noted = (capability, run) =>
    test(`${name}: ${capability}`, { timeout: 120_000 }, async () => note(name, capability, await run()));

  const signIn = enter ?? ((tab) => tab.login(USER));
  const open = () => world.page({ options });
  async function signedIn(count = 1) {
    await world.fresh();
    const tabs = await world.pages(count, { options });
    await signIn(tabs[0], world, { options });
    for (const tab of tabs) await tab.status('authenticated');
    return { tabs, since: Date.now(), refreshed: () => (refresh ? world.server.came(...refresh).length : 0) };
  }
  /** What the server says to a request that hallpass has no hand in. */
  const raw = (tab, path = '/api/data') =>
    tab.run(
      async (path, headers) => (await fetch(path, { headers: { accept: 'application/json', ...headers }, redirect: 'manual' })).status,
      path,
      options.preset.headers ?? {},
    );

  noted('sign-in', async () => {
    await world.fresh();
    const tab = await open();
    await tab.status('unauthenticated');
    if (!enter) {
      await assert.rejects(tab.login({ ...USER, password: 'wrong horse battery' }), { code: 'invalid_credentials' });
      assert.equal((await tab.snapshot()).status, 'unauthenticated');
    }
    await signIn(tab, world, { options });
    await tab.status('authenticated');
    assert.equal((await tab.request('/api/data')).status, 200);
    return enter ? 'navigation' : 'credentials';
  });

  noted('second factor / unverified', () => incomplete({ server, env, preset: options.preset, more, world, site }));

  noted('signed in meanwhile', () => (enter ? '–' : signedInMeanwhile({ preset: options.preset, world, options })));

  noted('posted once', async () => {
    if (enter) return '–';
    await world.fresh();
    return postedOnce({ preset: options.preset, world, tab: await open() });
  });

  noted('busy at load', () =>
    lasting(async () => {
      const { tabs: [tab] } = await signedIn();
      return busyAtLoad({ preset: options.preset, world, tab });
    }),
  );

  test(`${name}: a redirect that is not the server's ends nothing`, { timeout: 120_000 }, async () => {
    await lasting(async () => {
      const { tabs: [tab] } = await signedIn();
      await ledAstray({ preset: options.preset, world, tab });
    });
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
    const { tabs: [tab], since, refreshed } = await signedIn();
    await lapse(lapses - (Date.now() - since) / 1000);
    const refusal = await raw(tab);
    assert.notEqual(refusal, 200, 'the server refuses by now');
    const before = refreshed();
    const counts = await tab.requests(AT_ONCE, '/api/data');
    const sent = world.server.came('GET', '/api/data').length;
    if (!refresh) {
      // What is still being read of a refusal ends with the session: not every engine says so by the reason of the signal.
      const known = [refusal, 'session_ended', ...(chromium ? [] : ['AbortError'])];
      // A redirect is followed, as `fetch` does: to the page of a sign-in.
      if (refusal === 0) known.push(200);
      for (const outcome of Object.keys(counts)) assert.ok(known.map(String).includes(outcome), `${JSON.stringify(counts)}, but ${known}`);
      await tab.status('unauthenticated');
      assert.equal((await tab.events('ended')).length, 1);
      // One is the server's refusal above.
      assert.ok(sent <= AT_ONCE + 1, `${sent} requests: some were replayed in vain`);
      return 'signed out once';
    }
    if (undoes) {
      const refreshes = refreshed() - before;
      assert.ok(refreshes >= 1 && refreshes <= 3, `${refreshes} refreshes`);
      assert.ok(sent <= 2 * AT_ONCE + 1, `${sent} requests: some were replayed twice`);
      // However it ended, the page says what the server says.
      const { status } = await tab.run(() => session.check());
      assert.equal((await raw(tab, options.preset.session.path)) === 200, status === 'authenticated');
      return 'a late answer may undo the refresh';
    }
    assert.deepEqual(counts, { 200: AT_ONCE });
    assert.equal(refreshed() - before, 1, 'one refresh for all');
    return '1 refresh, all answered';
  });

  noted('kept by', async () => {
    if (!refresh && !touch) return '–';
    const { tabs: [tab], since } = await signedIn();
    const past = () => (Date.now() - since) / 1000;
    await lapse(lapses / 2);
    const renew = refresh ?? touch;
    const before = world.server.came(...renew).length;
    await tab.run(refresh ? async () => void (await session.refresh()) : async () => void (await session.extend()));
    assert.equal(world.server.came(...renew).length - before, 1);
    // What was there at first is over; what replaced it lives on for half of that, less the second that some round off.
    await lapse(lapses - past());
    assert.equal(await raw(tab), 200, 'the server accepts it for longer');
    return refresh ? 'refresh' : 'touch';
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
    const { tabs, since, refreshed } = await signedIn(2);
    const before = refreshed();
    if (refresh && !undoes) {
      for (const tab of tabs) await tab.run(() => test.listen());
      await lapse(lapses - (Date.now() - since) / 1000);
      const begun = [];
      for (const tab of tabs) begun.push(await tab.begin(() => test.signal('go').then(() => test.requests(10, '/api/data'))));
      await tabs[0].run(() => test.send('go'));
      for (const outcome of begun) assert.deepEqual(await outcome(), { 200: 10 });
      assert.equal(refreshed() - before, 1, 'one refresh for both');
    }
    await (leave ? leave(tabs[0], world, { options }) : tabs[0].logout());
    for (const tab of leave ? tabs.slice(1) : tabs) await tab.status('unauthenticated', 'logged-out');
    return refresh && !undoes ? '1 refresh, 1 logout' : '1 logout';
  });

  // What has lapsed meanwhile would look revoked.
  noted('logout', () =>
    lasting(async () => {
      const { tabs: [tab] } = await signedIn();
      const held = (await world.driver.manage().getCookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
      const asThief = async () => (await fetch(`${world.url}/api/data`, { headers: { cookie: held, accept: 'application/json', ...options.preset.headers }, redirect: 'manual' })).status;
      assert.equal(await asThief(), 200, 'a copy of the cookies is as good as they are');
      if (leave) await leave(tab, world, { options });
      else assert.deepEqual(await tab.logout(), { confirmed: true });
      await tab.status('unauthenticated');
      assert.notEqual(await raw(tab), 200, 'the browser is signed out');
      return (await asThief()) === 200 ? 'cookies gone, token lives on' : 'revoked';
    }),
  );

  noted('logout twice', async () => {
    if (leave) return '–';
    const { tabs: [tab] } = await signedIn();
    await tab.logout();
    assert.deepEqual(await tab.logout(), { confirmed: true });
    await tab.reload();
    assert.deepEqual(await tab.run(async () => (await session.ready()).status), 'unauthenticated');
    return '✓';
  });
  return world;
}
