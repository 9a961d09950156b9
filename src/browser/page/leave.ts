import { LEAVING } from './generated/border.js';
import { inscribe, prefix, tombstones } from './tombstone.js';

/** The tombstone that names no session: it is for the one that the cookie holds, whichever that is. */
const unnamed = (name: string): string => `${prefix(encodeURIComponent(name))}0`;

/** Whether a logout ahead of the engine was written down, and no engine has carried it out. */
export const isLeft = (name: string): boolean => tombstones(name).includes(unnamed(name));

/**
 * What an engine does first when the user logs out, where there is none yet: the next page, or the engine once it is there,
 * finds a tombstone, and the other tabs hear of it (P14, P15). Returns whether it was written.
 */
export function leave(name: string): boolean {
  const own = unnamed(name);
  inscribe(own);
  const left = isLeft(name);
  // A session that is named is the one that the cookie holds, and dies as such; or it has been replaced there since, and nothing of
  // this browser reaches it any more.
  if (left) for (const cookie of tombstones(name)) if (cookie !== own) inscribe(cookie, '', 0);
  const tabs = new BroadcastChannel(`hallpass:${encodeURIComponent(name)}:`);
  tabs.postMessage(LEAVING);
  tabs.close();
  return left;
}
