// The adapter for Vue, in Vue: refs, components, the idle warning, the guard in its router.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Window } from 'happy-dom';
import { settled } from './setup.mjs';

const window = new Window({ url: 'http://localhost/' });
for (const name of ['window', 'document', 'navigator', 'location', 'history', 'HTMLElement', 'Element', 'Node', 'SVGElement'])
  Object.defineProperty(globalThis, name, { value: name === 'window' ? window : window[name], configurable: true, writable: true });
after(() => window.happyDOM.close());

const { createTestSession } = await import('hallpass/testing');
const { SessionError } = await import('hallpass');
const { Authenticated, Unauthenticated, createSessionGuard, createSessionPlugin, useIdleWarning, useSession } = await import('hallpass/vue');
const { createApp, h, nextTick, ref } = await import('vue');
const { createMemoryHistory, createRouter } = await import('vue-router');

const ada = { status: 'authenticated', claims: { name: 'Ada', roles: ['admin'], scope: 'read write' }, subject: 'ada' };
const clerk = { ...ada, claims: { name: 'Bob', roles: ['clerk'], scope: 'read' } };
const out = { status: 'unauthenticated' };

/** An app with a session that shows what `render` makes; `setup` runs within it. */
function mounted(session, render, setup = () => {}) {
  const host = document.createElement('div');
  const app = createApp({ setup: () => (setup(), render) });
  app.use(createSessionPlugin(session)).mount(host);
  const text = async () => (await nextTick(), host.textContent);
  return { app, text };
}

test('refs follow the session, and let go with the app', async () => {
  const session = createTestSession();
  let provided;
  const { app, text } = mounted(session, () => `${provided.status.value} ${provided.claims.value?.name ?? ''}`, () => (provided = useSession()));
  assert.equal(await text(), 'loading ');
  session.set(ada);
  assert.equal(await text(), 'authenticated Ada');
  assert.equal(provided.state.value, session.getSnapshot());
  assert.equal(provided.session, session);
  assert.equal(provided.error.value, undefined);
  const error = new SessionError('network');
  session.set({ ...ada, error });
  assert.equal(provided.error.value, error);
  app.unmount();
  session.set(out);
  assert.equal(provided.status.value, 'authenticated');
});

test('without the plugin it says what is missing', () => {
  const app = createApp({ setup: () => (useSession(), () => '') });
  app.config.warnHandler = () => {};
  assert.throws(() => app.mount(document.createElement('div')), /createSessionPlugin/);
});

test('<Authenticated> and <Unauthenticated> show their slots', async () => {
  const session = createTestSession();
  const inside = ({ claims, session: own }) => `${claims.name}${own === session ? '' : '?'}`;
  const { text } = mounted(session, () => [
    h(Authenticated, null, { default: inside, fallback: () => 'out', loading: () => 'wait' }),
    h(Authenticated, { when: ({ roles }) => roles.includes('admin') }, { default: () => '/admin', fallback: () => '/no' }),
    h(Unauthenticated, null, { default: () => '/anonymous' }),
  ]);
  assert.equal(await text(), 'wait/no');
  session.set(clerk);
  assert.equal(await text(), 'Bob/no');
  session.set(ada);
  assert.equal(await text(), 'Ada/admin');
  session.set(out);
  assert.equal(await text(), 'out/no/anonymous');
});

test('a server that cannot say who is signed in makes no one signed out (P28)', async () => {
  const session = createTestSession({ status: 'unauthenticated', reason: 'unknown' });
  const slots = { default: () => 'in', fallback: () => 'form', loading: () => 'wait' };
  const { text } = mounted(session, () => [
    h(Authenticated, null, { ...slots, unavailable: () => 'sorry' }),
    h(Authenticated, null, slots),
    h(Unauthenticated, null, { default: () => 'form' }),
  ]);
  assert.equal(await text(), 'sorrywait');
  session.set(out);
  assert.equal(await text(), 'formformform');
});

test('a slot that is not there is empty', async () => {
  const session = createTestSession(out);
  const { text } = mounted(session, () => [h(Authenticated), h(Unauthenticated)]);
  assert.equal(await text(), '');
  session.set(ada);
  assert.equal(await text(), '');
});

test('the idle warning comes, counts, and is taken back', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setInterval'], now: 1_000_000 });
  const session = createTestSession({ ...ada, idleExpiresAt: 1_030_000 }, { idle: 600 });
  const show = (session) => {
    let warning;
    const shown = mounted(session, () => warning.value?.text ?? 'calm', () => (warning = useIdleWarning()));
    return { ...shown, left: () => warning.value?.secondsLeft };
  };
  const first = show(session);
  assert.equal(await first.text(), 'calm');
  session.emit({ type: 'expiring', limit: 'idle', expiresAt: 1_030_000 });
  assert.equal(await first.text(), 'You will be signed out in 30 seconds.');
  t.mock.timers.tick(11_000);
  assert.equal(await first.text(), 'You will be signed out in 20 seconds.');
  const late = show(session);
  assert.match(await late.text(), /20 seconds/, 'a component that looks later learns of it too');
  late.app.unmount();
  t.mock.timers.tick(10_000);
  assert.deepEqual([first.left(), late.left()], [9, 19], 'an app that is gone counts no more');
  await session.extend();
  assert.equal(await first.text(), 'calm');
});

test('a component that comes after the warning learns of it', async () => {
  const end = Date.now() + 30_000;
  const session = createTestSession({ ...ada, idleExpiresAt: end });
  const open = ref(false);
  const Warning = {
    setup() {
      const warning = useIdleWarning();
      return () => String(!!warning.value);
    },
  };
  const { app, text } = mounted(session, () => (open.value ? h(Warning) : 'closed'));
  session.emit({ type: 'expiring', limit: 'idle', expiresAt: end });
  assert.equal(await text(), 'closed');
  open.value = true;
  assert.equal(await text(), 'true');
  app.unmount();
});

test('the guard waits for a server that cannot say who is signed in, then throws its error', async (t) => {
  const error = new SessionError('server');
  const unknown = { status: 'unauthenticated', reason: 'unknown', error };
  const to = { path: '/orders', fullPath: '/orders', meta: {} };
  const session = createTestSession(unknown);
  const asked = createSessionGuard({ login: '/login', session })(to);
  await settled();
  session.set(ada);
  assert.equal(await asked, true);
  t.mock.timers.enable({ apis: ['setTimeout'] });
  session.set(unknown);
  const given = createSessionGuard({ login: '/login', session, patience: 5 })(to);
  await null;
  await null;
  t.mock.timers.tick(5_000);
  await assert.rejects(given, error);
});

/** A router that is guarded by `guard`, within an app that has the session. */
function guarded(session, guard, guardOfAdmin = () => true) {
  const component = { render: () => null };
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/', component, meta: { requiresAuth: false } },
      { path: '/orders', component },
      { path: '/login', component },
      { path: '/forbidden', component },
      { path: '/admin', component, beforeEnter: guardOfAdmin },
      { path: '/write', component, meta: { scope: 'write' } },
    ],
  });
  router.beforeEach(guard);
  createApp(component).use(createSessionPlugin(session)).use(router);
  return { router, go: async (path) => (await router.push(path), router.currentRoute.value.fullPath) };
}

test('the guard waits, then sends to the sign-in page and back', async () => {
  const session = createTestSession();
  const { router, go } = guarded(session, createSessionGuard({ login: '/login' }));
  assert.equal(await go('/'), '/');
  const going = go('/orders?page=2');
  await settled();
  assert.equal(router.currentRoute.value.path, '/');
  session.set(out);
  assert.equal(await going, '/login?redirect=/orders?page=2');
  session.set(ada);
  assert.equal(await go('/orders'), '/orders');
});

test('the guard asks for a role, for one route', async () => {
  const session = createTestSession(clerk);
  const { go } = guarded(session, createSessionGuard({ login: '/login' }), createSessionGuard({ login: '/login', role: 'admin', denied: '/forbidden' }));
  assert.equal(await go('/admin'), '/forbidden');
  session.set(ada);
  assert.equal(await go('/admin'), '/admin');
});

test('the guard asks what a route says of itself, for all', async () => {
  const session = createTestSession(clerk);
  const when = ({ scope }, { meta }) => !meta.scope || scope.split(' ').includes(meta.scope);
  const { go } = guarded(session, createSessionGuard({ login: '/login', scope: 'read', when, denied: '/forbidden' }));
  assert.equal(await go('/orders'), '/orders');
  assert.equal(await go('/write'), '/forbidden');
  await go('/');
  session.set({ ...ada, claims: {} });
  assert.equal(await go('/orders'), '/forbidden', 'and the page that says so is open');
  session.set(ada);
  assert.equal(await go('/write'), '/write');
});

test('a guard without an app is given its session; what it denies goes nowhere if it is not told where', async () => {
  const to = { path: '/', fullPath: '/', meta: {} };
  assert.equal(await createSessionGuard({ login: '/login', session: createTestSession(ada) })(to), true);
  assert.equal(await createSessionGuard({ login: '/login', session: createTestSession(clerk), role: 'admin' })(to), false);
});
