// The sign-in of docs/sign-in.md, as it is written there, against the real back ends that it names.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { chromium } from '../../e2e/harness/index.mjs';
import { browse } from '../../e2e/harness/engine.mjs';
import { Tab } from '../../e2e/harness/tab.mjs';
import { manual, shown } from '../harness/manual.mjs';
import { SECRET, totp } from '../harness/totp.mjs';
import { USER, serve } from '../harness/servers.mjs';

/** Shows the form of the manual until a user is signed in. */
const APP = `
import { Authenticated, SessionProvider } from 'hallpass/react';
import { createRoot } from 'react-dom/client';
import { SignIn } from './SignIn';

export function show(session, pathOfCode) {
  createRoot(document.body.appendChild(document.createElement('main'))).render(
    <SessionProvider session={session}>
      <Authenticated loading={<p>…</p>} fallback={<SignIn pathOfCode={pathOfCode} />}>
        <h1>Welcome</h1>
      </Authenticated>
    </SessionProvider>,
  );
}
`;

let app;
before(async () => {
  app = await manual('sign-in', { 'app.jsx': APP });
});

/** A window of its own at a back end, with the code of the manual; all of it is gone after the test. */
async function at(t, name, { env, host = '127.0.0.1' } = {}) {
  const server = await serve(name, { env: { SESSION_SECONDS: 60, ...env }, app });
  t.after(() => server.stop());
  const driver = await browse();
  t.after(() => driver.quit());
  const tab = new Tab(driver, await driver.getWindowHandle());
  await tab.open(`${server.url.replace('127.0.0.1', host)}/?idle`);
  await tab.run(async () => void (window.manual = await import('/manual.js')));
  return { driver, tab };
}

const SERVERS = {
  'better-auth': { preset: 'betterAuth', code: 'betterAuthCode' },
  'django-allauth': { preset: 'djangoAllauth', code: 'allauthCode' },
  'express-session': { own: 'preset', code: 'expressCode' },
};

for (const [name, { preset = '', own = '', code }] of Object.entries(SERVERS))
  test(`${name}: the form asks for the code, says when it is wrong, and signs in`, { timeout: 120_000 }, async (t) => {
    const { tab } = await at(t, name, { env: { TWO_FACTOR: SECRET } });
    await tab.run(
      async (name, preset, own, code) => {
        const spoken = own ? manual[own] : (await import(`/hallpass/presets/${name}.js`))[preset]();
        window.session = manual.createSession({ preset: spoken });
        manual.show(session, manual[code]);
      },
      name, preset, own, code,
    );
    await tab.type('[name=email]', USER.email);
    await tab.type('[name=password]', USER.password);
    await tab.click('button');
    await tab.type('[name=code]', '000000');
    await tab.click('button');
    await shown(tab, '[role=alert]', 'That code is not right.');
    await tab.type('[name=code]', totp());
    await tab.click('button');
    await shown(tab, 'h1', 'Welcome');
    assert.equal((await tab.snapshot()).status, 'authenticated');
  });

test('a passkey signs in, and every tab hears of it', { skip: !chromium && 'its driver has no authenticator', timeout: 120_000 }, async (t) => {
  // An address of numbers is no name that a passkey could be for.
  const { driver, tab } = await at(t, 'django-allauth', { env: { PASSKEYS: 1 }, host: 'localhost' });
  const { VirtualAuthenticatorOptions, Protocol, Transport } = await import('selenium-webdriver/lib/virtual_authenticator.js');
  const options = new VirtualAuthenticatorOptions();
  options.setProtocol(Protocol.CTAP2);
  options.setTransport(Transport.INTERNAL);
  options.setHasResidentKey(true);
  options.setHasUserVerification(true);
  options.setIsUserVerified(true);
  await driver.addVirtualAuthenticator(options);
  await tab.run(
    async (user) => {
      const { djangoAllauth } = await import('/hallpass/presets/django-allauth.js');
      window.session = manual.createSession({ preset: djangoAllauth() });
      Object.assign(window, test.watch(session));
      await session.login(user);
      const path = '/_allauth/browser/v1/account/authenticators/webauthn';
      const send = async (url, method, body) => {
        const response = await session.fetch(url, { method, headers: { accept: 'application/json', 'content-type': 'application/json' }, body: body && JSON.stringify(body) });
        const said = await response.json();
        if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${JSON.stringify(said)}`);
        return said;
      };
      await send('/_allauth/browser/v1/auth/reauthenticate', 'POST', { password: user.password });
      const { data } = await send(`${path}?passwordless`, 'GET');
      const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(data.creation_options.publicKey);
      const credential = await navigator.credentials.create({ publicKey });
      await send(path, 'POST', { name: 'This machine', credential: credential.toJSON() });
      await session.logout();
    },
    USER,
  );
  await driver.switchTo().newWindow('tab');
  const other = new Tab(driver, await driver.getWindowHandle());
  await other.open(await tab.url());
  await other.run(async () => {
    const [{ djangoAllauth }, { createSession }] = await Promise.all([import('/hallpass/presets/django-allauth.js'), import('/manual.js')]);
    window.session = createSession({ preset: djangoAllauth() });
    Object.assign(window, test.watch(session));
    await session.ready();
  });
  await other.status('unauthenticated');
  assert.equal(await tab.run(async () => (await manual.signInWithPasskey(session)).status), 'authenticated');
  await other.status('authenticated');
});
