import { lapse } from '../harness/contract.mjs';
import { scenarios } from '../harness/browser.mjs';

scenarios('better-auth', {
  env: { SESSION_SECONDS: 6, UPDATE_SECONDS: 1, FRESH_SECONDS: 1 },
  lapses: 6,
  ends: 6,
  touch: ['GET', '/api/auth/get-session'],
  // A route that `freshAge` guards.
  async stepUp(tab) {
    await lapse(1);
    await tab.request('/api/auth/list-sessions');
  },
});
