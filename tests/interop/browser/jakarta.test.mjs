import { scenarios } from '../harness/browser.mjs';

scenarios('jakarta', {
  preset: 'hallpass',
  env: { SESSION_SECONDS: 6 },
  // The Servlet API reads forms, and no JSON.
  overrides: { login: { path: '/login', form: true, refused: { status: 401 } } },
  lapses: 6,
  ends: 6,
  touch: ['POST', '/auth/touch'],
});
