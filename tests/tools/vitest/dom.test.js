import { createSession } from 'hallpass';
import { createTestSession } from 'hallpass/testing';
import { expect, test, vi } from 'vitest';

// Of an answer from the network, happy-dom's `clone()` comes out empty; of one with a text it does not.
const { fetch } = globalThis;
if ('happyDOM' in window)
  vi.stubGlobal('fetch', async (...request) => {
    const answer = await fetch(...request);
    return new Response(await answer.text(), answer);
  });

/** Where the environment and Node do not go together, as the manual says: the code of the error that it ends in. */
const code = process.env.ENDS_IN;

test('the engine runs, and asks the server', async () => {
  const session = createSession({ baseUrl: `${location.origin}/auth` });
  const statuses = [session.getSnapshot().status];
  session.subscribe(() => {
    const { status } = session.getSnapshot();
    if (status !== statuses.at(-1)) statuses.push(status);
  });
  const { status, error } = await session.ready();
  expect({ status, code: error?.code }).toEqual({ status: 'unauthenticated', code });
  expect(error?.cause !== undefined).toBe(code !== undefined);
  expect(statuses).toEqual(['loading', 'unauthenticated']);
  session.dispose();
});

test('a session is played to the components under test', () => {
  const session = createTestSession({ status: 'authenticated', claims: { name: 'Ada' } });
  session.set({ status: 'unauthenticated', reason: 'expired' });
  expect(session.getSnapshot()).toMatchObject({ status: 'unauthenticated', reason: 'expired' });
});
