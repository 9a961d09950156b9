import { scenarios } from '../harness/browser.mjs';

scenarios('auth-js', {
  env: { SESSION_SECONDS: 6 },
  // The codes of its errors and the page of its callback are the app's own.
  overrides: { login: { incomplete: [{ at: '/url', is: { has: 'code=second_factor' } }, { at: '/url', is: { has: '/verify-email' } }] } },
  more: { 'second factor': { env: { TWO_FACTOR: 1 }, again: true }, unverified: { env: { UNVERIFIED: 1 } } },
  // The server takes a token for longer: what ends is the cookie, which WebKit counts in whole seconds.
  lapses: 7,
  ends: 7,
  touch: ['GET', '/auth/session'],
});
