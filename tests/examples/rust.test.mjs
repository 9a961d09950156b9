// An app written in Rust, as its folder in examples/ has it: the engine is part of the app's own module.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { drive, openWindow, recording } from '../tools/drive.mjs';
import { hashed, untyped } from '../tools/policies.mjs';
import { serving } from '../tools/serving.mjs';

/** Dioxus loads modules of its own. */
const MODULES = { dioxus: Infinity };

const dir = process.env.HALLPASS_SITE;
const name = basename(dir);

/** What trunk writes into the page, the policy names; Leptos parses what never changes out of text, without a Trusted Types policy. */
const policy = (csp, page) => hashed.policy(name === 'leptos' ? untyped.policy(csp) : csp, page);

/** Trunk has the page load every module of a crate ahead, so that of the trace too, which no example asks for. */
const aheadOfTrunk = (path) => path.endsWith('/trace.js') && readFileSync(join(dir, 'index.html'), 'utf8').includes(`<link rel="modulepreload" href="${path}"`);

test(`${name}: somebody signs in, sees who they are and what the API says, and signs out`, { timeout: 120_000 }, async () => {
  const window = await openWindow();
  const site = await serving(dir, { root: '.', policy });
  try {
    recording(dir);
    await site.open();
    const listed = (await drive(window, site, { name })).map((url) => new URL(url).pathname).filter((path) => path !== '/recorder.js');
    // WebKit lists the module that trunk has it load ahead twice: for that, and for the fetch.
    const code = [...new Set(listed)];
    // Its start, its bindings, its module, and the page of hallpass.
    assert.ok(code.length <= (MODULES[name] ?? 4), code.join('\n'));
    const own = code.filter((path) => path.includes('/snippets/hallpass-') && !aheadOfTrunk(path));
    assert.equal(own.length, 1, own.join('\n'));
    const weight = brotliCompressSync(readFileSync(join(dir, own[0]))).length;
    assert.ok(weight <= 8050, `${own[0]}: ${weight} bytes`);
  } finally {
    await site.stop();
    await window.close();
  }
});
