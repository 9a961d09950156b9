import { LOGOUT } from './border.js';
import { isLeft, leave } from './engine.js';
import type { Opened, Wanted } from './page/surface.js';
import type { LogoutOptions } from './types.js';

/** The logouts that are asked for while there is no engine: kept for the one to come, and for later pages (P14). */
export interface Parting {
  /** The user logs out. */
  want(options: LogoutOptions): void;
  /** How often the user has: what was called before comes to nothing. */
  count(): number;
  /** Hands a logout on to a page whose engine is there, as the first that it asks for. */
  hand(page: Opened): void;
  /** What came of the last one that was handed on. */
  outcome(): Promise<{ confirmed: boolean }>;
}

/** `name`: of the session. */
export function parting(name: string): Parting {
  let times = 0;
  let wanted: Wanted | undefined;
  /** Whether a tombstone of this logout was written. */
  let marked: boolean;
  let outcome: Promise<any>;

  return {
    want({ everywhere, returnTo }) {
      times++;
      wanted = { everywhere: everywhere || wanted?.everywhere, returnTo: returnTo ?? wanted?.returnTo };
      marked = false;
      try {
        marked = leave(name);
      } catch {
        // Cookies are out of reach (a sandboxed frame), and to begin will say so; or there is no channel.
      }
    },
    count: () => times,
    hand(page) {
      if (!wanted) return;
      const handed = wanted;
      // The tombstone is gone: another tab has carried the logout out, though not on other devices. A user who is signed in now
      // signed in after it.
      outcome = marked && !isLeft(name) ? Promise.resolve({ confirmed: !handed.everywhere }) : page.call(LOGOUT, handed);
      // An engine that breaks leaves it to the next one.
      outcome.then(
        () => wanted === handed && (wanted = undefined),
        () => {},
      );
    },
    outcome: () => outcome,
  };
}
