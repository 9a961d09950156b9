import { scenarios } from '../harness/browser.mjs';

// The names of everything are the app's own, and a token may come in a header, too.
scenarios('flask-jwt-extended-renamed', {
  server: 'flask-jwt-extended',
  preset: 'flask-jwt-extended',
  env: { ACCESS_SECONDS: 4, REFRESH_SECONDS: 12, RENAMED: 1, HEADERS: 1 },
  overrides: { csrf: { cookie: 'shop_csrf', refreshCookie: 'shop_refresh_csrf', header: 'X-Shop-CSRF', refreshHeader: 'X-Shop-Refresh-CSRF' } },
  lapses: 4,
  ends: 12,
  refresh: ['POST', '/refresh'],
});
