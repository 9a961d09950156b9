// What a contract file starts with: its server, and clients of it.
import { after, before } from 'node:test';
import { Client } from './client.mjs';
import { serve } from './servers.mjs';

export { USER } from './servers.mjs';

/** Starts the server before the file's tests and stops it after them. */
export function contract(name, env) {
  const world = { client: () => new Client(world.server.url) };
  before(async () => {
    world.server = await serve(name, { env });
  });
  after(() => world.server?.stop());
  return world;
}

/** Waits a lifetime out. No server tells when one ends: the clock does. */
export const lapse = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000 + 150));
