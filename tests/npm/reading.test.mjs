// What `hallpass/server` reads out of an answer, and what the engine says of the same: for every preset, for answers as the
// server gives them and for thousands that are changed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSession, presets, readSession, respond, signedIn, signs } from './answers.mjs';

/** Numbers that look random, and are the same each time. */
function chance(seed) {
  return () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
}

const VALUES = [null, true, false, 0, -1, 1, 1.5, 1e300, '', 'x', '12', [], {}, [null], { has: 'x' }, '2001-01-01', '2999-01-01T00:00:00.123456Z', 4102444800, 4102444800000];
const STATUSES = [200, 201, 204, 400, 401, 403, 404, 409, 410, 419, 422, 429, 500, 503];
const TYPES = ['application/json', 'application/problem+json', 'text/html', ''];

/** One answer, changed somewhere. */
function changed(answer, random) {
  const pick = (from) => from[Math.floor(random() * from.length)];
  const copy = structuredClone(answer);
  const members = [];
  const walk = (value) => {
    if (Object(value) !== value) return;
    for (const name of Object.keys(value)) {
      members.push([value, name]);
      walk(value[name]);
    }
  };
  walk(copy);
  const [holder, name] = pick(members);
  const how = random();
  if (how < 0.3) copy.status = pick(STATUSES);
  else if (how < 0.4) copy.headers['content-type'] = pick(TYPES);
  else if (how < 0.5) copy.body = pick(VALUES);
  else if (holder !== copy && how < 0.65) delete holder[name];
  else if (holder !== copy && holder !== copy.headers) holder[name] = pick(VALUES);
  return random() < 0.3 ? changed(copy, random) : copy;
}

let count = 0;
/** What the engine comes to: a snapshot that has been settled, or nothing if it asks for more. */
async function engineSays(preset, answer) {
  let session;
  let stop;
  const more = new Promise((resolve) => {
    globalThis.fetch = async (url) => {
      if (new URL(url).pathname === path && !stop) return respond(answer);
      resolve();
      return new Promise(() => {});
    };
  });
  const { baseUrl = '', session: { path: end } } = preset;
  const path = new URL(baseUrl + end, location.origin).pathname;
  session = createSession({ preset, name: `differential ${count++}` });
  try {
    const settled = session.ready().then((snapshot) => {
      stop = true;
      return snapshot;
    });
    const snapshot = await Promise.race([settled, more]);
    const open = !snapshot || snapshot.error || snapshot.reason === 'unknown';
    return open ? undefined : snapshot;
  } finally {
    session.dispose();
  }
}

async function serverSays(preset, answer) {
  globalThis.fetch = async () => respond(answer);
  const { snapshot, initial } = await readSession({ cookie: 'a=1', url: 'http://localhost/' }, { preset, deadline: 60 });
  assert.equal(initial === undefined, snapshot.status === 'loading', 'what is to be told the page is missing just while nothing is known');
  return snapshot.status === 'loading' ? undefined : snapshot;
}

/** How far two moments may lie apart, in ms: the answers are read one after the other, by a clock of whole seconds. */
const SLACK = 60_000;
/** Whether a limit is so near that nothing can be planned on it. */
const isNear = (snapshot) => ['expiresAt', 'idleExpiresAt', 'absoluteExpiresAt'].some((name) => snapshot[name] !== null && snapshot[name] < Date.now() + 5_000);

/** Whether a refresh is as good as refused without being sent: its proof is a cookie that is not there. */
const refusesItself = ({ csrf }) => Boolean(csrf?.refreshCookie);

function agree(engine, server, what, preset) {
  if (!server) {
    // In doubt: but then for a reason.
    const reason = engine?.status === 'authenticated' ? isNear(engine) : refusesItself(preset);
    assert.ok(!engine || reason, `${what}\nthe engine says ${JSON.stringify(engine)}, the server nothing`);
    return;
  }
  assert.ok(engine, `${what}\nthe engine asks for more, the server says ${JSON.stringify(server)}`);
  assert.equal(server.status, engine.status, what);
  if (server.status !== 'authenticated') return;
  assert.deepEqual(server.claims, engine.claims, what);
  assert.equal(server.subject, engine.subject, what);
  for (const limit of ['expiresAt', 'idleExpiresAt', 'absoluteExpiresAt']) {
    const [theirs, ours] = [engine[limit], server[limit]];
    assert.ok(theirs === ours || (theirs !== null && ours !== null && Math.abs(theirs - ours) < SLACK), `${what}\n${limit}: ${theirs} and ${ours}`);
  }
}

for (const preset of presets)
  test(`the engine and the server read alike: ${preset.name}`, { timeout: 120_000 }, async () => {
    const random = chance(preset.name.length);
    const good = signedIn(preset);
    assert.equal((await serverSays(preset, good))?.status, 'authenticated', JSON.stringify(good));
    const known = [good, ...signs(preset)];
    const some = known.flatMap((answer) => Array.from({ length: 24 }, () => changed(answer, random)));
    for (const answer of [...known, ...some]) agree(await engineSays(preset, answer), await serverSays(preset, answer), `${preset.name}: ${JSON.stringify(answer)}`, preset);
  });
