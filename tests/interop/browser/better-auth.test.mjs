import { lapse } from '../harness/contract.mjs';
import { scenarios } from '../harness/browser.mjs';
import { SECRET } from '../harness/totp.mjs';

scenarios('better-auth', {
  env: { SESSION_SECONDS: 6, UPDATE_SECONDS: 1, FRESH_SECONDS: 1 },
  lapses: 6,
  ends: 6,
  touch: ['GET', '/api/auth/get-session'],
  more: {
    'second factor': { env: { TWO_FACTOR: SECRET }, takes: '/api/auth/two-factor/verify-totp' },
    unverified: { env: { UNVERIFIED: 1 } },
  },
  // A route that `freshAge` guards.
  async stepUp(tab) {
    await lapse(1);
    await tab.request('/api/auth/list-sessions');
  },
});
