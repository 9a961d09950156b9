// The Pinia recipe of docs/vue.md, run as it stands there.
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import './setup.mjs';

const { createTestSession } = await import('hallpass/testing');
const { createSessionPlugin } = await import('hallpass/vue');
const { createPinia } = await import('pinia');
const { createSSRApp, nextTick } = await import('vue');

const manual = readFileSync(fileURLToPath(new URL('../../docs/vue.md', import.meta.url)), 'utf8');
const [, recipe] = /## Pinia[\s\S]*?```js\n([\s\S]*?)```/.exec(manual);
const file = fileURLToPath(new URL('node_modules/.pinia-recipe.mjs', import.meta.url));
writeFileSync(file, recipe);
after(() => rmSync(file));
const { useOrders } = await import(pathToFileURL(file));

test('a store takes its user from the session, and forgets with it', async (t) => {
  const orders = [{ id: 1, owner: 'ada@example.com' }, { id: 2, owner: 'bob@example.com' }];
  t.mock.method(globalThis, 'fetch', async () => Response.json({ orders }));
  const session = createTestSession({ status: 'authenticated', claims: { email: 'ada@example.com' } });
  const pinia = createPinia();
  createSSRApp({ render: () => null }).use(createSessionPlugin(session)).use(pinia);
  const store = useOrders(pinia);
  await store.load();
  assert.deepEqual(store.mine, [orders[0]]);
  session.emit({ type: 'identity-changed', from: 'ada', to: 'bob' });
  assert.deepEqual(store.orders, []);
  await store.load();
  await session.logout();
  await nextTick();
  assert.deepEqual(store.orders, []);
});
