// The sign-in forms that the manual and the examples recommend for React keep what was typed when the password was wrong:
// React 19 empties a form that has an `action`.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { Window } from 'happy-dom';
import './setup.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const modules = fileURLToPath(new URL('node_modules/', import.meta.url));
const window = new Window({ url: 'http://localhost/' });
for (const name of ['window', 'document', 'navigator', 'location', 'history', 'FormData', 'Event', 'HTMLElement', 'Element', 'Node', 'SVGElement', 'HTMLIFrameElement'])
  Object.defineProperty(globalThis, name, { value: name === 'window' ? window : window[name], configurable: true, writable: true });
globalThis.IS_REACT_ACT_ENVIRONMENT = true;
after(() => window.happyDOM.close());

const { createTestSession } = await import('hallpass/testing');
const { SessionError } = await import('hallpass');
const { SessionProvider } = await import('hallpass/react');
const { createElement, act } = await import('react');
const { createRoot } = await import('react-dom/client');
const { MemoryRouter } = await import('react-router');

/** Where a form stands: the manual, and each example in React. */
const manual = readFileSync(`${root}docs/react.md`, 'utf8').match(/```tsx\n([^`]*function SignIn\(\)[^`]*)```/)[1];
const files = readdirSync(`${root}examples`).flatMap((name) =>
  ['src/SignIn.tsx', 'src/App.tsx', 'app/page.jsx', 'app/home.jsx'].map((file) => `examples/${name}/${file}`),
);
const forms = [
  ['docs/react.md', manual],
  ...files.filter((file) => existsSync(root + file)).map((file) => [file, readFileSync(root + file, 'utf8')]).filter(([, text]) => /function SignIn\(\)/.test(text) && /<form/.test(text)),
];

/** The component of a source. */
async function formOf(name, text) {
  const outfile = `${modules}.${name.replaceAll(/\W/g, '-')}.mjs`;
  const contents = /export function SignIn/.test(text) ? text : `${text}\nexport { SignIn };`;
  await build({
    stdin: { contents, loader: 'tsx', resolveDir: modules }, outfile, bundle: true, format: 'esm', jsx: 'automatic', packages: 'external', logLevel: 'error',
  });
  return (await import(outfile)).SignIn;
}

assert.ok(forms.length >= 3, 'the manual, and two examples at least');
for (const [name, text] of forms)
  test(`${name}: after a wrong password the e-mail is still there`, async () => {
    const SignIn = await formOf(name, text);
    const session = createTestSession({ status: 'unauthenticated' });
    session.fail('login', new SessionError('invalid_credentials', { message: 'That password is wrong.', status: 401 }));
    const host = document.body.appendChild(document.createElement('div'));
    const root = createRoot(host);
    await act(async () => root.render(createElement(MemoryRouter, null, createElement(SessionProvider, { session }, createElement(SignIn)))));
    const field = (name) => host.querySelector(`[name=${name}]`);
    const submit = () => act(async () => host.querySelector('form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })));
    field('email').value = 'ada@example.org';
    field('password').value = 'guessed';
    await submit();
    assert.equal(host.querySelector('[role=alert]').textContent, 'That password is wrong.');
    assert.deepEqual([field('email').value, field('password').value], ['ada@example.org', 'guessed']);
    assert.ok(!host.querySelector('button').disabled, 'and it can be sent once more');
    await submit();
    assert.equal(session.getSnapshot().status, 'authenticated');
    await act(async () => root.unmount());
  });
