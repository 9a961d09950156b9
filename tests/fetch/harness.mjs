// One browser, one server; runs descriptions in its page, and says what differs.
import { fileURLToPath } from 'node:url';
import { webkit } from '../e2e/harness/engine.mjs';
import * as windows from '../e2e/harness/index.mjs';
import { differ } from './compare.mjs';
import { expected, instead } from './differences.mjs';
import { play } from './server.mjs';

const PAGE = fileURLToPath(new URL('./page', import.meta.url));
/** How many calls are told to the page at once, and how many of them it makes at the same time. */
const BATCH = 400;
export const LANES = 4;
/** How many differences are shown: a fault shows in many cases. */
const SHOWN = 25;

export function setup() {
  const world = windows.setup({ start: async (app) => play([PAGE, app]) });
  let page;
  world.open = () => (page ??= open(world));
  return world;
}

async function open({ first, url }) {
  await first.open(url);
  await first.run(() => new Promise((resolve) => (document.title === 'ready' ? resolve() : new MutationObserver(() => resolve()).observe(document.querySelector('title'), { childList: true }))));
  return first;
}

let last = 0;

/** What a server sees of a call is left out where chance decides it. */
function steady(spec, seen) {
  const { calls, requests } = seen;
  // A request that is given up at once may have left already.
  if (spec.abort === 'at once') return { calls };
  // A short time may be over before the request has left.
  if (spec.signal === 'timeout') return { calls };
  // The list of differences says of WebKitGTK that this body is read late.
  if (webkit && ['bytes', 'params', 'form'].includes(spec.later)) {
    const bodiless = ({ headers, ...request }) => ({ ...request, body: '', headers: { ...headers, 'content-length': '' } });
    return { ...seen, requests: requests.map(bodiless) };
  }
  // A browser has other words for an address that is none than for one that it fetches.
  if (spec.input === 'no address') return { ...seen, calls: calls.map((call) => ({ ...call, failed: { ...call.failed, message: '' } })) };
  // A browser repeats what dies with its connection, if that was an old one.
  const once = requests.slice(0, 1);
  if (spec.answer === 'cut') return { ...seen, requests: once };
  // Whether what is left of a body counts as used when it has broken off; and to HEAD there is none.
  if (spec.answer === 'cut body') return { requests: once, calls: calls.map((call) => ({ ...call, used: undefined })) };
  return seen;
}

/** Cases that move the page are made one after the other. */
const alone = (cases) => cases.some(({ later }) => later === 'history');

/** Makes each call by both; of each that differs what it was, and how. */
export async function compare(world, cases, { shown = SHOWN } = {}) {
  const tab = await world.open();
  const lanes = alone(cases) ? 1 : LANES;
  const complaints = [];
  for (let from = 0; from < cases.length; from += BATCH) {
    const batch = cases.slice(from, from + BATCH).map((spec, at) => [`${at % lanes}-${++last}`, instead(spec), spec]);
    const outcomes = await tab.run((batch, lanes) => test.run(batch, lanes), batch, lanes);
    for (const [at, [key, , spec]] of batch.entries()) {
      const [native, session] = await Promise.all(['native', 'session'].map(async (side) => ({ calls: outcomes[at][side], ...(await world.server.seen(`${key}.${side[0]}`)) })));
      const differences = differ(steady(spec, expected(spec, native, outcomes[at].url)), steady(spec, session));
      if (differences.length) complaints.push({ spec, differences });
    }
  }
  return complaints.length > shown ? [`${complaints.length} cases differ, such as`, ...complaints.slice(0, shown)] : complaints;
}
