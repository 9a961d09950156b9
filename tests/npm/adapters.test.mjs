// The adapters in their frameworks, StrictMode and hydration included (P25, P26).
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Window } from 'happy-dom';
import { playEngine, playPage, settled } from './setup.mjs';

const window = new Window({ url: 'http://localhost/' });
for (const name of ['window', 'document', 'navigator', 'location', 'history', 'HTMLElement', 'Element', 'Node', 'SVGElement', 'HTMLIFrameElement'])
  Object.defineProperty(globalThis, name, { value: name === 'window' ? window : window[name], configurable: true, writable: true });
globalThis.IS_REACT_ACT_ENVIRONMENT = true;
after(() => window.happyDOM.close());

const { createTestSession } = await import('hallpass/testing');
const { createSession, setMessages } = await import('hallpass');
const { createElement: h, StrictMode, act } = await import('react');
const { createRoot } = await import('react-dom/client');
const { renderToString } = await import('react-dom/server');
const react = await import('hallpass/react');

const ada = { status: 'authenticated', claims: { name: 'Ada', role: 'admin' }, subject: 'ada' };

async function mounted(tree) {
  const host = document.body.appendChild(document.createElement('div'));
  const root = createRoot(host);
  await act(async () => root.render(tree));
  return { host, unmount: () => act(async () => root.unmount()) };
}

test('react: shows who is signed in, and who is not', async () => {
  const session = createTestSession();
  const { host } = await mounted(
    h(react.SessionProvider, { session },
      h(react.Authenticated, { fallback: 'out', loading: 'wait' }, 'in'),
      h(react.Unauthenticated, null, '/anonymous')),
  );
  assert.equal(host.textContent, 'wait');
  await act(async () => session.set(ada));
  assert.equal(host.textContent, 'in');
  await act(async () => session.logout());
  assert.equal(host.textContent, 'out/anonymous');
});

test('react: a server that cannot say who is signed in makes no one signed out (P28)', async () => {
  const unknown = { status: 'unauthenticated', reason: 'unknown' };
  const session = createTestSession(unknown);
  const part = (props) => h(react.Authenticated, { fallback: 'form', ...props }, 'in');
  const { host } = await mounted(
    h(react.SessionProvider, { session }, part({ loading: 'wait', unavailable: 'sorry' }), '/', part({ loading: 'wait' }), '/', h(react.Unauthenticated, null, 'form')),
  );
  assert.equal(host.textContent, 'sorry/wait/');
  await act(async () => session.set({ status: 'unauthenticated' }));
  assert.equal(host.textContent, 'form/form/form');
  await act(async () => session.set(unknown));
  await act(async () => session.set(ada));
  assert.equal(host.textContent, 'in/in/');
});

test('react: <Authenticated when> asks more of a user', async () => {
  const session = createTestSession();
  const when = ({ role }) => role === 'admin';
  const { host } = await mounted(h(react.SessionProvider, { session }, h(react.Authenticated, { when, fallback: 'no', loading: 'wait' }, 'in')));
  assert.equal(host.textContent, 'wait');
  await act(async () => session.set({ ...ada, claims: { role: 'clerk' } }));
  assert.equal(host.textContent, 'no');
  await act(async () => session.set(ada));
  assert.equal(host.textContent, 'in');
  await act(async () => session.set({ status: 'unauthenticated' }));
  assert.equal(host.textContent, 'no');
});

test('react: the idle warning speaks as the app does', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setInterval'], now: 1_000_000 });
  setMessages({ idle_warning: (seconds) => `Noch ${seconds} Sekunden.` });
  t.after(() => setMessages({ idle_warning: undefined }));
  const session = createTestSession({ ...ada, idleExpiresAt: 1_025_000 });
  const Warning = () => react.useIdleWarning()?.text ?? 'calm';
  const { host } = await mounted(h(react.SessionProvider, { session }, h(Warning)));
  await act(async () => session.emit({ type: 'expiring', limit: 'idle', expiresAt: 1_025_000 }));
  assert.equal(host.textContent, 'Noch 30 Sekunden.');
});

test('react: useSession gives the snapshot and the session, the same object until something changes', async () => {
  const session = createTestSession(ada);
  const seen = [];
  let again;
  function Probe() {
    const [, render] = (again = null, reactState());
    again = render;
    seen.push(react.useSession());
    return null;
  }
  const { useState } = await import('react');
  const reactState = () => useState(0);
  await mounted(h(react.SessionProvider, { session }, h(Probe)));
  await act(async () => again(1));
  assert.equal(seen.length, 2);
  assert.equal(seen[0], seen[1]);
  assert.equal(seen[0].session, session);
  assert.equal(seen[0].claims.name, 'Ada');
});

test('react: useClaims renders only when what it selects changes', async () => {
  const session = createTestSession(ada);
  let renders = 0;
  function Name() {
    renders++;
    const name = react.useClaims((claims) => claims.name);
    const object = react.useClaims((claims) => ({ of: claims.name }));
    return `${name}/${object?.of}`;
  }
  function All() {
    return react.useClaims()?.role ?? 'nobody';
  }
  const { host } = await mounted(h(react.SessionProvider, { session }, h(Name), '/', h(All)));
  assert.equal(host.textContent, 'Ada/Ada/admin');
  assert.equal(renders, 1);
  await act(async () => session.set({ ...ada, activity: 'refreshing' }));
  assert.equal(renders, 1);
  await act(async () => session.set({ status: 'unauthenticated' }));
  assert.equal(host.textContent, 'undefined/undefined/nobody');
});

test('react: a double mount costs one check, and unmounting disposes of nothing', async () => {
  playPage();
  globalThis.document = window.document;
  const { engines } = playEngine();
  const session = createSession();
  const tree = h(StrictMode, null, h(react.SessionProvider, { session }, h(react.Authenticated, { fallback: 'out' }, 'in')));
  const { host, unmount } = await mounted(tree);
  await settled();
  await act(async () => engines[0].signIn());
  assert.equal(host.textContent, 'in');
  await unmount();
  const second = await mounted(tree);
  assert.equal(second.host.textContent, 'in');
  assert.equal(engines.length, 1);
  assert.equal(engines[0].disposed, 0);
  assert.deepEqual(engines[0].calls, []);
});

test('react: a server renders the loading state and hydrates without complaint', async () => {
  const session = createTestSession(ada);
  const tree = h(react.SessionProvider, { session }, h(react.Authenticated, { fallback: 'out' }, 'in'), h(Name));
  function Name() {
    return react.useClaims((claims) => claims.name) ?? react.useIdleWarning()?.text ?? 'nobody';
  }
  assert.match(renderToString(tree), /out.*nobody/);
});

test('react: the idle warning comes, counts, and is taken back', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setInterval'], now: 1_000_000 });
  const session = createTestSession({ ...ada, idleExpiresAt: 1_030_000 });
  const seen = [];
  function Warning() {
    const warning = react.useIdleWarning();
    seen.push(warning);
    return h('p', { 'aria-live': 'polite' }, warning ? warning.text : 'calm');
  }
  const tree = h(react.SessionProvider, { session }, h(Warning));
  const { host } = await mounted(tree);
  assert.equal(host.textContent, 'calm');
  await act(async () => session.emit({ type: 'expiring', limit: 'session', expiresAt: 1_030_000 }));
  assert.equal(host.textContent, 'calm');
  await act(async () => session.emit({ type: 'expiring', limit: 'idle', expiresAt: 1_030_000 }));
  assert.equal(seen.at(-1).secondsLeft, 30);
  assert.equal(seen.at(-1).expiresAt, 1_030_000);
  assert.equal(host.textContent, 'You will be signed out in 30 seconds.');
  await act(async () => t.mock.timers.tick(11_000));
  assert.equal(seen.at(-1).secondsLeft, 19);
  assert.equal(host.textContent, 'You will be signed out in 20 seconds.');
  // Somebody who looks later learns of it too.
  const late = await mounted(h(react.SessionProvider, { session }, h(Warning)));
  assert.match(late.host.textContent, /20 seconds/);
  await late.unmount();
  await act(async () => session.set({ ...ada, idleExpiresAt: 1_900_000 }));
  assert.equal(host.textContent, 'calm');
  await act(async () => session.emit({ type: 'expiring', limit: 'idle', expiresAt: 1_900_000 }));
  assert.notEqual(seen.at(-1), null);
  await act(async () => session.logout());
  assert.equal(host.textContent, 'calm');
});

test('react: without a provider it says what is missing', () => {
  assert.throws(() => renderToString(h(react.Unauthenticated)), /SessionProvider/);
});

test('svelte: the store contract', async () => {
  const { toStore } = await import('hallpass/svelte');
  const { get, derived } = await import('svelte/store');
  const session = createTestSession(ada);
  const store = toStore(session);
  assert.equal(get(store), session.getSnapshot());
  const seen = [];
  const stop = derived(store, ({ status }) => status).subscribe((status) => seen.push(status));
  session.set({ status: 'unauthenticated' });
  stop();
  session.set(ada);
  assert.deepEqual(seen, ['authenticated', 'unauthenticated']);
});
