import { right, unasked, wrong, type Found } from '../row.js';
import { believed, revive, type Check, type World } from '../world.js';

const cannot = ({ signedIn, server }: World): Found | undefined =>
  !signedIn
    ? unasked('no sign-in worked')
    : server.logoutSteps().length
      ? undefined
      : unasked('this preset signs out by navigation');

/** The cookies of the session that was ended, as they were copied before. */
const copies = new WeakMap<World, World['page']>();

async function logout(world: World): Promise<Found> {
  const refused = cannot(world);
  if (refused) return refused;
  await revive(world);
  const { server, page } = world;
  const copy = page.copy();
  const answer = await server.logout(page, { handle: await believed(world) });
  const session = await server.session(page);
  const came = `${answer?.request} answered ${answer?.status}, then ${session.request} ${session.status}`;
  const ended = server.standing(session) === 'nobody';
  if (ended) copies.set(world, copy);
  return ended
    ? right(came)
    : wrong(
        came,
        'nobody is signed in',
        'end the session and delete its cookies, with the Path and Domain that they were set with',
      );
}

async function dead(world: World): Promise<Found> {
  const refused = cannot(world);
  const copy = copies.get(world);
  if (refused || !copy) return refused ?? unasked('no logout worked');
  const { server } = world;
  const alive: string[] = [];
  const session = await server.session(copy.copy());
  if (server.standing(session) === 'live') alive.push(session.request);
  if (server.preset.refresh) {
    const answer = await server.refresh(copy.copy());
    if (server.succeeded(answer, server.preset.refresh)) alive.push(answer.request);
  }
  const expected = 'nothing is opened by a copy of the cookies';
  return alive.length
    ? wrong(
        `after the logout, ${alive.join(' and ')} still accepts the cookies of before`,
        expected,
        'end the session on the server: revoke the refresh token, and keep a row or a list that says which access tokens are dead',
      )
    : right(expected);
}

async function twice(world: World): Promise<Found> {
  const refused = cannot(world);
  if (refused) return refused;
  const { server, page } = world;
  const answer = await server.logout(page);
  const came = `a second ${answer?.request} answered ${answer?.status}`;
  const { over, anonymous } = server.preset;
  const fine = answer && (answer.status < 400 || server.standing(answer) === 'nobody');
  return fine
    ? right(came)
    : wrong(
        came,
        `success, or "nobody is signed in" as the preset says it: ${JSON.stringify(over ?? anonymous)}`,
        'answer a logout without a session as one that worked: pages repeat it until they are sure',
      );
}

export const LOGOUT: readonly Check[] = [
  ['logout', logout],
  ['logout-copies', dead],
  ['logout-twice', twice],
];
