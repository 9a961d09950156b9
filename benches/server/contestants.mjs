// What is measured: the reference server in both strategies, in memory and on a file, and three back ends out of npm.
//
// Those are the ones that `tests/interop` proves the presets against, put together as their own guides say, at the versions of
// its lock file. They keep everything in memory: the file has to hold against that.
//
// Then sessions with an identity provider behind them: the reference server and express-openid-connect, which sign in by the same
// `oidc-provider`. It is a process of its own for both, so that neither its processor time nor its memory counts. A read asks
// it nothing. A refresh asks it, so that the requests per second and the slowest tell of the provider: compare processor time. The
// reference server answers one that is asked for again within ten seconds from what the first brought; it is asked for two
// scopes in turn, which makes each one at the provider. It reads the claims anew too, and express-openid-connect does not.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const USER = { email: 'demo@example.com', password: 'correct horse battery' };
const DEMO = { email: 'demo@example.com', password: 'correct horse' };
/** Longer than the bench takes. */
const LIVES = { SESSION_SECONDS: '3600', ACCESS_SECONDS: '3600', REFRESH_SECONDS: '3600' };

const hallpass = (strategy, kind, more) => ({
  name: `hallpass-server, ${strategy}, ${kind}`,
  program: here('../../target/server/hallpass-server'),
  args: ['--addr', '127.0.0.1:0', '--log=off', '--strategy', strategy, ...more],
  read: '/auth/session',
});

const local = (strategy, file) => ({
  ...hallpass(strategy, file ? 'file' : 'memory', ['--demo', ...(file ? ['--db', file] : [])]),
  login: ['/auth/login', DEMO],
  refresh: '/auth/refresh',
});

/** `provided` says what a server has to be started with, beyond its own, to sign in by a provider. */
const provided = (strategy) => ({
  ...hallpass(strategy, 'provider', []),
  login: '/auth/login',
  refresh: '/auth/refresh',
  scopes: ['openid profile', 'openid profile email'],
  provided: ({ url, issuer, client, scope, secretFile }) => ({
    args: ['--public-origin', url, '--issuer', issuer, '--client-id', client, '--client-secret-file', secretFile, '--scope', scope],
  }),
});

const peer = (dir, more) => ({
  name: dir,
  peer: true,
  program: process.execPath,
  args: [here(`../../tests/interop/servers/${dir}/server.mjs`)],
  env: { NODE_ENV: 'production', ...LIVES },
  ...more,
});

/** All of them; files go into a folder. */
export const contestants = (scratch) => [
  local('session'),
  local('session', join(scratch, 'session')),
  local('jwt'),
  local('jwt', join(scratch, 'jwt')),
  // In production it lets a client ask ten times in a second.
  peer('better-auth', { env: LIVES, login: ['/api/auth/sign-in/email', USER], read: '/api/auth/get-session' }),
  peer('express-session', { csrf: '/csrf', login: ['/login', USER], read: '/me', refresh: '/touch' }),
  peer('fastify-jwt', { login: ['/auth/login', USER], read: '/auth/me', refresh: '/auth/refresh' }),
  provided('session'),
  provided('jwt'),
  peer('express-openid-connect', { login: '/login', read: '/profile', refresh: '/refresh', provided: ({ url, issuer }) => ({ env: { PUBLIC_URL: url, ISSUER: issuer } }) }),
];
