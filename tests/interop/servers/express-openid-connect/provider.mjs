// An identity provider: oidc-provider with the sign-in form it brings for development.
import Provider from 'oidc-provider';
import { createServer } from 'node:http';

/** Starts one for one client, whose users it does not ask for consent; resolves with its issuer. */
export async function provide({ client, accessSeconds, refreshSeconds }) {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  // By another name than the app: to a browser it is another site, as it is in production.
  const issuer = `http://localhost:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [client],
    cookies: { keys: ['a key of the tests alone, which guards nothing'] },
    claims: { openid: ['sub'], email: ['email'], profile: ['name'] },
    // The form takes any name and any password: the name becomes the subject.
    findAccount: (context, sub) => ({ accountId: sub, claims: () => ({ sub, email: sub, name: 'Demo User' }) }),
    acrValues: ['urn:example:strong'],
    ttl: { AccessToken: accessSeconds, RefreshToken: refreshSeconds, IdToken: refreshSeconds, Session: refreshSeconds, Grant: refreshSeconds, Interaction: 600 },
    issueRefreshToken: () => true,
    rotateRefreshToken: true,
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
      grant.addOIDCScope('openid profile email offline_access');
      await grant.save();
      return grant;
    },
  });
  server.on('request', provider.callback());
  return issuer;
}
