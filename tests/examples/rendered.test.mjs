// An app written in Rust that a server of its own renders: the server shows what the browser shows first, and the browser goes on.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drive, openWindow } from '../tools/drive.mjs';
import { serving } from '../tools/serving.mjs';

const { HALLPASS_RENDERER: program, HALLPASS_SITE: dir } = process.env;
/** How many users the server renders for at once, on all its threads. */
const VISITORS = 200;

/** The server of the app, with that of the session behind it. */
const ROW = { command: ['env', 'LEPTOS_SITE_ADDR=127.0.0.1:{port}', program], ready: /Listening on (\S+)/ };

async function withSite(use) {
  const site = await serving(dir, ROW);
  try {
    await site.open();
    await use(site);
  } finally {
    await site.stop();
  }
}

async function document(site) {
  const answer = await fetch(site.url);
  assert.equal(answer.status, 200);
  return answer.text();
}

test('the server renders what is shown while the session is loading, for many at once', { timeout: 60_000 }, () =>
  withSite(async (site) => {
    const documents = await Promise.all(Array.from({ length: VISITORS }, () => document(site)));
    for (const html of documents) assert.match(html, /<body><main><p aria-busy="true">One moment…<\/p>/);
    assert.deepEqual(site.network.log, [], 'it asks the back end nothing');
  }));

test('hydration changes and complains of nothing; then a user signs in, reloads and signs out', { timeout: 120_000 }, () =>
  withSite(async (site) => {
    const window = await openWindow();
    try {
      const code = await drive(window, site, { name: 'leptos-ssr' });
      // The bindings, the module, and the page of hallpass: the start stands in the document.
      assert.equal(code.length, 3, code.join('\n'));
    } finally {
      await window.close();
    }
  }));
