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
 * `beforeunload`: they cost a page its place in the back/forward cache.
 */
export function watch(page, watchActivity, signal) {
  const on = (target, event, listener) =>
    target.addEventListener(event, listener, { capture: true, passive: true, signal });

  on(document, 'visibilitychange', () => page.push(isVisible() ? BECAME_VISIBLE : BECAME_HIDDEN));
  on(document, 'resume', () => page.push(RESUMED));
  on(window, 'online', () => page.push(WENT_ONLINE));
  on(window, 'offline', () => page.push(WENT_OFFLINE));
  on(window, 'pagehide', page.suspend);
  on(window, 'pageshow', ({ persisted }) => {
    if (persisted) {
      page.resume();
      page.push(RESTORED);
    }
  });
  if (!watchActivity) return;
  let noticed = -THROTTLE;
  for (const event of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart']) {
    on(document, event, () => {
      const now = performance.now();
      if (now - noticed >= THROTTLE) {
        noticed = now;
        page.push(ACTIVE);
      }
    });
  }
}
