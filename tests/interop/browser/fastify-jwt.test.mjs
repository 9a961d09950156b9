import { scenarios } from '../harness/browser.mjs';

scenarios('fastify-jwt', { env: { ACCESS_SECONDS: 4, REFRESH_SECONDS: 12 }, lapses: 4, ends: 12, refresh: ['POST', '/auth/refresh'] });
