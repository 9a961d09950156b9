import { scenarios } from '../harness/browser.mjs';

scenarios('next-auth', { env: { SESSION_SECONDS: 6 }, lapses: 6, ends: 6, touch: ['GET', '/api/auth/session'] });
