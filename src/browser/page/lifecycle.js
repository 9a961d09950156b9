import {
  ACTIVE,
  BECAME_HIDDEN,
  BECAME_VISIBLE,
  RESTORED,
  RESUMED,
  WENT_OFFLINE,
  WENT_ONLINE,
} from './inputs.js';

/** Activity is noticed at most this often, in milliseconds. */
const THROTTLE = 1_000;

export const isVisible = () => document.visibilityState === 'visible';

/**
 * What happens to the page: shown, hidden, frozen, cached, cut off, touched. Never `unload` nor
 * `beforeunload`: they cost a page its place in the back/forward cache. All pass the window, if one
 * captures: also what is the document's.
 */
export function watch(page, watchActivity, signal) {
  const on = (events, listener) =>
    events.split(' ').forEach((event) => addEventListener(event, listener, { capture: true, passive: true, signal }));
  let noticed = -THROTTLE;

  on('visibilitychange', () => page._push(isVisible() ? BECAME_VISIBLE : BECAME_HIDDEN));
  on('freeze', () => (page._suspended = true));
  on('resume', () => {
    page._suspended = false;
    page._push(RESUMED);
  });
  on('online', () => page._push(WENT_ONLINE));
  on('offline', () => page._push(WENT_OFFLINE));
  on('pagehide', () => {
    page._letGo();
    page._mute();
  });
  on('pageshow', ({ persisted }) => {
    if (persisted) {
      page._listen();
      page._push(RESTORED);
    }
  });
  if (watchActivity) {
    on('pointerdown pointermove keydown wheel', () => {
      const now = performance.now();
      if (now - noticed >= THROTTLE) {
        noticed = now;
        page._push(ACTIVE);
      }
    });
  }
}
