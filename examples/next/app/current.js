import { readSession } from 'hallpass/server';
import { headers } from 'next/headers';
import { cache } from 'react';

const backEnd = process.env.BACK_END ?? 'http://127.0.0.1:8080';

/** Whose request this is, asked once for each. */
export const current = cache(async () => {
  const cookie = (await headers()).get('cookie');
  return readSession({ cookie }, { baseUrl: `${backEnd}/auth` });
});
