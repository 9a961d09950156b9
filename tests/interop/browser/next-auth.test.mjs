import { scenarios } from '../harness/browser.mjs';

scenarios('next-auth', {
  env: { SESSION_SECONDS: 6 },
  // The words of its errors, the page of its callback and a field for the code are the app's own.
  overrides: {
    login: {
      body: { json: 'true', email: { from: 'email' }, password: { from: 'password' }, code: { from: 'code' } },
      incomplete: [{ status: 401, at: '/url', is: { has: 'error=second_factor' } }, { at: '/url', is: { has: '/verify-email' } }],
    },
  },
  more: { 'second factor': { env: { TWO_FACTOR: 1 }, again: true }, unverified: { env: { UNVERIFIED: 1 } } },
  // The server takes a token for longer: what ends is the cookie, which WebKit counts in whole seconds.
  lapses: 7,
  ends: 7,
  touch: ['GET', '/api/auth/session'],
});
