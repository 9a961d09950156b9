import { scenarios } from '../harness/browser.mjs';
import { SECRET } from '../harness/totp.mjs';

scenarios('dj-rest-auth', {
  env: { ACCESS_SECONDS: 4, REFRESH_SECONDS: 12, TIME_ZONE: 'America/Chicago' },
  more: {
    'second factor': { env: { TWO_FACTOR: SECRET }, takes: '/dj-rest-auth/mfa/verify/', along: 'ephemeral_token' },
    unverified: { env: { UNVERIFIED: 1 } },
  },
  lapses: 4,
  ends: 12,
  refresh: ['POST', '/dj-rest-auth/token/refresh/'],
});
