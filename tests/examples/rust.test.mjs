// An app written in Rust, as its folder in examples/ has it: the engine is part of the app's own module.
import { basename } from 'node:path';
import { test } from 'node:test';
import { serve } from '../e2e/harness/server.mjs';
import { drive, openWindow } from '../tools/drive.mjs';

const site = process.env.HALLPASS_SITE;

test(`${basename(site)}: somebody signs in, sees who they are and what the API says, and signs out`, { timeout: 120_000 }, async () => {
  const window = await openWindow();
  // Under its content security policy, Trusted Types enforced: a violation is a complaint.
  const server = await serve(site);
  try {
    await drive(window, server, server.url, basename(site));
  } finally {
    await server.stop();
    await window.close();
  }
});
