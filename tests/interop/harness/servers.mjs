// The servers under test, each a program of its own in `servers/`.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { start } from '../../e2e/harness/process.mjs';
import { front } from './front.mjs';

const here = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const PYTHON = process.env.HALLPASS_PYTHON ?? here('../../target/interop/python/bin/python');

const node = (dir) => ({ dir, program: process.execPath, args: ['server.mjs'], needs: here('node_modules') });
const python = (dir, env) => ({ dir, program: PYTHON, args: ['-B', 'serve.py'], env, needs: PYTHON });

/** A server of Debian's packages, which a program in Node starts. */
const beside = (dir, needs) => ({ dir, program: process.execPath, args: ['serve.mjs'], needs });

const rust = (dir) => {
  const program = here(`../../target/interop/${dir}/debug/interop-${dir}`);
  return { dir, program, args: [], needs: program };
};

const SERVERS = {
  'better-auth': node('better-auth'),
  'auth-js': node('auth-js'),
  'next-auth': node('next-auth'),
  'django-allauth': python('django', { DJANGO_SETTINGS_MODULE: 'project.settings.allauth' }),
  'django-session': python('django', { DJANGO_SETTINGS_MODULE: 'project.settings.sessions' }),
  'dj-rest-auth': python('django', { DJANGO_SETTINGS_MODULE: 'project.settings.dj_rest_auth' }),
  'flask-jwt-extended': python('flask-jwt-extended'),
  'fastapi-users': python('fastapi-users'),
  'express-session': node('express-session'),
  'fastify-jwt': node('fastify-jwt'),
  supertokens: node('supertokens'),
  'express-openid-connect': node('express-openid-connect'),
  'tower-sessions': rust('tower-sessions'),
  php: beside('php', '/usr/bin/php'),
  jakarta: beside('jakarta', '/usr/share/tomcat10'),
};

/** The account that every server starts with. */
export const USER = { email: 'demo@example.com', password: 'correct horse battery' };

/**
 * Starts one behind a front of its own.
 *
 * `env` sets lifetimes, in seconds, and what else the server's own file says it reads; `app` is a folder of static files.
 */
export async function serve(name, { env, app } = {}) {
  const { dir, program, args, needs, env: own } = SERVERS[name];
  if (!existsSync(needs)) throw new Error(`${name} is not installed: run \`cargo xtask test --only interop --full\`, which installs it`);
  const through = await front(app);
  const running = await start(program, args, /listening on (\S+)/, { ...own, ...env, PUBLIC_URL: through.url }, here(`servers/${dir}`)).catch((error) => {
    through.stop();
    throw error;
  });
  through.target = running.said;
  return {
    name,
    url: through.url,
    front: through,
    /** An empty book; the server itself forgets nothing. */
    reset: () => through.reset(),
    /** The requests that came by, of a method and a path, its query included. */
    came: (method, path) => through.log.filter((entry) => entry.method === method && entry.path === path),
    async stop() {
      through.stop();
      await running.stop('SIGTERM');
    },
  };
}
