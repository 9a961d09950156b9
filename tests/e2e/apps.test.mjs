// The demo, driven as people drive it; the examples are driven in ../tools.
import { test } from 'node:test';
import { bundle } from './harness/bundle.mjs';
import { DEMO, setup } from './harness/index.mjs';

const by = (name) => `[data-testid="${name}"]`;

/** Resolves once an element shows a text. */
const shows = (tab, name, text) =>
  tab.run(
    (css, text) =>
      new Promise((resolve, reject) => {
        const shown = () => document.querySelector(css)?.textContent;
        const look = () => shown()?.includes(text) && (observer.disconnect(), clearTimeout(timer), resolve());
        const observer = new MutationObserver(look);
        const timer = setTimeout(() => reject(new Error(`${css} never showed ${text} but ${shown()}`)), 40_000);
        observer.observe(document, { subtree: true, childList: true, characterData: true });
        look();
      }),
    by(name),
    text,
  );

const world = setup({ app: () => bundle({ demo: '../../www/app' }) });

test('the demo, in React', async () => {
  await world.fresh();
  const tabs = await world.windows(2, '/demo/');
  for (const tab of tabs) await shows(tab, 'status', 'unauthenticated');
  await tabs[0].type(by('email'), DEMO.email);
  await tabs[0].type(by('password'), 'wrong');
  await tabs[0].click(by('sign-in'));
  await shows(tabs[0], 'error', 'do not belong together');
  await tabs[0].type(by('email'), DEMO.email);
  await tabs[0].type(by('password'), DEMO.password);
  await tabs[0].click(by('sign-in'));
  for (const tab of tabs) await shows(tab, 'subject', DEMO.subject);
  await tabs[1].reload();
  await shows(tabs[1], 'subject', DEMO.subject);
  await tabs[1].click(by('sign-out'));
  for (const tab of tabs) await shows(tab, 'reason', 'logged-out');
});

test('the demo asks for the password where the server wants a recent sign-in, and the request goes on', async () => {
  await world.fresh({ step_up_max_age: 30 });
  const [tab] = await world.windows(1, '/demo/');
  await tab.type(by('email'), DEMO.email);
  await tab.type(by('password'), DEMO.password);
  await tab.click(by('sign-in'));
  await shows(tab, 'subject', DEMO.subject);
  await world.server.clock(60);
  await tab.click(by('post-transfer'));
  await shows(tab, 'step-up', '30 seconds');
  await tab.click(by('step-up-give-up'));
  await shows(tab, 'api-result', 'step_up_required');
  await tab.click(by('post-transfer'));
  // By the key, as people do; and WebKit's driver clicks beside the button once the page has scrolled.
  await tab.type(by('step-up-password'), 'wrong\uE007');
  await shows(tab, 'step-up', 'do not belong together');
  await tab.type(by('step-up-password'), `${DEMO.password}\uE007`);
  await shows(tab, 'api-result', '200 · POST /api/transfer');
});
