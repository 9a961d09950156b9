import { scenarios } from '../harness/browser.mjs';

scenarios('fastapi-users', { env: { SESSION_SECONDS: 6 }, lapses: 6, ends: 6, more: { unverified: { env: { UNVERIFIED: 1 } } } });
