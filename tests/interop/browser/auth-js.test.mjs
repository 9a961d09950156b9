import { scenarios } from '../harness/browser.mjs';

scenarios('auth-js', { env: { SESSION_SECONDS: 6 }, lapses: 6, ends: 6, touch: ['GET', '/auth/session'] });
