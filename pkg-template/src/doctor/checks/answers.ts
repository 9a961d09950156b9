import type { Answer } from '../browser.js';
import { listed, right, unasked, wrong, type Found } from '../row.js';
import { revive, type Check, type Look, type World } from '../world.js';

/** How far two clocks may be apart, in seconds: an expiry is then late or early by as much. */
const SKEW = 30;
/** Between two looks at the same limit, in seconds. */
const PAUSE = 3;
/** Some servers tell whole seconds. */
const ROUNDING = 1.1;
/** 400 days: browsers keep no cookie for longer (rfc6265bis section 5.5). */
const LONGEST = 34_560_000;

const pause = (seconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** A cache may keep a GET that succeeded, without a word of when it is stale (RFC 9111 section 4.2.2). The contract is stricter. */
function noStore({ server, anonymous, signedIn, session }: World): Found {
  const strict = server.preset.name === 'hallpass';
  const answers = [anonymous, signedIn, session].filter(
    (one): one is Answer => !!one && (strict || (one.request.startsWith('GET') && one.status === 200)),
  );
  if (!answers.length) return unasked('no answer was one that a cache may keep');
  const kept = answers.filter(({ headers }) => !/\bno-store\b/i.test(headers.get('cache-control') ?? ''));
  if (!kept.length) return right(`Cache-Control: no-store on ${answers.length} of ${answers.length} answers`);
  const [{ request, headers }] = kept as [Answer, ...Answer[]];
  const said = headers.get('cache-control');
  return wrong(
    `${request}: ${said ? `Cache-Control: ${said}` : 'no Cache-Control'}`,
    'Cache-Control: no-store',
    'send it with each answer about a session (RFC 9111 section 5.2.2.5): a cache may keep it otherwise, and show it to the next user',
  );
}

function clock({ anonymous }: World): Found {
  const date = Date.parse(anonymous?.headers.get('date') ?? '');
  if (Number.isNaN(date)) return unasked('the answers have no Date');
  const [from, to] = anonymous!.between;
  // A Date has whole seconds.
  const skew = Math.round((date < from - 1000 ? date - from : date > to ? date - to : 0) / 1000);
  if (Math.abs(skew) <= SKEW) return right(`the server's clock and this one agree`);
  return wrong(
    `the server's clock is ${Math.abs(skew)} s ${skew > 0 ? 'ahead' : 'behind'}`,
    `${SKEW} s at most`,
    'have both synchronised (NTP): one of the two is wrong, and moments in time mean something else on each side',
  );
}

/** Looks at each limit twice, once for all who ask: in its unit it falls by as many seconds as have passed. */
const twice = (world: World): Promise<Look[]> => (world.limits ??= look(world));

async function look({ server, page }: World): Promise<Look[]> {
  const first = await server.session(page);
  await pause(PAUSE);
  const second = await server.session(page);
  const passed = [(second.between[0] - first.between[1]) / 1000, (second.between[1] - first.between[0]) / 1000] as const;
  const after = server.left(second);
  return server.left(first).flatMap(({ at, seconds }) => {
    const now = after.find((one) => one.at === at);
    return now ? [{ at, first: seconds, fell: seconds - now.seconds, passed }] : [];
  });
}

const isLong = ({ first }: Look): boolean => first > LONGEST;
const isFast = ({ fell, passed }: Look): boolean => fell > 10 * passed[1] + 10;

async function expiry(world: World): Promise<Found> {
  if (!world.session) return unasked('no sign-in worked');
  const limits = await twice(world);
  if (!limits.length) return unasked('the server tells no limit');
  const told = limits.map(({ at, first }) => `${at}: ${Math.round(first)} s`);
  const expected = 'a span of which as many seconds pass as on a clock, 400 days at most';
  const todo = 'send it in the unit that the preset names: seconds from now, unless it says otherwise';
  const long = limits.filter(isLong);
  if (long.length) return wrong(`${long[0]!.at} is ${Math.round(long[0]!.first / 86_400)} days away`, expected, todo);
  const fast = limits.filter(isFast);
  if (fast.length)
    return wrong(`${fast[0]!.at} fell by ${Math.round(fast[0]!.fell)} in ${Math.round(fast[0]!.passed[1])} s`, expected, todo);
  return right(listed(told));
}

async function reading(world: World): Promise<Found> {
  if (!world.session) return unasked('no sign-in worked');
  const limits = (await twice(world)).filter((limit) => !isLong(limit) && !isFast(limit));
  if (!limits.length) return unasked('the server tells no limit that can be read');
  const moved = limits.filter(({ fell, passed }) => fell < passed[0] - ROUNDING);
  await revive(world);
  if (!moved.length) return right('to ask who is signed in moves no limit');
  return wrong(
    `GET moved ${listed(moved.map(({ at }) => at))}`,
    'a question that extends nothing',
    'extend by touch or refresh alone: a page that is left open asks, and would never be signed out',
  );
}

export const ANSWERS: readonly Check[] = [
  ['no-store', noStore],
  ['clock', clock],
  ['expiry', expiry],
  ['reading', reading],
];
