import type { Preset } from './generated/preset.js';
import type { Other } from './other.js';
import { herePath } from './return-to.js';
import type { Asked } from './surface.js';

/** What navigation needs of the page. */
interface Needs {
  /** The step of a logout that is a navigation. */
  readonly _leave: Asked;
  /** Where the server said that the step leads. */
  readonly _farewell: () => string | undefined;
  readonly _address: (step: Asked, told?: string) => string;
  readonly _land: (path: string) => void;
  readonly _other: Other;
  /** What was to answer a request has not. */
  readonly _late: (id: number) => void;
}

/** Leaving the page. */
export interface Navigation {
  /** The page was told to sign out, or to leave for the sign-in. */
  _depart(): void;
  /** Whether it was. */
  _departs(): boolean;
  _navigateToLogin(): void;
  /** On this origin, or on another one by https; where the navigation itself `ends` the session, as that wants it. */
  _navigateAway(id: number, ends: unknown): Promise<void>;
}

/** Leaving the page, and only for where it may lead. */
export function navigation(page: Needs, preset: Preset): Navigation {
  let departs = false;
  return {
    _depart() {
      departs = true;
    },
    _departs: () => departs,
    _navigateToLogin() {
      page._land(herePath());
      // The engine leaves for the sign-in only where `call` has seen that there is a page of it.
      location.assign(page._address(preset.loginPage!));
    },
    async _navigateAway(id, ends) {
      try {
        if (ends && (await page._other())!._stays(id)) return;
      } catch {
        return page._late(id); // The module is out of reach: the page stays, and signs out later.
      }
      page._land('/');
      const { protocol, origin, href } = new URL(page._address(page._leave, page._farewell()), location.href);
      if (protocol === 'https:' || origin === location.origin) location.assign(href);
    },
  };
}
