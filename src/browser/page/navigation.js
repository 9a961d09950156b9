import { FAILED } from './inputs.js';

/** How long a page that is on its way out may take, in milliseconds, and by which number it is too late. */
const PATIENCE = 10_000;
const TIMED_OUT = 1;

/** Leaving the page, and only for where it may lead. */
export function navigation(page, preset) {
  /** A path on this origin, or the present page for anything else: no open redirect. */
  const path = (wanted) => {
    const { origin, href } = location;
    let url = new URL(href);
    try {
      const other = new URL(wanted ?? href, href);
      if (other.origin === origin) url = other;
    } catch {}
    // What begins with two slashes would be read as a host.
    return url.href.slice(origin.length).replace(/^\/+/, '/');
  };
  let left;

  return {
    /** Where to come back to, how strong and how recent a sign-in: what an address says in the words of its step. */
    _wanted: {},
    _want({ returnTo, ...how } = {}) {
      page._wanted = { returnTo: returnTo && path(returnTo), ...how };
    },
    _navigateToLogin() {
      page._wanted.returnTo ??= path();
      location.assign(page._address(preset.loginPage));
    },
    /**
     * On this origin, or on another one by https. Where the navigation itself `ends` the session, it is made once, and only
     * by a page that was told to sign out: no page is sent away because an earlier one was. A page that stays says so.
     */
    _navigateAway(id, ends) {
      const stays = left || !page._departed;
      if (ends) setTimeout(() => page._push(FAILED, id, TIMED_OUT), stays ? 0 : PATIENCE);
      if (ends && stays) return;
      left = ends;
      page._wanted.returnTo ??= '/';
      const { protocol, origin, href } = new URL(page._address(page._leave, page._farewell), location.href);
      if (protocol === 'https:' || origin === location.origin) location.assign(href);
    },
  };
}
