import { scenarios } from '../harness/browser.mjs';
import { SECRET } from '../harness/totp.mjs';

scenarios('django-allauth', {
  env: { SESSION_SECONDS: 6, REAUTHENTICATION_SECONDS: 0 },
  lapses: 6,
  ends: 6,
  more: {
    'second factor': { env: { TWO_FACTOR: SECRET }, takes: '/_allauth/browser/v1/auth/2fa/authenticate' },
    unverified: { env: { UNVERIFIED: 1 } },
  },
  // A change of address wants the password once more.
  stepUp: (tab) =>
    tab.request('/_allauth/browser/v1/account/email', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'other@example.com' }),
    }),
});
