import { LEAVING } from './generated/border.js';
import { json } from './json.js';
import { inscribe, KEEP } from './tombstone.js';

/**
 * What an engine does first when the user logs out, where there is none yet: the next page, or the engine once it is there,
 * finds the tombstone, and the other tabs hear of it (P14, P15). `handle`: that of the session, or nothing.
 */
export function leave(name: string, handle: string): void {
  const scope = encodeURIComponent(name);
  inscribe(scope, json._digest(handle) | 0, handle, KEEP);
  const tabs = new BroadcastChannel(`hallpass:${scope}:`);
  tabs.postMessage(LEAVING);
  tabs.close();
}
