// What TanStack Query has fetched for one person is not shown to the next.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { QueryClient, QueryObserver } from '@tanstack/query-core';
import './setup.mjs';

const { createTestSession } = await import('hallpass/testing');
const { attachSession } = await import('hallpass/tanstack-query');

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A client with a query on the screen and one that is not; `fetched` counts how often the first was asked for. */
async function stage() {
  const session = createTestSession({ status: 'authenticated', claims: {} });
  const client = new QueryClient();
  const detach = attachSession(client, session);
  let person = 'Ada';
  let fetched = 0;
  const observer = new QueryObserver(client, { queryKey: ['orders'], queryFn: async () => (fetched++, `of ${person}`) });
  const shown = [];
  const leave = observer.subscribe(({ data }) => shown.push(data));
  client.setQueryData(['profile'], 'of Ada');
  await settled();
  assert.equal(observer.getCurrentResult().data, 'of Ada');
  return { session, client, detach, observer, shown, leave, fetched: () => fetched, next: () => (person = 'Grace') };
}

test('the end of a session empties what is shown, drops the rest, and asks for nothing', async () => {
  const { session, client, observer, fetched, leave } = await stage();
  await session.logout();
  await settled();
  assert.equal(observer.getCurrentResult().data, undefined);
  assert.equal(client.getQueryData(['profile']), undefined);
  assert.equal(fetched(), 1);
  leave();
});

test('when somebody else has signed in, what is shown is emptied and asked for anew', async () => {
  const { session, client, observer, shown, fetched, next, leave } = await stage();
  next();
  shown.length = 0;
  session.emit({ type: 'identity-changed', from: 'ada', to: 'grace' });
  assert.equal(observer.getCurrentResult().data, undefined);
  await settled();
  assert.equal(observer.getCurrentResult().data, 'of Grace');
  assert.ok(!shown.includes('of Ada'), shown.join());
  assert.equal(client.getQueryData(['profile']), undefined);
  assert.equal(fetched(), 2);
  leave();
});

test('a mutation under way for one person is forgotten with them', async () => {
  const { session, client, leave } = await stage();
  client.getMutationCache().build(client, { mutationKey: ['pay'] });
  session.emit({ type: 'identity-changed', from: 'ada', to: 'grace' });
  assert.equal(client.getMutationCache().getAll().length, 0);
  leave();
});

test('what is undone does nothing', async () => {
  const { session, client, detach, leave } = await stage();
  detach();
  await session.logout();
  assert.equal(client.getQueryData(['profile']), 'of Ada');
  leave();
});
