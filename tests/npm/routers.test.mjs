// The guards, in the routers they are for.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { Window } from 'happy-dom';
import './setup.mjs';

const { createTestSession } = await import('hallpass/testing');
const { requireSession } = await import('hallpass/router');
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

async function visit(session) {
  const { createRootRoute, createRoute, createRouter, createMemoryHistory, redirect } = tanstack;
  const root = createRootRoute();
  const signIn = createRoute({ getParentRoute: () => root, path: '/sign-in' });
  const orders = createRoute({
    getParentRoute: () => root,
    path: '/orders',
    beforeLoad: requireSession(session, (wanted) => redirect({ to: '/sign-in', search: { redirect: wanted } })),
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
