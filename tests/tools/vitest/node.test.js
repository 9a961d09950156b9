import { createSession } from 'hallpass';
import { expect, test } from 'vitest';

test('without a document a session waits for one', async () => {
  const session = createSession();
  expect((await session.ready()).status).toBe('loading');
  await expect(session.check()).rejects.toMatchObject({ code: 'config_invalid' });
});
