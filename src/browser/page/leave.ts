import { LEAVING } from './generated/border.js';
import { inscribe, isDying, prefix } from './tombstone.js';

/**
 * What an engine does first when the user logs out, where there is none yet: the next page, or the engine once it is there,
 * finds a tombstone, and the other tabs hear of it (P14, P15). The tombstone names no session: it is for the one that the cookie
 * holds. Returns whether there is a tombstone.
 */
export function leave(name: string): boolean {
  const scope = encodeURIComponent(name);
  // One that is there already is not confirmed yet.
  if (!isDying(name)) inscribe(`${prefix(scope)}0`);
  const tabs = new BroadcastChannel(`hallpass:${scope}:`);
  tabs.postMessage(LEAVING);
  tabs.close();
  return isDying(name);
}
