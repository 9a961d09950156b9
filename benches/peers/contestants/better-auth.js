import { createAuthClient } from 'better-auth/client';

// It knows who is signed in and leaves requests and refreshes to the app.
export function open() {
  const client = createAuthClient({ baseURL: location.origin });
  return {
    known: client.getSession().then(({ data }) => !!data),
    request: async (path) => (await client.$fetch(path, { baseURL: location.origin }), 200),
  };
}
