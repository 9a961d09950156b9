import { Browser, Unreachable } from './browser.js';
import { ANSWERS } from './checks/answers.js';
import { COOKIES } from './checks/cookies.js';
import { ENTRY } from './checks/entry.js';
import { LOGOUT } from './checks/logout.js';
import { ORIGIN } from './checks/origin.js';
import { REFRESH } from './checks/refresh.js';
import type { Wanted } from './arguments.js';
import type { Preset } from '../preset.js';
import { unasked, wrong, type Found } from './row.js';
import { Server } from './server.js';
import type { World } from './world.js';

/** A row of the report. */
export interface Row extends Found {
  readonly check: string;
}

/** All questions, in the order in which they are asked: each builds on those before. */
const CHECKS = [...ENTRY, ...COOKIES, ...ANSWERS, ...ORIGIN, ...REFRESH, ...LOGOUT];

/** Asks a back end everything, hands each row on as it is known, and signs out at the end. */
export async function examine(preset: Preset, wanted: Wanted, tell: (row: Row) => void): Promise<void> {
  const { url } = wanted;
  const bare = url.pathname === '/';
  const server = new Server(preset, bare ? url.origin + (preset.baseUrl ?? '') : url.origin + url.pathname.replace(/\/$/, ''));
  const page = new Browser(wanted.origin ?? url.origin);
  const world: World = { server, wanted, page, before: page.copy() };
  let lost: string | undefined;
  try {
    for (const [check, ask] of CHECKS) {
      if (lost) tell({ check, ...unasked('the server does not answer') });
      else
        try {
          tell({ check, ...(await ask(world)) });
        } catch (failure) {
          if (!(failure instanceof Unreachable)) throw failure;
          lost = failure.message;
          tell({ check, ...wrong(lost, 'an answer', 'start the back end, and check the address and what stands before it') });
        }
    }
  } finally {
    // Whatever happened on the way: nothing of it stays signed in.
    if (!lost && world.signedIn) await server.logout(world.page).catch(() => {});
  }
}
