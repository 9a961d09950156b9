// An app written in Rust, as its folder in examples/ has it: the engine is part of the app's own module.
import { basename } from 'node:path';
import { test } from 'node:test';
import { drive, openWindow, recording } from '../tools/drive.mjs';
import { untyped } from '../tools/policies.mjs';
import { serving } from '../tools/serving.mjs';

/** Leptos parses what never changes out of text, without a Trusted Types policy. */
const POLICIES = { leptos: untyped };

const dir = process.env.HALLPASS_SITE;
const name = basename(dir);

test(`${name}: somebody signs in, sees who they are and what the API says, and signs out`, { timeout: 120_000 }, async () => {
  const window = await openWindow();
  const site = await serving(dir, { root: '.', ...POLICIES[name] });
  try {
    recording(dir);
    await site.open();
    await drive(window, site.server, site.url, name);
  } finally {
    await site.stop();
    await window.close();
  }
});
