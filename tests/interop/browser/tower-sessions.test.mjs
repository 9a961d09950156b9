import { scenarios } from '../harness/browser.mjs';

scenarios('tower-sessions', {
  env: { SESSION_SECONDS: 6 },
  // The app has a route that changes the session, and so extends it.
  overrides: { touch: { path: '/touch', ok: { status: 204 } } },
  lapses: 6,
  ends: 6,
  touch: ['POST', '/touch'],
});
