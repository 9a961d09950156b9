// An app written in Rust that a server of its own renders: the server shows what the browser shows first, and the browser goes on.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drive, openWindow } from '../tools/drive.mjs';
import { serving } from '../tools/serving.mjs';

const { HALLPASS_RENDERED: name, HALLPASS_RENDERER: program, HALLPASS_SITE: dir } = process.env;
/** How many users the server renders for at once, on all its threads. */
const VISITORS = 200;

/** How each is started. The server of Leptos passes on what the session's server answers; Dioxus leaves that to what stands in front of it. */
const ROWS = {
  'leptos-ssr': { command: ['env', 'LEPTOS_SITE_ADDR=127.0.0.1:{port}', program], ready: /Listening on (\S+)/ },
  dioxus: { command: ['env', 'IP=127.0.0.1', 'PORT={port}', program], inFront: true },
};

async function withSite(use) {
  const site = await serving(dir, ROWS[name]);
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
    // `cargo leptos build` erases the types of components where it makes no release; Leptos then marks where text ends.
    for (const html of documents) assert.match(html, /<main[^>]*><p[^>]* aria-busy="true"[^>]*>One moment…(<!>)?<\/p>/);
    assert.deepEqual(site.network.log, [], 'it asks the back end nothing');
  }));

test('hydration changes and complains of nothing; then a user signs in, reloads and signs out', { timeout: 120_000 }, () =>
  withSite(async (site) => {
    const window = await openWindow();
    try {
      const code = await drive(window, site, { name });
      const ours = code.filter((address) => address.includes('/snippets/hallpass-'));
      assert.equal(ours.length, 1, code.join('\n'));
      // The bindings, the module, and the page of hallpass: Leptos writes the start into the document. Dioxus has scripts of its own.
      if (name === 'leptos-ssr') assert.equal(code.length, 3, code.join('\n'));
    } finally {
      await window.close();
    }
  }));
