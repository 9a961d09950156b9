// A stand-in for the SuperTokens core, a Java service that no registry of packages brings: the part of its
// driver interface (CDI 5.4) that the Node SDK uses for sessions and for an email and a password. Tokens and
// their rotation follow the core: a refresh token's child takes its place when it is first used, and not
// before; whoever then presents the parent is a thief.
import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { createServer } from 'node:http';

const KID = 'd-1';
const hash = (text) => createHash('sha256').update(text).digest('hex');
const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Starts it with one account; resolves with its address. */
export async function core({ email, password, verified, accessSeconds, refreshSeconds }) {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const userId = randomUUID();
  const method = { recipeId: 'emailpassword', recipeUserId: userId, tenantIds: ['public'], email, timeJoined: Date.now(), verified };
  const user = { id: userId, isPrimaryUser: false, tenantIds: ['public'], emails: [email], phoneNumbers: [], thirdParty: [], webauthn: { credentialIds: [] }, loginMethods: [method], timeJoined: method.timeJoined };
  /** By handle: `current` is the hash of the refresh token that stands. */
  const sessions = new Map();
  /** By token: of which session, and the hash of the token it came of. */
  const tokens = new Map();

  const access = (session, refreshHash, parentHash, antiCsrfToken) => {
    const now = Date.now();
    const expiry = now + accessSeconds * 1000;
    const claims = { ...session.data, sub: userId, rsub: userId, tId: 'public', sessionHandle: session.handle, refreshTokenHash1: refreshHash, ...(parentHash && { parentRefreshTokenHash1: parentHash }), ...(antiCsrfToken && { antiCsrfToken }), iat: Math.floor(now / 1000), exp: Math.floor(expiry / 1000) };
    const text = `${encode({ alg: 'RS256', kid: KID, typ: 'JWT', version: '5' })}.${encode(claims)}`;
    return { token: `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`, expiry, createdTime: now };
  };
  const told = ({ handle, data }) => ({ handle, userId, recipeUserId: userId, userDataInJWT: data, tenantId: 'public' });
  const issue = (session, parentHash, guarded) => {
    const token = randomUUID();
    const now = Date.now();
    tokens.set(token, { session, parentHash, expiry: now + refreshSeconds * 1000 });
    const antiCsrfToken = guarded ? randomUUID() : undefined;
    return {
      status: 'OK',
      session: told(session),
      accessToken: access(session, hash(token), parentHash, antiCsrfToken),
      refreshToken: { token, expiry: now + refreshSeconds * 1000, createdTime: now },
      antiCsrfToken,
    };
  };
  const payload = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));

  const answers = {
    'GET /apiversion': () => ({ versions: ['5.4'] }),
    'GET /.well-known/jwks.json': () => ({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: KID, alg: 'RS256', use: 'sig' }] }),
    'GET /public/users/by-accountinfo': (asked) => ({ status: 'OK', users: asked.email === email ? [user] : [] }),
    'GET /public/recipe/multitenancy/tenant/v2': () => ({ status: 'OK', tenantId: 'public', thirdParty: { providers: [] } }),
    'GET /user/id': () => ({ status: 'OK', user }),
    'POST /public/recipe/signin': (asked) =>
      asked.email === email && asked.password === password ? { status: 'OK', user, recipeUserId: userId } : { status: 'WRONG_CREDENTIALS_ERROR' },
    'GET /recipe/user/email/verify': () => ({ status: 'OK', isVerified: verified }),
    'POST /public/recipe/session': ({ userDataInJWT, enableAntiCsrf }) => {
      const session = { handle: randomUUID(), data: userDataInJWT };
      sessions.set(session.handle, session);
      const issued = issue(session, undefined, enableAntiCsrf);
      session.current = hash(issued.refreshToken.token);
      return issued;
    },
    'POST /recipe/session/verify': ({ accessToken }) => {
      const { sessionHandle, refreshTokenHash1, parentRefreshTokenHash1, antiCsrfToken } = payload(accessToken);
      const session = sessions.get(sessionHandle);
      if (!session) return { status: 'UNAUTHORISED', message: 'Session does not exist.' };
      if (parentRefreshTokenHash1 === session.current) {
        session.current = refreshTokenHash1;
        return { status: 'OK', session: told(session), accessToken: access(session, refreshTokenHash1, undefined, antiCsrfToken) };
      }
      return { status: 'OK', session: told(session) };
    },
    'POST /recipe/session/refresh': ({ refreshToken, enableAntiCsrf }) => {
      const known = tokens.get(refreshToken);
      if (!known || known.expiry < Date.now() || !sessions.has(known.session.handle)) return { status: 'UNAUTHORISED', message: 'Session does not exist.' };
      const { session, parentHash } = known;
      if (parentHash === session.current) session.current = hash(refreshToken);
      if (hash(refreshToken) === session.current) return issue(session, session.current, enableAntiCsrf);
      return { status: 'TOKEN_THEFT_DETECTED', session: told(session) };
    },
    'POST /recipe/session/remove': ({ sessionHandles = [] }) => ({ status: 'OK', sessionHandlesRevoked: sessionHandles.filter((handle) => sessions.delete(handle)) }),
  };

  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://core');
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = chunks.length ? JSON.parse(Buffer.concat(chunks)) : Object.fromEntries(searchParams);
    const answer = answers[`${request.method} ${pathname}`]?.(body);
    response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer ?? { message: `the stand-in has no ${request.method} ${pathname}` }));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${server.address().port}`;
}
