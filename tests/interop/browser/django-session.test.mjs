import { scenarios } from '../harness/browser.mjs';

scenarios('django-session', { env: { SESSION_SECONDS: 6 }, lapses: 6, ends: 6 });
