// An identity provider for one app: `oidc-provider`, which is certified, with rotation, reuse detection, revocation and
// back-channel logout, and a sign-in form of its own.
import Provider, { interactionPolicy } from 'oidc-provider';
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { form } from './form.mjs';

export const CLIENT = { id: 'app', secret: 'a secret of the tests alone, which guards nothing' };
/** The context of a sign-in with a second factor. */
export const STRONG = 'urn:example:strong';
/** Who may sign in, with the password `correct horse`; the claims are the provider's own. */
const USERS = {
  ada: { name: 'Ada Lovelace', email: 'ada@example.com', roles: ['customer', 'admin'], vip: true },
  grace: { name: 'Grace Hopper', email: 'grace@example.com', roles: ['customer'], vip: false },
};
export const SCOPE = 'openid profile email offline_access orders:read orders:write transfers:write';

const key = (kid) => ({ ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }), kid, alg: 'ES256', use: 'sig' });

/** Asks again when another context is wanted than the one the session was made in. */
function policy() {
  const { Check, base } = interactionPolicy;
  const prompts = base();
  prompts.get('login').checks.add(
    new Check('acr_values', 'another way to sign in is wanted', 'login_required', ({ oidc }) => {
      const wanted = oidc.params.acr_values?.split(' ') ?? [];
      return wanted.length && !wanted.includes(oidc.session.acr) && !oidc.result?.login ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT;
    }),
  );
  return prompts;
}

function configuration({ app, page, accessSeconds, keys }) {
  return {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: [`${app}/auth/callback`],
        post_logout_redirect_uris: [`${page}/`],
        backchannel_logout_uri: `${app}/auth/backchannel-logout`,
        backchannel_logout_session_required: true,
        require_auth_time: true,
        id_token_signed_response_alg: 'ES256',
      },
    ],
    jwks: { keys },
    cookies: { keys: ['a key of the tests alone, which guards nothing'] },
    scopes: SCOPE.split(' '),
    claims: { openid: ['sub'], email: ['email'], profile: ['name', 'roles', 'vip'] },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      revocation: { enabled: true },
      rpInitiatedLogout: { enabled: true },
    },
    acrValues: [STRONG],
    enabledJWA: { idTokenSigningAlgValues: ['ES256', 'RS256'] },
    findAccount: (context, sub) => USERS[sub] && { accountId: sub, claims: () => ({ sub, ...USERS[sub] }) },
    interactions: { policy: policy(), url: (context, { uid }) => `/interaction/${uid}` },
    ttl: { AccessToken: accessSeconds, RefreshToken: 86_400, IdToken: 600, Session: 86_400, Grant: 86_400, Interaction: 600 },
    // Its own would not speak to this machine, where the app is.
    fetch: (url, { dispatcher, ...options }) => fetch(url, options),
    issueRefreshToken: () => true,
    rotateRefreshToken: true,
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
      grant.addOIDCScope(SCOPE);
      await grant.save();
      return grant;
    },
  };
}

/**
 * Starts one for an app at an address; `page` is the origin of its front end, where that is another. Its own name is another than the app's: to a browser it is another site.
 *
 * `came` sees each request before the provider does: it may answer, and then returns true.
 */
export async function provide({ app, page = app, accessSeconds = 86_400, port = 0, came = () => false }) {
  const server = createServer();
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  const issuer = `http://localhost:${server.address().port}`;
  const make = (kid) => {
    const made = new Provider(issuer, configuration({ app, page, accessSeconds, keys: [key(kid)] }));
    return { provider: made, answer: made.callback() };
  };
  let now = make('first');
  server.on('request', async (request, response) => {
    if (await came(request, response)) return;
    if (!(await form(now.provider, USERS, STRONG, request, response))) now.answer(request, response);
  });
  return {
    issuer,
    get provider() {
      return now.provider;
    },
    /** As after a change of keys: tokens and sessions stay, as they stand in the store of the process. */
    rotate: () => (now = make(`key-${Date.now()}`)),
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
