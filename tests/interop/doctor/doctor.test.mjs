// `npx hallpass doctor` against back ends out of their registries: each thing it finds wrong is true, and it finds them all.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { examine } from '../../contract/harness/doctor.mjs';
import { CAPABILITIES, shown } from '../harness/matrix.mjs';
import { USER, serve } from '../harness/servers.mjs';

/** No word about caches on the answer to "who is signed in?": what the package leaves to the app, and its guide does not say. */
const CACHES = 'no-store';
/** Its access token is signed, and nothing on the server ends it. */
const COPIES = 'logout-copies';
/** A refresh token that was used is dead at once. */
const LOST = 'lost-answer';

const WRONG = {
  'better-auth': [],
  // Reading extends the session once `updateAge` has passed, which is always here.
  'auth-js': ['reading', COPIES],
  'django-allauth': [],
  // The route that refreshes asks for no CSRF token.
  'dj-rest-auth': [CACHES, 'csrf', LOST, COPIES],
  'express-session': [CACHES],
  'fastify-jwt': [CACHES, LOST, COPIES],
  'flask-jwt-extended': [CACHES, LOST],
  'fastapi-users': [CACHES, COPIES],
  supertokens: [CACHES, COPIES],
};

for (const [name, wrong] of Object.entries(WRONG))
  test(`${name}: ${wrong.join(', ') || 'nothing'} is wrong`, { timeout: 120_000 }, async () => {
    const server = await serve(name);
    try {
      const { wrong: found, rows, right } = await examine(server.url, ['--preset', name, '--login', `email=${USER.email}`, `password=${USER.password}`]);
      const why = JSON.stringify(rows.filter(({ mark }) => mark === '✗'), null, 1);
      assert.deepEqual(found.toSorted(), wrong.toSorted(), why);
      assert.ok(right.includes('login') && right.includes('logout') && right.includes('logout-twice'), JSON.stringify(rows));

      // What a browser saw of the logout, and what a plain request says of caches.
      const logouts = Object.values(shown()[name]).map((cells) => cells[CAPABILITIES.indexOf('logout')]);
      assert.ok(logouts.length, 'the matrix has a row of it');
      for (const logout of logouts) assert.equal(found.includes(COPIES), logout === 'cookies gone, token lives on', `the matrix says: ${logout}`);
      const row = rows.find(({ check }) => check === CACHES);
      const path = /GET (\S+):/.exec(row.came)?.[1];
      if (path) assert.doesNotMatch((await fetch(server.url + path, { headers: { accept: 'application/json' } })).headers.get('cache-control') ?? '', /no-store/);
    } finally {
      await server.stop();
    }
  });
