import { readSession, sessionScript } from 'hallpass/server';

const backEnd = process.env.BACK_END ?? 'http://127.0.0.1:8080';

export async function handle({ event, resolve }) {
  const { snapshot, initial } = await readSession(event.request, { baseUrl: `${backEnd}/auth` });
  event.locals.session = snapshot;
  const transformPageChunk = ({ html }) => html.replace('%session%', () => sessionScript(initial));
  const response = await resolve(event, { transformPageChunk });
  // It is the page of one user.
  response.headers.set('cache-control', 'private, no-store');
  return response;
}
