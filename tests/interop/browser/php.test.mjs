import { scenarios } from '../harness/browser.mjs';

scenarios('php', {
  preset: 'hallpass',
  env: { SESSION_SECONDS: 6 },
  lapses: 6,
  ends: 6,
  touch: ['POST', '/auth/touch'],
});
