import { scenarios } from '../harness/browser.mjs';

scenarios('dj-rest-auth', {
  env: { ACCESS_SECONDS: 4, REFRESH_SECONDS: 12, TIME_ZONE: 'America/Chicago' },
  lapses: 4,
  ends: 12,
  refresh: ['POST', '/dj-rest-auth/token/refresh/'],
});
