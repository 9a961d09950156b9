import { readSession } from 'hallpass/server';
import { createContext } from 'react-router';

const backEnd = process.env.BACK_END ?? 'http://127.0.0.1:8080';

/** Whose request this is. */
export const current = createContext();

/** Asks once for each request, also where a client navigates. */
export async function readCurrent({ request, context }, next) {
  context.set(current, await readSession(request, { baseUrl: `${backEnd}/auth` }));
  const response = await next();
  // It is the page of one user.
  response.headers.set('cache-control', 'private, no-store');
  return response;
}
