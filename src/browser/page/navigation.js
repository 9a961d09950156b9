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
    /** On this origin, or on another one by https; where the navigation itself `ends` the session, as that wants it. */
    async _navigateAway(id, ends) {
      if (ends && (await page._other)._stays(id)) return;
      page._wanted.returnTo ??= '/';
      const { protocol, origin, href } = new URL(page._address(page._leave, page._farewell), location.href);
      if (protocol === 'https:' || origin === location.origin) location.assign(href);
    },
  };
}
