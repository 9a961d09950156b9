// What the console is told of the option `idle`, with the engine that decides.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { Window } from 'happy-dom';

const dir = process.env.HALLPASS_PACKAGE ?? fileURLToPath(new URL('../../pkg', import.meta.url));
const window = new Window({ url: 'http://localhost/' });
const give = (name, value) => Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
give('window', window);
for (const name of ['document', 'location', 'navigator']) give(name, window[name]);
give('addEventListener', window.addEventListener.bind(window));
after(() => window.happyDOM.close());

const { createSession } = await import(pathToFileURL(join(dir, 'index.js')));
const BODY = { authenticated: true, claims: {}, subject: 'ada', session: 'handle', expires_in: 300, absolute_expires_in: 28_800 };

for (const [what, limit, said] of [
  ['of the server', { idle_expires_in: 150 }, /^hallpass: idle\.timeout is 60 s, but the server has an idle limit of its own, which counts: it ends the session in 150 s\.$/],
  ['of the page', {}, /^hallpass: idle\.warn is 45 s, but the warning comes 30 s ahead: at least 20 s, and at most half of the limit\.$/],
])
  test(`an idle limit ${what}: what of the option does not hold, the console is told`, async (t) => {
    t.mock.method(globalThis, 'fetch', async () => Response.json({ ...BODY, ...limit }));
    const told = new Promise((resolve) => t.mock.method(console, 'warn', resolve));
    const session = createSession({ idle: { timeout: 60, warn: 45 }, name: what });
    t.after(() => session.dispose());
    const { idleExpiresAt } = await session.ready();
    const left = (idleExpiresAt - Date.now()) / 1000;
    const counts = limit.idle_expires_in ?? 60;
    assert.ok(left > counts - 10 && left <= counts, `${left} s`);
    assert.match(await told, said);
  });
