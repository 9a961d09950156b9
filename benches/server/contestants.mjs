// What is measured: the reference server in both strategies, in memory and on a file, and three back ends out of npm.
//
// Those are the ones that `tests/interop` proves the presets against, put together as their own guides say, at the versions of
// its lock file. They keep everything in memory: the file has to hold against that.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const USER = { email: 'demo@example.com', password: 'correct horse battery' };
const DEMO = { email: 'demo@example.com', password: 'correct horse' };
/** Longer than the bench takes. */
const LIVES = { SESSION_SECONDS: '3600', ACCESS_SECONDS: '3600', REFRESH_SECONDS: '3600' };

const hallpass = (strategy, file) => ({
  name: `hallpass-server, ${strategy}, ${file ? 'file' : 'memory'}`,
  program: here('../../target/server/hallpass-server'),
  args: ['--addr', '127.0.0.1:0', '--demo', '--log=off', '--strategy', strategy, ...(file ? ['--db', file] : [])],
  login: ['/auth/login', DEMO],
  read: '/auth/session',
  refresh: '/auth/refresh',
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
  hallpass('session'),
  hallpass('session', join(scratch, 'session')),
  hallpass('jwt'),
  hallpass('jwt', join(scratch, 'jwt')),
  // In production it lets a client ask ten times in a second.
  peer('better-auth', { env: LIVES, login: ['/api/auth/sign-in/email', USER], read: '/api/auth/get-session' }),
  peer('express-session', { csrf: '/csrf', login: ['/login', USER], read: '/me', refresh: '/touch' }),
  peer('fastify-jwt', { login: ['/auth/login', USER], read: '/auth/me', refresh: '/auth/refresh' }),
];
