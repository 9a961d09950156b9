import { scenarios } from '../harness/browser.mjs';

scenarios('auth-js', {
  env: { SESSION_SECONDS: 6 },
  // The codes of its errors and the page of its callback are the app's own.
  overrides: { login: { incomplete: [{ at: '/url', is: { has: 'code=second_factor' } }, { at: '/url', is: { has: '/verify-email' } }] } },
  more: { 'second factor': { env: { TWO_FACTOR: 1 }, again: true }, unverified: { env: { UNVERIFIED: 1 } } },
  lapses: 6,
  ends: 6,
  touch: ['GET', '/auth/session'],
});
