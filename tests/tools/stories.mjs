// What a person does with stories whose back end is `hallpass/msw`, in a service worker.
import assert from 'node:assert/strict';
import { picture, shows, signIn } from './drive.mjs';

/** Opens stories one after another, as the list beside them would; the addresses of the code that the page loaded. */
export async function driveStories(window, site, { name }) {
  const { tab } = window;
  await tab.open(`${site.url}/iframe.html?viewMode=story&id=app--signed-in`);
  await shows(tab, 'authenticated');
  await tab.run(() => seen.reads('Hello, Ada'));
  await tab.run(() => seen.reads('Fountain pen'));
  const code = await tab.run(() => seen.code());
  await picture(window, name, 'in');
  await tab.click('h1 ~ button');
  await shows(tab, 'unauthenticated');

  // No document is loaded: what the last story did is over all the same.
  await another(tab, 'lapsed');
  await shows(tab, 'authenticated');
  await tab.run(() => seen.reads('Fountain pen'));

  await another(tab, 'signed-out');
  await shows(tab, 'unauthenticated');
  await picture(window, name, 'out');
  await tab.type('input[name="email"]', 'ada@example.com');
  await tab.type('input[name="password"]', 'wrong');
  await tab.click('form button');
  await tab.run(() => seen.reads('do not belong together'));
  await signIn(tab);
  await shows(tab, 'authenticated');
  await tab.run(() => seen.reads('Hello, Ada'));

  const { states, complaints } = await tab.run(() => ({ states: seen.states, complaints: seen.complaints }));
  // The answer may come before a story is painted.
  const known = states.filter((state) => state !== 'loading');
  assert.deepEqual({ known, complaints }, { known: ['authenticated', 'unauthenticated', 'authenticated', 'unauthenticated', 'authenticated'], complaints: [] });
  // The server behind the page was asked for nothing that stories play.
  assert.deepEqual(site.network.log.map(({ path }) => path).filter((path) => /^\/(auth|api)\//.test(path)), []);
  return code;
}

const another = (tab, story) => tab.run((story) => window.__STORYBOOK_ADDONS_CHANNEL__.emit('setCurrentStory', { storyId: `app--${story}`, viewMode: 'story' }), story);
