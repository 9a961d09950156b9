import { scenarios } from '../harness/browser.mjs';

scenarios('flask-jwt-extended', { env: { ACCESS_SECONDS: 4, REFRESH_SECONDS: 12 }, lapses: 4, ends: 12, renewal: ['POST', '/refresh'], by: 'refresh, rotating' });
