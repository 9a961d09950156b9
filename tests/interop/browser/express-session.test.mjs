import { scenarios } from '../harness/browser.mjs';
import { SECRET } from '../harness/totp.mjs';

scenarios('express-session', {
  env: { SESSION_SECONDS: 6 },
  // The app has a route that extends, and answers as `/me` does, and a second factor of its own.
  overrides: {
    touch: { path: '/touch' },
    login: { incomplete: { status: 403, at: '/code', is: 'second_factor_required' } },
  },
  more: { 'second factor': { env: { TWO_FACTOR: SECRET }, takes: '/login/code' } },
  lapses: 6,
  ends: 6,
  touch: ['POST', '/touch'],
});
