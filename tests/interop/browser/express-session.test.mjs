import { scenarios } from '../harness/browser.mjs';

scenarios('express-session', {
  env: { SESSION_SECONDS: 6 },
  // The app has a route that extends, and answers as `/me` does.
  overrides: { touch: { path: '/touch' } },
  lapses: 6,
  ends: 6,
  touch: ['POST', '/touch'],
});
