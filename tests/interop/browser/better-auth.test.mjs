import { scenarios } from '../harness/browser.mjs';

scenarios('better-auth', {
  env: { SESSION_SECONDS: 6, UPDATE_SECONDS: 1 },
  lapses: 6,
  ends: 6,
});
