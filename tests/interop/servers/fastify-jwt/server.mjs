// @fastify/jwt with its cookie, and a refresh token that rotates: the package leaves that part to the app.
//
// ACCESS_SECONDS, REFRESH_SECONDS: how long the two tokens live.
// GRACE_SECONDS: how long a used refresh token may still be presented, as one more tab would.
import cookie from '@fastify/cookie';
import jwt from '@fastify/jwt';
import Fastify from 'fastify';
import { randomUUID } from 'node:crypto';

const ACCESS = Number(process.env.ACCESS_SECONDS ?? 60);
const REFRESH = Number(process.env.REFRESH_SECONDS ?? 600);
const GRACE = Number(process.env.GRACE_SECONDS ?? 0);
const USER = { email: 'demo@example.com', password: 'correct horse battery' };

const app = Fastify();
await app.register(cookie);
await app.register(jwt, {
  secret: 'a secret of the tests alone, which guards nothing',
  cookie: { cookieName: 'token', signed: false },
  sign: { expiresIn: `${ACCESS}s` },
});

const guard = async (request) => request.jwtVerify({ onlyCookie: true });

/** Refresh tokens, each of a family that began with a sign-in: using one twice ends the family. */
const families = new Map();
const tokens = new Map();
const options = { httpOnly: true, sameSite: 'strict', secure: Boolean(process.env.PUBLIC_URL?.startsWith('https:')) };

async function issue(reply, email, family) {
  const refresh = randomUUID();
  tokens.set(refresh, { family, email, ends: Date.now() + REFRESH * 1000, used: null });
  reply.setCookie('token', await reply.jwtSign({ user: { id: email }, family }), { ...options, path: '/', maxAge: ACCESS });
  reply.setCookie('refresh', refresh, { ...options, path: '/auth/refresh', maxAge: REFRESH });
  return { user: { id: email }, accessTokenExpiresIn: ACCESS };
}

const login = { body: { type: 'object', required: ['email', 'password'], properties: { email: { type: 'string' }, password: { type: 'string' } } } };
app.post('/auth/login', { schema: login }, async (request, reply) => {
  const { email, password } = request.body;
  if (email !== USER.email || password !== USER.password) return reply.code(401).send({ code: 'INVALID_CREDENTIALS', message: 'Wrong email or password.' });
  const family = randomUUID();
  families.set(family, 'alive');
  return issue(reply, email, family);
});

app.get('/auth/me', { onRequest: guard }, async (request) => request.user);

app.post('/auth/refresh', async (request, reply) => {
  const known = tokens.get(request.cookies.refresh);
  const refused = (code) => {
    reply.clearCookie('token', { path: '/' }).clearCookie('refresh', { path: '/auth/refresh' });
    return reply.code(401).send({ code, message: 'Sign in again.' });
  };
  if (!known || known.ends < Date.now() || families.get(known.family) !== 'alive') return refused('REFRESH_INVALID');
  if (known.used !== null && Date.now() - known.used >= GRACE * 1000) {
    families.set(known.family, 'revoked');
    return refused('REFRESH_REUSED');
  }
  known.used ??= Date.now();
  return issue(reply, known.email, known.family);
});

app.post('/auth/logout', async (request, reply) => {
  const { family } = await request.jwtVerify({ onlyCookie: true, ignoreExpiration: true }).catch(() => ({}));
  families.delete(family);
  reply.clearCookie('token', { path: '/' }).clearCookie('refresh', { path: '/auth/refresh' });
  return reply.code(204).send();
});

app.get('/api/data', { onRequest: guard }, async (request) => ({ for: request.user.user.id }));

console.log(`listening on ${await app.listen({ port: 0, host: '127.0.0.1' })}`);
