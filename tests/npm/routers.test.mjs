// The guards, in the routers they are for.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { Window } from 'happy-dom';
import './setup.mjs';

const { createTestSession } = await import('hallpass/testing');
const { requireSession } = await import('hallpass/router');
const { SessionError } = await import('hallpass');
const reactRouter = await import('react-router');
const tanstack = await inBrowser('@tanstack/react-router');

/** A module as a bundler picks it for a page: in Node this router takes itself for a server, and goes nowhere. */
async function inBrowser(name) {
  const window = new Window({ url: 'http://localhost/' });
  after(() => window.happyDOM.close());
  Object.assign(globalThis, { window, self: window, document: window.document });
  const outfile = fileURLToPath(new URL(`node_modules/.${name.replace('/', '-')}.mjs`, import.meta.url));
  await build({
    stdin: { contents: `export * from '${name}'`, resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
    outfile, bundle: true, format: 'esm', platform: 'browser', define: { 'process.env.NODE_ENV': '"production"' }, logLevel: 'error',
  });
  return import(outfile);
}

const ada = { status: 'authenticated', claims: { name: 'Ada' } };

/** Resolves once a router has come to rest. */
const rested = (router) =>
  new Promise((resolve) => {
    const look = ({ navigation, initialized }) => navigation.state === 'idle' && initialized && resolve(router.state.location);
    router.subscribe(look);
    look(router.state);
  });

for (const kind of ['loader', 'middleware']) {
  const begin = (session) => {
    const guard = requireSession(session, (wanted) => reactRouter.redirect(`/sign-in?redirect=${encodeURIComponent(wanted)}`));
    const loaded = [];
    const loader = () => (loaded.push('orders'), null);
    const routes = [
      { path: '/sign-in', element: null },
      { path: '/', children: [{ path: 'orders', ...(kind === 'loader' ? { loader: async (navigation) => (await guard(navigation), loader()) } : { loader }) }], ...(kind === 'middleware' && { middleware: [guard] }) },
    ];
    return { loaded, router: reactRouter.createMemoryRouter(routes, { initialEntries: ['/orders?page=2#top'] }) };
  };

  test(`React Router, ${kind}: waits, then lets a person in who is signed in`, async () => {
    const session = createTestSession();
    const { router, loaded } = begin(session);
    assert.deepEqual(loaded, []);
    session.set(ada);
    assert.equal((await rested(router)).pathname, '/orders');
    assert.deepEqual(loaded, ['orders']);
    router.dispose();
  });

  test(`React Router, ${kind}: leads anybody else to the form, and knows the way back`, async () => {
    const { router, loaded } = begin(createTestSession({ status: 'unauthenticated' }));
    const { pathname, search } = await rested(router);
    assert.equal(pathname, '/sign-in');
    assert.match(new URLSearchParams(search).get('redirect'), /^\/orders\?page=2/);
    assert.deepEqual(loaded, []);
    router.dispose();
  });
}

const admin = { status: 'authenticated', claims: { roles: ['admin'], scope: 'read write' } };
const denied = () => reactRouter.redirect('/forbidden');
/** What is asked, and who meets it. */
const demands = [
  ['a role', { role: 'admin' }],
  ['scopes', { scope: 'read write' }],
  ['anything that the claims tell', { when: ({ roles }) => roles?.length === 1 }],
  ['all of it', { role: 'admin', scope: 'write', when: () => true }],
];
const refused = [
  ['a role', { role: 'clerk' }],
  ['scopes', { scope: 'read delete' }],
  ['anything that the claims tell', { when: () => false }],
  ['all of it', { role: 'admin', scope: 'delete' }],
];
const outcome = async (session, demand, navigation = { request: { url: 'http://localhost/admin?x=1' } }) =>
  requireSession(session, demand, (wanted) => `sign in for ${wanted}`)(navigation).catch((thrown) => thrown);

for (const [what, demand] of demands)
  test(`a route may ask for ${what}`, async () => {
    assert.equal(await outcome(createTestSession(admin), demand), undefined);
    assert.equal(await outcome(createTestSession({ status: 'unauthenticated' }), demand), 'sign in for /admin?x=1');
  });

for (const [what, demand] of refused)
  test(`a user who lacks what a route asks for is denied: ${what}`, async () => {
    const answer = await outcome(createTestSession(admin), demand);
    assert.deepEqual([answer.constructor, answer.status, answer.statusText], [Response, 403, 'Forbidden']);
    assert.equal(await outcome(createTestSession(admin), { ...demand, denied: (wanted) => `no ${wanted}` }), 'no /admin?x=1');
  });

const unknown = { status: 'unauthenticated', reason: 'unknown', error: new SessionError('rate_limited') };

test('a guard waits for a server that cannot say who is signed in, and takes its first word (P28)', async () => {
  for (const [next, expected] of [[admin, undefined], [{ status: 'unauthenticated' }, 'sign in for /admin?x=1']]) {
    const session = createTestSession(unknown);
    const asked = outcome(session, {});
    session.set({ ...unknown, activity: 'checking' });
    session.set({ status: 'loading' });
    session.set(next);
    assert.equal(await asked, expected);
  }
});

test('a guard whose patience ends throws the error of the server, and leads no one to the form', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const session = createTestSession(unknown);
  const asked = outcome(session, { patience: 3 });
  await null;
  await null;
  t.mock.timers.tick(3_000);
  assert.equal(await asked, unknown.error);
});

test('on a server, where nothing is known, every navigation passes', async () => {
  const session = { ready: async () => ({ status: 'loading', activity: 'checking' }) };
  assert.equal(await outcome(session, { role: 'admin' }), undefined);
});

test('React Router: who is denied is led elsewhere, or sees the error page of the route', async () => {
  const session = createTestSession(ada);
  const elsewhere = () => reactRouter.redirect('/sign-in');
  const routes = [
    { path: '/forbidden', element: null },
    { path: '/admin', middleware: [requireSession(session, { role: 'admin', denied }, elsewhere)], loader: () => null, element: null },
    { path: '/plain', loader: requireSession(session, { role: 'admin' }, elsewhere), element: null, errorElement: null },
  ];
  const router = reactRouter.createMemoryRouter(routes, { initialEntries: ['/admin'] });
  assert.equal((await rested(router)).pathname, '/forbidden');
  await router.navigate('/plain');
  const [error] = Object.values(router.state.errors);
  assert.ok(reactRouter.isRouteErrorResponse(error));
  assert.equal(error.status, 403);
  session.set(admin);
  await router.navigate('/admin');
  assert.equal(router.state.location.pathname, '/admin');
  router.dispose();
});

async function visit(session, demand = {}) {
  const { createRootRoute, createRoute, createRouter, createMemoryHistory, redirect } = tanstack;
  const root = createRootRoute();
  const signIn = createRoute({ getParentRoute: () => root, path: '/sign-in' });
  const orders = createRoute({
    getParentRoute: () => root,
    path: '/orders',
    beforeLoad: requireSession(session, demand, (wanted) => redirect({ to: '/sign-in', search: { redirect: wanted } })),
  });
  const router = createRouter({ routeTree: root.addChildren([signIn, orders]), history: createMemoryHistory({ initialEntries: ['/orders?page=2'] }) });
  await router.load();
  return router;
}

test('TanStack Router: waits, then lets a person in who is signed in', async () => {
  const session = createTestSession();
  const visited = visit(session);
  session.set(ada);
  const { state } = await visited;
  assert.equal(state.location.pathname, '/orders');
  assert.deepEqual(state.matches.map(({ status }) => status), ['success', 'success']);
});

test('TanStack Router: leads anybody else to the form, and knows the way back', async () => {
  const { pathname, search } = (await visit(createTestSession({ status: 'unauthenticated' }))).state.location;
  assert.deepEqual({ pathname, ...search }, { pathname: '/sign-in', redirect: '/orders?page=2' });
});

test('TanStack Router: a user who is denied is led elsewhere, or sees the error component of the route', async () => {
  const led = await visit(createTestSession(ada), { role: 'admin', denied: () => tanstack.redirect({ to: '/sign-in' }) });
  assert.equal(led.state.location.pathname, '/sign-in');
  const { state } = await visit(createTestSession(ada), { role: 'admin' });
  const { status, error } = state.matches.at(-1);
  assert.deepEqual([status, error.status], ['error', 403]);
});
