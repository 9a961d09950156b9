import { listed, right, unasked, wrong, type Found } from '../row.js';
import type { Check, World } from '../world.js';

/** Of what is typed at a sign-in, the field that holds the secret. */
const secretField = (login: Record<string, string>): string =>
  Object.keys(login).find((name) => /pass|pwd|secret|code|pin/i.test(name)) ?? Object.keys(login).at(-1)!;

function cannotSignIn({ server, wanted }: World): Found | undefined {
  if (!server.preset.login) return unasked('this preset signs in by navigation');
  return wanted.login ? undefined : unasked('--login says what to sign in with');
}

async function anonymous(world: World): Promise<Found> {
  const { server, page } = world;
  const answer = (world.anonymous = await server.session(page));
  world.before = page.copy();
  const standing = server.standing(answer);
  const came = `${answer.request} answered ${answer.status}`;
  const { anonymous: sign } = server.preset;
  if (standing === 'nobody' || standing === 'lapsed') return right(`${came}: nobody is signed in`);
  return standing === 'live'
    ? wrong(
        `${came} and names a user`,
        'no session, for a browser without cookies',
        'find out whose session a request without cookies gets',
      )
    : wrong(
        `${came}${answer.body === undefined ? ', which is no JSON' : ''}`,
        `the answer of "nobody is signed in": ${JSON.stringify(sign ?? server.preset.over)}`,
        'check the address, what a proxy does with it, and --preset',
      );
}

async function wrongPassword(world: World): Promise<Found> {
  const { server, page, wanted } = world;
  const cannot = cannotSignIn(world);
  if (cannot) return cannot;
  const stranger = page.copy();
  const field = secretField(wanted.login!);
  const answer = await server.login(stranger, { ...wanted.login, [field]: `not-${wanted.login![field]}` });
  const came = `${answer.request} with a wrong ${field} answered ${answer.status}`;
  const standing = server.standing(await server.session(stranger));
  if (standing === 'live') {
    await server.logout(stranger);
    return wrong(`${came}, and signed in`, 'no session', `compare the ${field} before anything is set`);
  }
  const refused = answer.status >= 400 && answer.status < 500;
  return refused || server.isRefused(answer)
    ? right(came)
    : wrong(
        came,
        'a refusal, 401 as a rule',
        'answer with a status that says no: a page that is told 200 believes that it worked',
      );
}

async function login(world: World): Promise<Found> {
  const { server, page, wanted } = world;
  const cannot = cannotSignIn(world);
  if (cannot) return cannot;
  const answer = await server.login(page, wanted.login!);
  const session = await server.session(page);
  const came = `${answer.request} answered ${answer.status}, then ${session.request} ${session.status}`;
  if (server.standing(session) !== 'live') {
    return wrong(
      came,
      'a session of the user who has signed in',
      answer.set.length
        ? 'check that the credentials are right, and that the cookie reaches the session endpoint (Path, Domain, prefix)'
        : 'check the credentials: no cookie was set',
    );
  }
  Object.assign(world, { signedIn: answer, session });
  if (!server.succeeded(answer, server.preset.login!))
    return wrong(
      came,
      'an answer to the sign-in that the preset takes for success',
      'answer the sign-in as the preset says, see its page in docs/servers',
    );
  return right(came);
}

/** Whether a cookie that was in the browser before the sign-in opens the session (OWASP: session fixation). */
async function fixation(world: World): Promise<Found> {
  const { server, before, page, wanted, signedIn } = world;
  if (!signedIn) return unasked('no sign-in worked');
  const expected = 'cookies of before a sign-in open nothing';
  const todo = 'draw a new session id at each sign-in, and never adopt one that a request brings';
  const names = before.jar.all().map(({ name }) => name);
  if (server.standing(await server.session(before)) === 'live')
    return wrong(`the cookie ${listed(names)} that was there before opens the session`, expected, todo);
  // Of names that are known now, also ids that the server has never drawn.
  const thief = before.copy();
  for (const cookie of page.jar.all()) thief.jar.plant(cookie, planted(cookie.value));
  const victim = thief.copy();
  await server.login(victim, wanted.login!);
  const found = server.standing(await server.session(thief)) === 'live';
  await server.logout(victim);
  return found
    ? wrong('a session id that a request brought along was adopted', expected, todo)
    : right('each sign-in has a session id of its own');
}

/** Another value of the same shape. */
const planted = (value: string): string => value.replaceAll(/[a-z0-9]/gi, (character) => (/\d/.test(character) ? '7' : 'a'));

function who({ server, session }: World): Found {
  if (!session) return unasked('no sign-in worked');
  const handle = server.handle(session);
  if (server.preset.handle && !handle)
    return wrong(
      'the session has no handle',
      `a public name of the session at ${JSON.stringify(server.preset.handle.at)}`,
      'draw one at sign-in and tell it: by it requests name the session they believe in',
    );
  const subject = server.subject(session);
  return right(`${session.request} names ${subject ? 'the user' : 'a user by a token'}${handle ? ' and the session' : ''}`);
}

export const ENTRY: readonly Check[] = [
  ['session-endpoint', anonymous],
  ['wrong-password', wrongPassword],
  ['login', login],
  ['fixation', fixation],
  ['who', who],
];
