import { listed, right, unasked, wrong, type Found } from '../row.js';
import { believed, revive, secrets, type Check, type World } from '../world.js';

const UNKNOWN = 'no sign-in worked';
const NONE = 'this preset has no refresh';
const NOTHING = 'no refresh worked';

async function refresh(world: World): Promise<Found> {
  const { server, page, signedIn } = world;
  if (!signedIn) return unasked(UNKNOWN);
  if (!server.preset.refresh) return unasked(NONE);
  await revive(world);
  const handle = await believed(world);
  const answer = await server.refresh(page, { handle });
  const session = await server.session(page);
  const came = `${answer.request} answered ${answer.status}`;
  if (!server.succeeded(answer, server.preset.refresh) || server.standing(session) !== 'live')
    return wrong(
      `${came}, then ${session.request} ${session.status}`,
      'the session, renewed',
      'see what the server has against the refresh token it has just given',
    );
  world.refreshes = true;
  if (server.handle(session) !== handle)
    return wrong(
      'the handle of the session is another one after a refresh',
      'the same for the life of a session',
      'keep it: a new handle says that another session has begun',
    );
  return right(came);
}

async function rotation(world: World): Promise<Found> {
  const { server, page } = world;
  if (!server.preset.refresh) return unasked(NONE);
  if (!world.refreshes) return unasked(NOTHING);
  await revive(world);
  const before = new Map(secrets(world).map(({ name, value }) => [name, value]));
  await server.refresh(page, { handle: await believed(world) });
  const after = secrets(world);
  const same = after.filter(({ name, value }) => before.get(name) === value);
  if (same.length === after.length)
    return unasked('the cookie stands for a session that the server keeps: there is nothing to rotate');
  for (const { name } of same) {
    const without = page.copy();
    without.jar.drop(name);
    const answer = await server.refresh(without, { handle: await believed(world) });
    // It opens nothing: without it the refresh works as well.
    if (server.succeeded(answer, server.preset.refresh)) page.jar = merged(without, page, name);
    else
      return wrong(
        `a refresh leaves ${name} as it is`,
        'another refresh token after each use (RFC 9700 section 4.14.2)',
        'rotate it: a copy in other hands then shows itself when it is used',
      );
  }
  return right(`a refresh replaces ${listed(after.filter((one) => !same.includes(one)).map(({ name }) => name))}`);
}

/** The cookies that a refresh left, and the one that it was made without. */
function merged(without: World['page'], page: World['page'], name: string): World['page']['jar'] {
  const jar = without.jar.copy();
  for (const cookie of page.jar.all()) if (cookie.name === name) jar.take(cookie, '/');
  return jar;
}

/** A refresh whose answer was lost, and that is made once more with the cookies of before. */
async function lostAnswer(world: World): Promise<Found> {
  const { server, page } = world;
  if (!server.preset.refresh) return unasked(NONE);
  if (!world.refreshes) return unasked(NOTHING);
  await revive(world);
  const handle = await believed(world);
  const before = page.copy();
  await server.refresh(page, { handle });
  const again = await server.refresh(before, { handle });
  // In a browser the later answer's cookies are those that stay.
  const alive = [await server.session(page), await server.session(before)].some((answer) => server.standing(answer) === 'live');
  const came = `a second ${again.request} with the cookies of before answered ${again.status}`;
  const todo =
    'take the token before the last one for 30 s or more, and answer with its successor: an answer may be lost on its way';
  if (!alive) return wrong(`${came}, and ended the session`, 'the session lives on', todo);
  return server.succeeded(again, server.preset.refresh)
    ? right(came)
    : wrong(came, 'the same successor, shortly after the first', todo);
}

/** The shape of the answer that asks for a new sign-in (RFC 9470). */
async function stepUp(world: World): Promise<Found> {
  const { server, page, signedIn, wanted } = world;
  if (!signedIn) return unasked(UNKNOWN);
  if (!wanted.stepUp) return unasked('--step-up names a route that wants a recent sign-in');
  if (!server.preset.stepUp) return unasked('this preset has no step-up');
  await revive(world);
  const [, method = 'GET', path = '/'] = /^(?:([A-Z]+):)?(.*)$/.exec(wanted.stepUp) ?? [];
  const { headers, handle } = server.preset;
  const name = handle?.header;
  const answer = await page.send(new URL(path, server.base), {
    method,
    headers: { ...headers, ...(name && { [name]: (await believed(world)) ?? '' }) },
  });
  const came = `${answer.request} answered ${answer.status}`;
  if (!server.isStepUp(answer))
    return wrong(
      came,
      `a sign of step-up: ${JSON.stringify(server.preset.stepUp)}`,
      'answer so where the sign-in is too weak or too old; if this one is recent, nothing is wrong',
    );
  return right(came);
}

export const REFRESH: readonly Check[] = [
  ['refresh', refresh],
  ['rotation', rotation],
  ['lost-answer', lostAnswer],
  ['step-up', stepUp],
];
