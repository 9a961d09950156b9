// What a server rendered with its snapshot, the page hydrates with, silently; and then the session decides (P30).
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Window } from 'happy-dom';
import './setup.mjs';

const window = new Window({ url: 'http://localhost/' });
for (const name of ['window', 'document', 'navigator', 'location', 'history', 'HTMLElement', 'Element', 'Node', 'SVGElement', 'HTMLIFrameElement'])
  Object.defineProperty(globalThis, name, { value: name === 'window' ? window : window[name], configurable: true, writable: true });
globalThis.IS_REACT_ACT_ENVIRONMENT = true;
after(() => window.happyDOM.close());

const { createTestSession } = await import('hallpass/testing');
const { createElement: h, act } = await import('react');
const { hydrateRoot } = await import('react-dom/client');
const { renderToString } = await import('react-dom/server');
const react = await import('hallpass/react');
const vue = await import('vue');
const { renderToString: renderVue } = await import('@vue/server-renderer');
const { Authenticated, createSessionPlugin, useSession } = await import('hallpass/vue');
const { toStore } = await import('hallpass/svelte');

const IN = { status: 'authenticated', activity: 'idle', claims: { name: 'Ada' }, subject: 'ada', expiresAt: 1_000_000, idleExpiresAt: null, absoluteExpiresAt: null };
const OUT = { status: 'unauthenticated', activity: 'idle', reason: 'none' };
/** As it travels from the server to the page. */
const travelled = (snapshot) => JSON.parse(JSON.stringify(snapshot));

let complaints;
for (const level of ['warn', 'error']) console[level] = (...said) => complaints.push(said.map(String).join(' '));
beforeEach(() => (complaints = []));

/** A session of a server: one for all, which knows nobody. */
const server = () => createTestSession();
/** What each case shows at first, and what the session in the page turns out to say. */
const CASES = [
  ['a user who is signed in', IN, { ...IN, expiresAt: 1_000_007 }, 'Ada 1000000', 'Ada 1000007'],
  ['a user who is signed out', OUT, OUT, 'out', 'out'],
  ['a user who has signed out since', IN, { ...OUT, reason: 'revoked' }, 'Ada 1000000', 'out'],
  ['an old document, which the page does not believe', IN, undefined, 'Ada 1000000', 'wait'],
  ['a server that did not know', { status: 'loading', activity: 'checking' }, IN, 'wait', 'Ada 1000000'],
];

for (const [what, initial, present, first, then] of CASES) {
  test(`react: ${what}`, async () => {
    const shown = [];
    function Page() {
      const { status, expiresAt } = react.useSession();
      const name = react.useClaims((claims) => claims.name);
      const text = status === 'authenticated' ? `${name} ${expiresAt}` : status === 'loading' ? 'wait' : 'out';
      shown.push(text);
      return h('p', null, text);
    }
    const tree = (session) => h(react.SessionProvider, { session, initial: travelled(initial) }, h(Page), h(react.Authenticated, { fallback: 'f', loading: 'l' }, 'in'));
    const html = renderToString(tree(server()));
    assert.match(html, new RegExp(`<p>${first}</p>`));
    const host = document.body.appendChild(document.createElement('div'));
    host.innerHTML = html;
    const [node] = host.children;
    shown.length = 0;
    const recovered = [];
    let root;
    await act(async () => {
      root = hydrateRoot(host, tree(createTestSession(present)), { onRecoverableError: (error) => recovered.push(error) });
    });
    assert.equal(shown[0], first);
    assert.equal(shown.at(-1), then);
    assert.equal(host.children[0], node, 'the node of the server is used');
    assert.deepEqual([recovered, complaints], [[], []]);
    await act(async () => root.unmount());
  });

  test(`vue: ${what}`, async () => {
    const shown = [];
    const Page = {
      setup() {
        const { state } = useSession();
        return () => {
          const { status, claims, expiresAt } = state.value;
          const text = status === 'authenticated' ? `${claims.name} ${expiresAt}` : status === 'loading' ? 'wait' : 'out';
          shown.push(text);
          return [vue.h('p', text), vue.h(Authenticated, null, { default: () => 'in', fallback: () => 'f', loading: () => 'l' })];
        };
      },
    };
    const app = (session) => vue.createSSRApp(Page).use(createSessionPlugin(session, { initial: travelled(initial) }));
    const html = await renderVue(app(server()));
    assert.match(html, new RegExp(`<p>${first}</p>`));
    const host = document.body.appendChild(document.createElement('div'));
    host.innerHTML = html;
    const [node] = host.children;
    shown.length = 0;
    const page = app(createTestSession(present));
    page.mount(host);
    assert.equal(shown[0], first);
    await vue.nextTick();
    assert.equal(shown.at(-1), then);
    assert.equal(host.children[0], node, 'the node of the server is used');
    assert.deepEqual(complaints, []);
    page.unmount();
  });

  test(`svelte: ${what}`, async () => {
    const status = ({ status }) => status;
    const once = (store) => {
      let seen;
      store.subscribe((snapshot) => (seen = snapshot))();
      return seen;
    };
    assert.deepEqual(once(toStore(server(), { initial: travelled(initial) })), initial);
    const session = createTestSession(present);
    const store = toStore(session, { initial: travelled(initial) });
    const seen = [];
    const stop = store.subscribe((snapshot) => seen.push(snapshot));
    assert.deepEqual(seen, [initial]);
    await 0;
    assert.deepEqual(seen.at(-1), session.getSnapshot());
    assert.deepEqual(once(store), session.getSnapshot(), 'a part of the page that comes later is no hydration');
    session.set(OUT);
    assert.equal(status(seen.at(-1)), 'unauthenticated');
    stop();
    session.set(IN);
    assert.equal(status(seen.at(-1)), 'unauthenticated');
  });
}

test('vue: hydration that takes its time shows what the server showed until it is done', async () => {
  for (const initial of [undefined, IN]) {
    let done;
    const hydrated = new Promise((resolve) => (done = resolve));
    let provided;
    const app = vue.createSSRApp({ setup: () => ((provided = useSession()), () => vue.h('p', provided.status.value)) });
    app.use(createSessionPlugin(createTestSession(OUT), { initial, hydrated }));
    const host = document.createElement('div');
    host.innerHTML = `<p>${initial?.status ?? 'loading'}</p>`;
    app.mount(host);
    assert.equal(provided.status.value, initial?.status ?? 'loading');
    done();
    await hydrated;
    await vue.nextTick();
    assert.equal(host.textContent, 'unauthenticated');
    assert.deepEqual(complaints, []);
    app.unmount();
  }
});

test('svelte: who leaves before the page is hydrated hears nothing more', async () => {
  const session = createTestSession(OUT);
  const seen = [];
  toStore(session, { initial: IN }).subscribe((snapshot) => seen.push(snapshot.status))();
  await 0;
  session.set({ ...OUT, reason: 'revoked' });
  assert.deepEqual(seen, ['authenticated']);
});

// Solid picks its server build in Node, where signals do not react: the browser's is asked for by condition.
const SOLID = `
  import assert from 'node:assert/strict';
  import { createEffect, createRoot } from 'solid-js';
  import { createSessionSignal } from 'hallpass/solid';
  import { createTestSession } from 'hallpass/testing';
  const session = createTestSession({ status: 'unauthenticated' });
  const seen = [];
  const dispose = createRoot((dispose) => {
    const snapshot = createSessionSignal(session, { initial: ${JSON.stringify(IN)} });
    assert.equal(snapshot().status, 'authenticated');
    createEffect(() => seen.push(snapshot().status));
    return dispose;
  });
  await 0;
  assert.equal(seen.at(-1), 'unauthenticated');
  session.set({ status: 'authenticated', claims: {} });
  assert.equal(seen.at(-1), 'authenticated');
  dispose();
  session.set({ status: 'unauthenticated' });
  assert.equal(seen.at(-1), 'authenticated');
`;

test('solid: the signal begins with what the server knew, and then the session decides', () => {
  execFileSync(process.execPath, ['--conditions=browser', '--input-type=module', '--eval', SOLID], { cwd: fileURLToPath(new URL('.', import.meta.url)), stdio: 'pipe' });
});

test('solid: on a server it is what the server knew', () => {
  const script = `
    import assert from 'node:assert/strict';
    import { createRoot } from 'solid-js';
    import { createSessionSignal } from 'hallpass/solid';
    import { createTestSession } from 'hallpass/testing';
    createRoot(() => assert.equal(createSessionSignal(createTestSession(), { initial: ${JSON.stringify(IN)} })().status, 'authenticated'));
  `;
  execFileSync(process.execPath, ['--input-type=module', '--eval', script], { cwd: fileURLToPath(new URL('.', import.meta.url)), stdio: 'pipe' });
});
