import { scenarios } from '../harness/browser.mjs';

scenarios('supertokens', {
  env: { ACCESS_SECONDS: 4, REFRESH_SECONDS: 12 },
  more: { unverified: { env: { UNVERIFIED: 1 } } },
  lapses: 4,
  ends: 12,
  refresh: ['POST', '/auth/session/refresh'],
});
