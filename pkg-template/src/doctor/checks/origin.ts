import { Browser } from '../browser.js';
import { right, unasked, wrong, type Found } from '../row.js';
import { believed, revive, type Check, type World } from '../world.js';

/** An origin that no back end lets call (RFC 2606: no host is ever there). */
const STRANGER = 'https://stranger.example';

const allowed = (headers: Headers, origin: string): boolean =>
  headers.get('access-control-allow-origin') === origin && headers.get('access-control-allow-credentials') === 'true';

/** What another site may read with the user's cookies. */
async function foreign({ server, page }: World): Promise<Found> {
  const stranger = new Browser(STRANGER, page.jar.copy());
  const answer = await server.session(stranger);
  const origin = answer.headers.get('access-control-allow-origin');
  if (allowed(answer.headers, STRANGER))
    return wrong(
      `${answer.request} lets ${STRANGER} read its answer, with credentials`,
      'no Access-Control-Allow-Origin for it',
      'name the origins that may call, each exactly, instead of repeating what Origin says',
    );
  if (origin === '*' && answer.headers.get('access-control-allow-credentials') === 'true')
    return wrong(
      `${answer.request}: Access-Control-Allow-Origin is *`,
      'none',
      'name the origins that may call: a browser ignores * where there are credentials',
    );
  return right(`another site cannot read ${answer.request}`);
}

async function cors({ server, wanted: { origin } }: World): Promise<Found> {
  if (!origin) return unasked('--origin names the origin of the front end');
  if (origin === new URL(server.base).origin) return unasked('the front end has the origin of the back end');
  const endpoint = server.preset.refresh ?? server.preset.touch ?? server.logoutSteps()[0];
  if (!endpoint?.path) return unasked('the preset has no request that changes something');
  const { headers, handle, csrf } = server.preset;
  const names = [...Object.keys(headers ?? {}), handle?.header, csrf?.header, 'content-type']
    .filter((name): name is string => !!name)
    .map((name) => name.toLowerCase());
  const answer = await new Browser(origin).send(server.address({ path: endpoint.path }), {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': endpoint.method ?? 'POST',
      'access-control-request-headers': names.sort().join(','),
    },
  });
  const got = (name: string): string => answer.headers.get(`access-control-allow-${name}`) ?? '';
  const may = got('headers')
    .toLowerCase()
    .split(/\s*,\s*/);
  const lacking = names.filter((name) => !may.includes(name));
  const came = `OPTIONS ${endpoint.path} for ${origin} answered ${answer.status}`;
  if (!allowed(answer.headers, origin))
    return wrong(
      `${came}, Access-Control-Allow-Origin: ${got('origin') || 'none'}, -Credentials: ${got('credentials') || 'none'}`,
      `${origin} and true`,
      'let this origin call, with credentials',
    );
  if (answer.status > 299 || lacking.length)
    return wrong(
      `${came}, Access-Control-Allow-Headers lacks ${lacking.join(', ') || 'none'}`,
      names.join(', '),
      'allow these headers: each request has them',
    );
  return right(came);
}

/**
 * A form of another origin of the same site: with that a browser sends the cookies along, whatever their SameSite. Any port is
 * another origin.
 */
async function csrf(world: World): Promise<Found> {
  const { server, page, signedIn } = world;
  if (!signedIn) return unasked('no sign-in worked');
  const { preset } = server;
  if (!preset.csrf?.rejected) return unasked('this preset has no proof of origin but the cookie’s SameSite');
  await revive(world);
  const { protocol, hostname } = new URL(server.base);
  const attacker = new Browser(`${protocol}//${hostname}:1`, page.jar.copy());
  const refresh = [preset.refresh, preset.touch].find((one) => one && one.method !== 'GET');
  const answer = refresh
    ? await server.ask(attacker, refresh, 'POST', { forged: true })
    : await server.logout(attacker, { forged: true });
  if (!answer) return unasked('the preset has no request that changes something');
  const came = `${answer.request} from a form of another origin answered ${answer.status}`;
  // A redirect may lead to a page that asks, and may have done it all the same.
  const led = answer.status < 400 && !refresh;
  const done = answer.status < 300 || (led && server.standing(await server.session(attacker)) !== 'live');
  // What it did to the cookies, it did to the user's.
  if (done) page.jar = attacker.jar;
  return server.isForged(answer) || answer.status === 403 || (led && !done)
    ? right(came)
    : wrong(
        came,
        `a refusal: ${JSON.stringify(preset.csrf.rejected)}`,
        preset.headers
          ? `refuse what comes without ${Object.keys(preset.headers).join(', ')}, before anything is done`
          : 'check the token before anything is done',
      );
}

async function mismatch(world: World): Promise<Found> {
  const { server, page, signedIn } = world;
  if (!signedIn) return unasked('no sign-in worked');
  const { handle, refresh, touch, mismatch: sign } = server.preset;
  const endpoint = refresh ?? touch;
  if (!handle?.header || !sign || !endpoint) return unasked('with this preset requests do not name their session');
  const own = await believed(world);
  if (!own) return unasked('the session has no handle');
  const answer = await server.ask(page, endpoint, 'POST', { handle: `not-${own}` });
  const came = `${answer.request} that names another session answered ${answer.status}`;
  return answer.status === [sign].flat()[0]?.status
    ? right(came)
    : wrong(
        came,
        `a refusal: ${JSON.stringify(sign)}`,
        `compare ${handle.header} with the session of the cookie before anything is done`,
      );
}

export const ORIGIN: readonly Check[] = [
  ['cors-foreign', foreign],
  ['cors', cors],
  ['mismatch', mismatch],
  ['csrf', csrf],
];
