// Two sources of a CSRF token that docs/servers/README.md names, against csrf-csrf: a <meta> of the page, and one token a form.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setup } from '../../e2e/harness/index.mjs';
import { USER, serve } from '../harness/servers.mjs';

const sources = {
  'a <meta> of the page': { page: '/page', csrf: { meta: 'csrf-token', prime: '/csrf', at: '/csrfToken', header: 'x-csrf-token' } },
  'one a form': { env: { FORMS: 1 }, page: '/', csrf: { prime: '/csrf', at: '/csrfToken', forPath: 'action', header: 'x-csrf-token' } },
};

// One browser: a driver may have no more than one at a time.
let site;
const world = setup({ start: (app) => serve('express-session', { app: (site = app) }) });

for (const [source, { env, page, csrf }] of Object.entries(sources))
  test(`a CSRF token, ${source}: a sign-in, a request, a sign-out`, { timeout: 120_000 }, async (t) => {
    await world.fresh();
    const server = await serve('express-session', { env, app: site });
    t.after(() => server.stop());
    const { expressSession } = await import(new URL('presets/express-session.js', `file://${process.env.HALLPASS_PACKAGE ?? new URL('../../../pkg', import.meta.url).pathname}/`));
    const preset = { ...expressSession({ csrf }), name: undefined };
    // What is merged keeps the rest of the preset's own.
    assert.deepEqual(preset.csrf.rejected, expressSession().csrf.rejected);
    const query = new URLSearchParams({ options: JSON.stringify({ preset }) });
    const tab = await world.first.open(`${server.url}${page}?${query}`);
    await tab.status('unauthenticated');
    assert.equal(await tab.login(USER), 'authenticated');
    const asked = server.front.log.map(({ method, path }) => `${method} ${path.split('?')[0]}`);
    const first = asked.slice(0, asked.indexOf('POST /login'));
    assert.equal(first.includes('GET /csrf'), !csrf.meta, 'the token of the page serves as long as it is good');
    assert.equal((await tab.request('/api/data', { method: 'POST' })).status, 200);
    assert.deepEqual(await tab.logout(), { confirmed: true });
    assert.equal(server.came('POST', '/login').length, 1, 'the credentials are posted once');
  });
