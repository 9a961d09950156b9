import { isHidden, type SetCookie } from '../cookies.js';
import { listed, right, unasked, wrong, type Found } from '../row.js';
import { secrets, type Check, type World } from '../world.js';

const UNKNOWN = 'no sign-in worked';
const isLoopback = ({ hostname }: URL): boolean => /^(127\.|localhost$|\[::1\]$)/.test(hostname);
const names = (cookies: readonly SetCookie[]): string => listed(cookies.map(({ name }) => name));

/** Which cookies a script can read, though the session does not work without them. */
async function script(world: World): Promise<Found> {
  const { server, page, signedIn } = world;
  if (!signedIn) return unasked(UNKNOWN);
  const { cookie, refreshCookie } = server.preset.csrf ?? {};
  const readable = page.jar.all().filter((one) => !isHidden(one) && one.name !== cookie && one.name !== refreshCookie);
  const found: SetCookie[] = [];
  for (const one of readable) {
    const without = page.copy();
    without.jar.drop(one.name);
    if (server.standing(await server.session(without)) !== 'live') found.push(one);
    else if (server.preset.refresh) {
      // A refresh without it: what is refused for want of a token is about the origin of the request.
      const answer = await server.refresh(without);
      if (server.isForged(answer)) continue;
      if (server.succeeded(answer, server.preset.refresh)) page.jar = withAll(without.jar.all(), world);
      else found.push(one);
    }
  }
  if (found.length)
    return wrong(
      `a script can read ${names(found)}`,
      'HttpOnly on each cookie that opens the session',
      'set it with HttpOnly: what a script can read, any script on the page can send away',
    );
  const hidden = secrets(world);
  return hidden.length ? right(`no script can read ${names(hidden)}`) : unasked('the sign-in set no cookie');
}

/** The cookies as a refresh left them, the one that was held back included. */
function withAll(cookies: readonly SetCookie[], { page }: World): World['page']['jar'] {
  const jar = page.jar.copy();
  for (const cookie of cookies) jar.take(cookie, '/');
  return jar;
}

function secure(world: World): Found {
  const { signedIn, server, wanted } = world;
  if (!signedIn) return unasked(UNKNOWN);
  if (wanted.url.protocol === 'http:') {
    return isLoopback(wanted.url)
      ? unasked('over plain http on this machine no cookie needs Secure')
      : wrong('the back end is asked over plain http', 'https', 'serve it by https: what listens on the way reads the cookies');
  }
  const open = secrets(world).filter(({ attributes }) => !attributes.has('secure'));
  if (open.length)
    return wrong(
      `${names(open)} has no Secure`,
      'Secure on each cookie of the session',
      'set it with Secure, so that it never travels in the clear',
    );
  const bare = server.preset.name === 'hallpass' ? secrets(world).filter(({ name }) => !name.startsWith('__Host-')) : [];
  if (bare.length)
    return wrong(
      `${names(bare)} has no prefix`,
      'a name that begins with __Host-',
      'name it so, with Secure, Path=/ and no Domain: no sibling host can then plant it',
    );
  return right(`${names(secrets(world))}: Secure`);
}

function sameSite(world: World): Found {
  if (!world.signedIn) return unasked(UNKNOWN);
  const all = secrets(world);
  const value = ({ attributes }: SetCookie): string => attributes.get('samesite')?.toLowerCase() ?? '';
  const silent = all.filter((one) => !/^(lax|strict|none)$/.test(value(one)));
  if (silent.length)
    return wrong(
      `${names(silent)} has no SameSite`,
      'SameSite=Lax or SameSite=Strict',
      'say it: browsers differ on what a cookie without it means',
    );
  const open = all.filter((one) => value(one) === 'none');
  if (open.length)
    return wrong(
      `${names(open)} has SameSite=None`,
      'SameSite=Lax or SameSite=Strict',
      'have front end and back end on one site: other sites make requests with this cookie, and browsers drop it as a third party’s',
    );
  return all.length
    ? right(all.map((one) => `${one.name}: SameSite=${one.attributes.get('samesite')}`).join(', '))
    : unasked('the sign-in set no cookie');
}

export const COOKIES: readonly Check[] = [
  ['cookies-script', script],
  ['cookies-secure', secure],
  ['cookies-samesite', sameSite],
];
