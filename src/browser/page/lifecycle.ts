import { InputKind } from './generated/border.js';
import type { Push } from './surface.js';

/** What the lifecycle needs of the page. */
interface Needs {
  readonly _push: Push;
  readonly _letGo: () => void;
  readonly _mute: () => void;
  readonly _listen: () => void;
  /** The page is frozen, or goes on. */
  readonly _freeze: (frozen: boolean) => void;
}

/** Activity is noticed at most this often, in milliseconds. */
const THROTTLE = 1_000;

export const isVisible = (): boolean => document.visibilityState === 'visible';

/** Listens to events of the window. */
export type On = (events: string, listener: (event: any) => void) => void;

/** Listens until the signal aborts. A capturing listener of the window gets every event, those of the document too. */
export const listening =
  (signal: AbortSignal): On =>
  (events, listener) =>
    events.split(' ').forEach((event) => addEventListener(event, listener, { capture: true, passive: true, signal }));

/**
 * What happens to the page: shown, hidden, frozen, cached, cut off, touched. Never `unload` nor
 * `beforeunload`: they cost a page its place in the back/forward cache.
 */
export function watch(page: Needs, watchActivity: boolean, on: On): void {
  let noticed = -THROTTLE;

  on('visibilitychange', () => page._push(isVisible() ? InputKind.BecameVisible : InputKind.BecameHidden));
  on('freeze', () => page._freeze(true));
  on('resume', () => {
    page._freeze(false);
    page._push(InputKind.Resumed);
  });
  on('online', () => page._push(InputKind.WentOnline));
  on('offline', () => page._push(InputKind.WentOffline));
  on('pagehide', () => {
    page._letGo();
    page._mute();
  });
  on('pageshow', ({ persisted }: PageTransitionEvent) => {
    if (persisted) {
      page._listen();
      page._push(InputKind.Restored);
    }
  });
  if (watchActivity) {
    on('pointerdown pointermove keydown wheel', () => {
      const now = performance.now();
      if (now - noticed >= THROTTLE) {
        noticed = now;
        page._push(InputKind.Active);
      }
    });
  }
}
