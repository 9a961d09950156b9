// An API that says in a success that the session has lapsed, as GraphQL does: refreshed and sent again where the preset asks for it (P4, P10).
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { DEMO, setup } from './harness/index.mjs';

const PACKAGE = process.env.HALLPASS_PACKAGE ?? fileURLToPath(new URL('../../pkg', import.meta.url));
const { hallpass } = await import(pathToFileURL(`${PACKAGE}/presets/hallpass.js`));
const world = setup({ through: 'proxy' });
const SAYS = { status: 200, at: '/errors/0/extensions/code', is: 'UNAUTHENTICATED' };
const own = hallpass();
const preset = hallpass({ expired: [own.expired, SAYS].flat() });
const query = (operation) => ({ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query: `{ ${operation} }` }) });
let queries;

/** An API of one path, which knows from the reference server whether a session lives, and says everything with 200. */
async function graphql(asked, answer) {
  if (asked.url !== '/graphql') return false;
  let sent = '';
  for await (const part of asked) sent += part;
  queries.push(sent);
  const { cookie, 'x-csrf': csrf, 'hallpass-session': session } = asked.headers;
  const known = await fetch(`${world.server.url}/api/me`, { headers: { cookie, 'x-csrf': csrf, ...(session && { 'hallpass-session': session }) } });
  const me = await known.json();
  const said = known.ok ? { data: { me: me.subject } } : { data: null, errors: [{ message: 'Sign in', extensions: { code: 'UNAUTHENTICATED' } }] };
  answer.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(said));
  return true;
}

/** A user who is signed in, and whose access part has lapsed. */
async function lapsed(options) {
  await world.fresh();
  const [tab] = await world.signedIn(1, DEMO, { options });
  await world.server.expire();
  world.proxy.answer = graphql;
  return tab;
}

beforeEach(() => {
  queries = [];
});

test('queries at once that are answered "unauthenticated" cost one refresh, and each is answered', async () => {
  const tab = await lapsed({ preset });
  const counts = await world.counting(async () => {
    const said = await tab.run((inits) => Promise.all(inits.map((init) => session.fetch('/graphql', init).then((response) => response.json()))), ['a', 'b', 'c', 'd'].map(query));
    assert.deepEqual(said, Array(4).fill({ data: { me: DEMO.subject } }));
  });
  assert.equal(counts.refresh, 1);
  const sent = ['a', 'b', 'c', 'd'].map((operation) => queries.filter((each) => each === query(operation).body).length);
  // One that found the refresh under way was sent after it.
  assert.ok(sent.every((times) => times === 1 || times === 2) && sent.includes(2), `${sent}`);
  assert.equal(queries.length, sent.reduce((all, times) => all + times), 'nothing else was sent');
});

test('an error of another kind is the application’s', async () => {
  const tab = await lapsed({ preset });
  const body = { data: null, errors: [{ message: 'No', extensions: { code: 'FORBIDDEN' } }] };
  world.proxy.answer = ({ url }, answer) => url === '/graphql' && Boolean(answer.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body)));
  const counts = await world.counting(async () => assert.deepEqual(await tab.request('/graphql', query('a')), { status: 200, body }));
  assert.deepEqual(counts, {});
});

test('where the preset does not ask for it, a success is a success', async () => {
  const tab = await lapsed({ preset: own });
  const counts = await world.counting(async () => assert.equal((await tab.request('/graphql', query('a'))).body.errors[0].extensions.code, 'UNAUTHENTICATED'));
  assert.equal(counts.refresh, undefined);
  assert.equal(queries.length, 1);
});

test('of a session that is over the query fails with that', async () => {
  const tab = await lapsed({ preset });
  await world.server.reset();
  const { failed } = await tab.request('/graphql', query('a'));
  assert.equal(failed.code, 'session_ended');
  await tab.status('unauthenticated');
});
