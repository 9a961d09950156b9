// express-openid-connect, with an identity provider beside it. The session is an encrypted cookie that
// every answer renews; sign-in and sign-out are navigations. What it leaves to the app: a route for who is
// signed in, and one that refreshes the access token.
//
// SESSION_SECONDS: how long an unused session lives. ACCESS_SECONDS, REFRESH_SECONDS: how long the provider's
// tokens live. ERRORS=1: nobody is redirected to the provider by an API, whatever it accepts.
// ISSUER: a provider of its own process, `../../provider/serve.mjs`, in place of the one that is started here.
import express from 'express';
import oidc from 'express-openid-connect';
import { provide } from './provider.mjs';

const { auth, requiresAuth } = oidc;
const baseURL = process.env.PUBLIC_URL;
const seconds = (name, fallback) => Number(process.env[name] ?? fallback);
const client = {
  client_id: 'app',
  client_secret: 'a secret of the tests alone, which guards nothing',
  grant_types: ['authorization_code', 'refresh_token'],
  redirect_uris: [`${baseURL}/callback`],
  post_logout_redirect_uris: [baseURL],
};
const refreshSeconds = seconds('REFRESH_SECONDS', 600);
const beside = async () => ({ issuerBaseURL: await provide({ client, accessSeconds: seconds('ACCESS_SECONDS', 60), refreshSeconds }) });
const apart = (issuerBaseURL) => ({ issuerBaseURL, idTokenSigningAlg: 'ES256', routes: { callback: '/auth/callback' } });
const provider = process.env.ISSUER ? apart(process.env.ISSUER) : await beside();

const app = express();
app.use(
  auth({
    ...provider,
    baseURL,
    clientID: client.client_id,
    clientSecret: client.client_secret,
    secret: 'a secret of the tests alone, which guards nothing',
    authRequired: false,
    errorOnRequiredAuth: process.env.ERRORS === '1',
    idpLogout: true,
    authorizationParams: { response_type: 'code', scope: 'openid profile email offline_access' },
    session: { rollingDuration: seconds('SESSION_SECONDS', 60), absoluteDuration: refreshSeconds },
  }),
);

const me = ({ user, accessToken }) => ({ user, expires_at: accessToken && Math.floor(Date.now() / 1000) + accessToken.expires_in });
app.get('/profile', requiresAuth(), (request, response) => response.json(me(request.oidc)));
app.post('/refresh', requiresAuth(), async (request, response) => {
  try {
    await request.oidc.accessToken.refresh();
  } catch {
    return response.status(401).json({ message: 'invalid_grant' });
  }
  response.json(me(request.oidc));
});
// As an app would that calls a service with the token.
app.get('/api/data', requiresAuth(), (request, response) => {
  if (request.oidc.accessToken.isExpired()) return response.status(401).json({ message: 'token_expired' });
  response.json({ for: request.oidc.user.sub });
});
app.use((error, request, response, next) => {
  if (response.headersSent) return next(error);
  response.status(error.status ?? 500).json({ message: error.message });
});

const server = app.listen(0, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`));
