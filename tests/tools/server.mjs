// The reference server as its users run it: built with default features, started with the flags that the manual names.
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { start } from '../e2e/harness/process.mjs';

const PROGRAM = process.env.HALLPASS_DEFAULT_SERVER ?? fileURLToPath(new URL('../../target/debug/hallpass-server-default', import.meta.url));

/** Starts a server, with the demo account in it. */
export async function serve(args = []) {
  const running = await start(PROGRAM, ['--addr', '127.0.0.1:0', '--demo', ...args], /listening on (\S+)/);
  const server = { url: running.said, stop: () => running.stop() };
  try {
    await withoutKnobs(server.url);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

/**
 * Fails if a server was built with `test-knobs`. Such a server accepts any origin of this machine, so an example signs in
 * here whose users cannot. The test build answers this route in JSON; any other build has a page there, or nothing.
 */
export async function withoutKnobs(url) {
  const answer = await fetch(`${url}/test/stats`);
  assert.doesNotMatch(answer.headers.get('content-type') ?? '', /json/, `${url} was built with test-knobs: the tools need the default build`);
}
