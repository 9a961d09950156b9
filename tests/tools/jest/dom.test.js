import { jest } from '@jest/globals';
import { createSession } from 'hallpass';
import { createTestSession } from 'hallpass/testing';

test('a session is played to the components under test', () => {
  const session = createTestSession({ status: 'authenticated', claims: { name: 'Ada' } });
  session.set({ status: 'unauthenticated', reason: 'expired' });
  expect(session.getSnapshot()).toMatchObject({ status: 'unauthenticated', reason: 'expired' });
});

test('the engine ends in what the manual says, with its cause', async () => {
  jest.spyOn(console, 'error').mockImplementation(() => {});
  const session = createSession({ baseUrl: `${location.origin}/auth` });
  const { status, error } = await session.ready();
  expect([status, error.code]).toEqual(['unauthenticated', process.env.ENDS_IN]);
  expect(error.cause).toBeDefined();
  session.dispose();
});
