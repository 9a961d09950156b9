// What a person does with a page that is rendered on a server which knows who asks: nothing is ever loading (P30).
import assert from 'node:assert/strict';
import { DEMO } from '../e2e/harness/server.mjs';
import { picture, saw, shows, signIn, signOutElsewhere } from './drive.mjs';

/** What the browser has asked of the session endpoint; the server of the page asks it too, by itself. A sign-in is followed by a question. */
const asked = ({ network: { log } }) => {
  const signIn = log.findIndex(({ path }) => path === '/auth/login');
  return log.slice(0, signIn < 0 ? undefined : signIn).filter(({ path, headers }) => path === '/auth/session' && /Mozilla/.test(headers['user-agent']));
};

/** A document that came so long ago is asked about, in ms (src/browser/page/paint.ts): a tool on a busy machine may take longer. */
const FRESH = 10_000;

/** Nothing is asked on load, of a page whose code is there in time. */
async function askedNothing(tab, site) {
  const latest = await tab.run(() => Math.max(...performance.getEntriesByType('resource').filter(({ name }) => /\.(m?js|ts|svelte)(\?|$)/.test(name)).map(({ responseEnd }) => responseEnd)));
  if (latest < FRESH / 2) assert.deepEqual(asked(site), []);
}

/** The page as the server has written it, for who is signed in there. */
const source = (tab) => tab.run(async () => (await fetch(location.href, { cache: 'no-store' })).text());

/** Opens a page that only those may see who are signed in: who is not is led away, and never sees it. */
async function ledAway({ tab }, site, { guarded }) {
  await tab.open(site.url + guarded);
  await shows(tab, 'unauthenticated');
  assert.notEqual(new URL(await tab.url()).href, new URL(guarded, site.url).href);
  await saw(tab, ['unauthenticated']);
}

/** Follows the page's link to the guarded page, which no document is loaded for. */
async function follow(tab, { guarded }, arrives) {
  await tab.run(() => (seen.followed = true));
  await tab.run((css) => seen.answers(css, 'click'), `a[href="${guarded}"]`);
  await tab.click(`a[href="${guarded}"]`);
  await arrives();
  assert.ok(await tab.run(() => seen.followed), 'by the router');
}

/** Signs in, reloads, signs out; the addresses of the code that the page loaded. */
export async function drivePainted(window, site, row) {
  const { driver, tab } = window;
  await ledAway(window, site, row);
  await tab.open(site.url);
  await shows(tab, 'unauthenticated');
  const form = await source(tab);
  assert.match(form, /name="password"/, 'rendered on the server');
  // Sent before the code has come, a form without it puts the password into the address.
  assert.match(form, /<form[^>]* method="post"/);
  await picture(tab, row.name, 'out');

  await signIn(tab);
  await shows(tab, 'authenticated');
  await tab.run(() => seen.reads('Hello, Demo User'));
  await tab.run(() => seen.reads('Fountain pen'));
  if (row.linked) {
    // The document was written for who is signed out: the guard asks anew.
    await follow(tab, row, () => tab.run((text) => seen.reads(text), `Account of ${DEMO.email}`));
    await tab.back();
    await tab.run(() => seen.reads('Fountain pen'));
  }
  await saw(tab, ['unauthenticated', 'authenticated']);
  // To sign in takes the engine: it has been there, and has asked nothing.
  await askedNothing(tab, site);
  const code = await tab.run(() => seen.code());

  site.network.log = [];
  await tab.reload();
  await shows(tab, 'authenticated');
  await tab.run(() => seen.reads('Fountain pen'));
  await saw(tab, ['authenticated']);
  await askedNothing(tab, site);
  assert.match(await source(tab), /Hello, (<!--.*?-->)?Demo User/, 'rendered on the server');
  await picture(tab, row.name, 'in');

  // Who signs out in another window is signed out in this one.
  await signOutElsewhere(window, site);
  await shows(tab, 'unauthenticated');
  if (row.linked) await follow(tab, row, () => tab.arrived('redirect='));
  await saw(tab, ['authenticated', 'unauthenticated']);
  await driver.manage().deleteAllCookies();
  return code;
}
