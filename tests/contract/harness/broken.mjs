// A server of the contract in memory: right, or broken in one way.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';

export const ACCOUNT = { email: 'ada@example.com', password: 'correct horse' };

/** How it can be broken: by name, the one check of the doctor that has to find it. */
export const FAULTS = {
  'a script can read the cookie': 'cookies-script',
  'the cookie has no SameSite': 'cookies-samesite',
  'the cookie has SameSite=None': 'cookies-samesite',
  'the cookie has no Secure': 'cookies-secure',
  'the cookie has no prefix': 'cookies-secure',
  'a planted session id is adopted': 'fixation',
  'the id of before the sign-in goes on': 'fixation',
  'a wrong password is answered 200': 'wrong-password',
  'a wrong password signs in': 'wrong-password',
  'no-store is missing': 'no-store',
  'the clock is an hour ahead': 'clock',
  'limits are in milliseconds': 'expiry',
  'limits are moments': 'expiry',
  'reading extends the session': 'reading',
  'any origin may read': 'cors-foreign',
  'the front end may not call': 'cors',
  'nothing proves where a request comes from': 'csrf',
  'another session is not noticed': 'mismatch',
  'the session has no handle': 'who',
  'a refresh is refused': 'refresh',
  'the handle changes with a refresh': 'refresh',
  'a refresh token is never replaced': 'rotation',
  'a lost answer ends the session': 'lost-answer',
  'step-up looks like a lapse': 'step-up',
  'a logout deletes no cookie and ends nothing': 'logout',
  'a logout leaves the refresh token alive': 'logout-copies',
  'a logout leaves the access token alive': 'logout-copies',
  'a second logout is refused': 'logout-twice',
};

const LIMITS = { access: 300, idle: 1800, absolute: 28_800 };
const draw = () => randomBytes(24).toString('base64url');

/** Starts one. `tls` is a key and its certificate; `origin` the front end that may call. */
export async function broken(fault, { tls, origin } = {}) {
  if (fault && !(fault in FAULTS)) throw new Error(`no such fault: ${fault}`);
  const is = (name) => fault === name;
  /** Each session with its access and refresh tokens; tokens that were replaced lead to their successors. */
  const sessions = new Set();
  // A browser drops a prefixed cookie that is not Secure.
  const prefix = tls && !is('the cookie has no prefix') && !is('the cookie has no Secure') ? '__Host-' : '';
  const names = { access: `${prefix}access`, refresh: `${prefix}refresh` };

  const cookie = (name, value, more = '') =>
    [
      `${name}=${value}`,
      'Path=/',
      ...(is('a script can read the cookie') && name === names.refresh ? [] : ['HttpOnly']),
      ...(is('the cookie has no SameSite') ? [] : [`SameSite=${is('the cookie has SameSite=None') ? 'None' : 'Strict'}`]),
      ...(tls && !(is('the cookie has no Secure') && name === names.access) ? ['Secure'] : []),
    ].join('; ') + more;

  const begin = (kept) => {
    const now = Date.now();
    const session = { handle: draw(), access: kept ?? draw(), refresh: draw(), former: new Map(), at: now, accessUntil: now + LIMITS.access * 1000, idleUntil: now + LIMITS.idle * 1000, until: now + LIMITS.absolute * 1000 };
    sessions.add(session);
    return session;
  };
  const written = ({ access, refresh }) => [cookie(names.access, access), cookie(names.refresh, refresh)];
  const left = (until) => {
    if (is('limits are moments')) return until;
    return ((until - Date.now()) / 1000) * (is('limits are in milliseconds') ? 1000 : 1);
  };
  const body = ({ handle, accessUntil, idleUntil, until }) => ({
    authenticated: true, claims: { name: 'Ada' }, subject: 'ada', session: is('the session has no handle') ? null : handle,
    expires_in: left(accessUntil), idle_expires_in: left(idleUntil), absolute_expires_in: left(until),
  });

  const routes = {
    'GET /auth/session'({ session }) {
      if (!session) return [200, { authenticated: false }];
      if (is('reading extends the session')) session.idleUntil = Date.now() + LIMITS.idle * 1000;
      return [200, body(session)];
    },
    'POST /auth/login'({ jar, session, given }) {
      const right = given.email === ACCOUNT.email && given.password === ACCOUNT.password;
      if (!right && is('a wrong password is answered 200')) return [200, { ok: false }];
      if (!right && !is('a wrong password signs in')) return [401, { error: 'invalid_credentials', error_description: 'No.' }];
      if (session) sessions.delete(session);
      const adopts = is('a planted session id is adopted') || is('the id of before the sign-in goes on');
      const begun = begin(adopts ? jar[names.access] : undefined);
      return [200, body(begun), written(begun)];
    },
    'POST /auth/refresh'({ jar }) {
      const token = jar[names.refresh];
      const session = [...sessions].find(({ refresh, former }) => refresh === token || former.has(token));
      if (!session || is('a refresh is refused') || session.ended) return [401, { error: 'session_ended' }];
      if (session.former.has(token)) {
        if (!is('a lost answer ends the session')) return [200, body(session), written(session)];
        sessions.delete(session);
        return [401, { error: 'session_ended' }];
      }
      if (is('the handle changes with a refresh')) session.handle = draw();
      session.access = draw();
      session.accessUntil = Date.now() + LIMITS.access * 1000;
      if (!is('a refresh token is never replaced')) {
        session.former.set(token);
        session.refresh = draw();
      }
      return [200, body(session), written(session)];
    },
    'POST /auth/logout'({ session, jar }) {
      if (!session && is('a second logout is refused')) return [401, { error: 'no_session' }];
      if (is('a logout deletes no cookie and ends nothing')) return [200, {}];
      const all = [...sessions].filter(({ access, refresh, former }) => access === jar[names.access] || refresh === jar[names.refresh] || former.has(jar[names.refresh]));
      for (const one of all) {
        if (is('a logout leaves the refresh token alive')) one.access = draw();
        else if (is('a logout leaves the access token alive')) one.ended = true;
        else sessions.delete(one);
      }
      return [200, {}, [cookie(names.access, '', '; Max-Age=0'), cookie(names.refresh, '', '; Max-Age=0')]];
    },
    'POST /api/transfer': ({ session }) =>
      session ? [401, { error: is('step-up looks like a lapse') ? 'session_expired' : 'insufficient_user_authentication', max_age: 0 }] : [401, { error: 'session_ended' }],
  };

  const answer = async (request, response) => {
    const { method, headers } = request;
    const { pathname } = new URL(request.url, 'http://a');
    let text = '';
    for await (const chunk of request) text += chunk;
    const jar = Object.fromEntries((headers.cookie ?? '').split('; ').filter(Boolean).map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
    const session = [...sessions].find(({ access }) => access === jar[names.access]);
    const may = headers.origin === origin && !is('the front end may not call') || is('any origin may read');
    const say = (status, said, cookies = []) => {
      response.writeHead(status, {
        'content-type': 'application/json',
        ...(!is('no-store is missing') && { 'cache-control': 'no-store' }),
        ...(is('the clock is an hour ahead') && { date: new Date(Date.now() + 3_600_000).toUTCString() }),
        ...(headers.origin && may && { 'access-control-allow-origin': headers.origin, 'access-control-allow-credentials': 'true', 'access-control-allow-headers': 'x-csrf, hallpass-session, content-type' }),
        ...(status === 401 && { 'www-authenticate': 'Hallpass' }),
        'set-cookie': cookies,
      });
      response.end(JSON.stringify(said));
    };
    if (method === 'OPTIONS') return say(200, {});
    const route = routes[`${method} ${pathname}`];
    if (!route) return say(404, { error: 'not_found' });
    const proven = headers['x-csrf'] === '1' && (!headers.origin || headers.origin === server.url || headers.origin === origin);
    if (!proven && !is('nothing proves where a request comes from')) return say(403, { error: 'csrf' });
    const believes = headers['hallpass-session'];
    const another = method === 'POST' && session && believes !== undefined && believes !== session.handle;
    if (another && !is('another session is not noticed') && !is('the session has no handle')) return say(409, { error: 'session_mismatch' });
    // An anonymous visitor of such a server has an id, which the sign-in leaves as it is.
    const marked = is('the id of before the sign-in goes on') && !jar[names.access] ? [cookie(names.access, draw())] : [];
    const [status, said, cookies = []] = route({ jar, session, given: text && /json/.test(headers['content-type']) ? JSON.parse(text) : {} });
    return say(status, said, [...marked, ...cookies]);
  };

  const http = tls ? createSecureServer(tls, answer) : createServer(answer);
  await new Promise((resolve) => http.listen(0, '127.0.0.1', resolve));
  const server = {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${http.address().port}`,
    stop() {
      http.closeAllConnections();
      return new Promise((resolve) => http.close(resolve));
    },
  };
  return server;
}
