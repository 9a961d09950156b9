import { scenarios } from '../harness/browser.mjs';

scenarios('flask-jwt-extended', {
  env: { ACCESS_SECONDS: 4, REFRESH_SECONDS: 12 },
  lapses: 4,
  ends: 12,
  refresh: ['POST', '/refresh'],
  // A view that wants a token that comes of a sign-in.
  async stepUp(tab) {
    await tab.run(async () => void (await session.refresh()));
    await tab.request('/api/sensitive');
  },
});
