// An app whose zone waits until no timer is pending, as Angular's does before it hydrates: the session keeps out of it (P24).
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { DEMO, setup } from './harness/index.mjs';

const world = setup({ through: 'proxy' });
const ZONE = readFileSync(new URL('../node_modules/zone.js/bundles/zone.umd.min.js', import.meta.url), 'utf8');

const HTML = '<!doctype html><script src="/zone.js"></script><script src="/prelude.js"></script><script type="module" src="/page.js"></script>';

/** Opens the bare page with zone.js before all else, as Angular has it. */
async function open() {
  const files = { '/zone?idle': ['text/html', HTML], '/zone.js': ['text/javascript', ZONE] };
  world.proxy.answer = ({ url }, response) => files[url] && (response.writeHead(200, { 'content-type': files[url][0] }).end(files[url][1]), true);
  const tab = await world.first.open(`${world.url}/zone?idle`);
  await tab.run(() => {
    window.pending = new Set();
    window.zone = Zone.current.fork({
      name: 'app',
      onScheduleTask: (delegate, current, target, task) => (task.type === 'macroTask' && pending.add(task), delegate.scheduleTask(target, task)),
      onInvokeTask: (delegate, current, target, task, ...rest) => (pending.delete(task), delegate.invokeTask(target, task, ...rest)),
      onCancelTask: (delegate, current, target, task) => (pending.delete(task), delegate.cancelTask(target, task)),
    });
  });
  return tab;
}

const WAYS = {
  'made in the zone': () => zone.run(() => (window.session = test.createSession())),
  'made outside, and called in the zone': () => ((window.session = test.createSession()), zone.run(() => session.ready())),
};

for (const [name, make] of Object.entries(WAYS))
  test(`a session that is ${name} leaves no timer in it`, async () => {
    await world.fresh();
    await world.signedIn(1, DEMO);
    const tab = await open();
    await tab.run(`() => void (${make})()`);
    const left = await tab.run(async () => {
      await session.ready();
      await zone.run(() => session.fetch('/api/me').then((response) => response.text()));
      await zone.run(() => session.refresh());
      await zone.run(() => session.extend());
      // Timers that are over after all: a deadline, say.
      await new Promise((resolve) => test.setTimeout(resolve, 50));
      return { pending: [...pending].map(({ source, data }) => `${source} ${data?.delay}`), status: session.getSnapshot().status };
    });
    assert.deepEqual(left, { pending: [], status: 'authenticated' });
  });

test('its timers still run', async () => {
  await world.fresh({ access_lifetime: 2 });
  await world.signedIn(1, DEMO);
  const tab = await open();
  world.proxy.log = [];
  await tab.run(() => void zone.run(() => (window.session = test.createSession({ refresh: { when: 'always' } }))));
  await world.proxy.seen('/auth/refresh');
});
