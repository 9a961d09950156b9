// The contract of this project, in memory: as much of it as a session asks for.
const json = (body, status = 200) => Response.json(body, { status, headers: { 'cache-control': 'no-store' } });

/** A server that the page reaches by `fetch`. */
export function server() {
  let signedIn = 1;
  let expired = false;
  const who = () =>
    signedIn
      ? {
          authenticated: true, claims: { name: 'Ada' }, subject: 'ada', session: `handle-${signedIn}`,
          expires_in: 300, idle_expires_in: 1800, absolute_expires_in: 28_800,
        }
      : { authenticated: false };
  const routes = {
    'GET /auth/session': () => (expired ? json({ error: 'session_expired' }, 401) : json(who())),
    'POST /auth/refresh': () => {
      if (!signedIn) return json({ error: 'session_ended' }, 401);
      expired = false;
      return json(who());
    },
    'POST /auth/touch': () => json(who()),
    'POST /auth/login': () => {
      signedIn++;
      return json(who());
    },
    'POST /auth/logout': () => {
      signedIn = 0;
      return json({});
    },
    'GET /api': () => (!signedIn || expired ? json({ error: 'session_expired' }, 401) : json({ done: true })),
    'POST /api': () => (!signedIn || expired ? json({ error: 'session_expired' }, 401) : json({ done: true })),
  };
  return {
    /** The access part of the session lapses. */
    expire() {
      expired = true;
    },
    async fetch(input, init = {}) {
      const method = init.method ?? input.method ?? 'GET';
      const { pathname } = new URL(input.url ?? input);
      init.signal?.throwIfAborted();
      return routes[`${method} ${pathname}`]?.() ?? json({}, 404);
    },
  };
}
