import { scenarios } from '../harness/browser.mjs';

scenarios('flask-jwt-extended', {
  env: { ACCESS_SECONDS: 4, REFRESH_SECONDS: 12 },
  // Its words where a route wants a token that comes of a sign-in.
  overrides: { stepUp: { status: 401, at: '/msg', is: 'Fresh token required' } },
  lapses: 4,
  ends: 12,
  refresh: ['POST', '/refresh'],
  async stepUp(tab) {
    await tab.run(async () => void (await session.refresh()));
    await tab.request('/api/sensitive');
  },
});
