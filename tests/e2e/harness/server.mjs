// The reference server, and the knobs of its test build.
import { fileURLToPath } from 'node:url';
import { start } from './process.mjs';

const PROGRAM = process.env.HALLPASS_SERVER ?? fileURLToPath(new URL('../../../target/debug/hallpass-server-test', import.meta.url));
/** How long a request of the test's own may take, in ms. */
const PATIENCE = 40_000;

export const DEMO = { email: 'demo@example.com', password: 'correct horse', subject: 'usr_8Zk3' };
export const SECOND = { email: 'second@example.com', password: 'battery staple', subject: 'usr_2Qp7' };

/** Starts a server for a folder of static files. */
export async function serve(app, { port = 0, args = [] } = {}) {
  const command = ['--demo', '--test-knobs', '--log=off', '--addr', `127.0.0.1:${port}`, '--app', app, ...args];
  let running = await start(PROGRAM, command, /listening on (\S+)/);
  const url = running.said;
  const ask = async (path, body) => {
    const response = await fetch(url + path, {
      // A signal that never comes fails the test that waits for it.
      signal: AbortSignal.timeout(PATIENCE),
      ...(body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  return {
    url,
    stop: () => running.stop(),
    /** On the same port again, and with the same sessions if there is a `--db`. */
    async restart() {
      command[command.indexOf('--addr') + 1] = new URL(url).host;
      running = await start(PROGRAM, command, /listening on (\S+)/);
    },
    reset: () => ask('/test/reset', {}),
    config: (change) => ask('/test/config', change),
    fault: (route, kind, more) => ask('/test/fault', { route, kind, ...more }),
    /** Resolves once so many requests are held back. */
    held: (count = 1) => ask(`/test/held?count=${count}`),
    release: () => ask('/test/release', {}),
    /** Lapses the access part of every session. */
    expire: () => ask('/test/expire', {}),
    kill: () => ask('/test/kill', {}),
    clock: (advance) => ask('/test/clock', { advance }),
    stats: () => ask('/test/stats'),
    tokens: async () => (await ask('/test/tokens')).tokens,
    alive: async (token) => (await ask(`/test/alive?token=${encodeURIComponent(token)}`)).alive,
    /** Signs somebody in as another browser would; its cookies. */
    async signIn({ email, password }) {
      const response = await fetch(`${url}/auth/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-csrf': '1', origin: url },
        body: JSON.stringify({ email, password }),
      });
      return response.headers.getSetCookie().map((line) => {
        const [name, value] = line.split(';')[0].split('=');
        return { name, value };
      });
    },
    /** Sends a request as a thief would who has copied these cookies. */
    replay: (path, tokens, init = {}) =>
      fetch(url + path, {
        ...init,
        headers: { 'x-csrf': '1', origin: url, cookie: tokens.map(({ name, value }) => `${name}=${value}`).join('; '), ...init.headers },
      }),
  };
}
