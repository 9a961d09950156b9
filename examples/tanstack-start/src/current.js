import { createServerFn } from '@tanstack/react-start';
import { getRequest, setResponseHeader } from '@tanstack/react-start/server';
import { readSession, sessionText } from 'hallpass/server';

/** Whose request this is. It runs on the server, also where a client navigates. */
export const current = createServerFn().handler(async () => {
  const { snapshot, initial } = await readSession(getRequest(), { baseUrl: `${process.env.BACK_END ?? 'http://127.0.0.1:8080'}/auth` });
  // It is the page of one user.
  setResponseHeader('cache-control', 'private, no-store');
  return { snapshot, text: initial && sessionText(initial) };
});
