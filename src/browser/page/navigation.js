/** Leaving the page, and only for where it may lead. */
export function navigation(page, preset) {
  /** A path on this origin, or the present page for anything else: no open redirect. */
  const path = (wanted) => {
    const { origin, href } = location;
    let url;
    try {
      url = new URL(wanted ?? href, href);
    } catch {}
    if (url?.origin !== origin) url = new URL(href);
    // What begins with two slashes would be read as a host.
    return url.href.slice(origin.length).replace(/^\/+/, '/');
  };

  const go = (step, parameter, value, told) =>
    page.address({ ...step, query: { ...step.query, ...(parameter && { [parameter]: value }) } }, told);
  let left;

  return {
    navigateToLogin() {
      const login = preset.loginPage;
      location.assign(go(login, login.returnTo, path(page.text())));
    },
    /**
     * On this origin, or on another one by https. Where the navigation itself `ends` the session, it is made once, and only
     * by a page that was told to sign out: no page is sent away because an earlier one was.
     */
    navigateAway(_id, ends) {
      if (ends && (left || !page.departed)) return;
      left = ends;
      const { protocol, origin, href } = new URL(go(page.leave, page.leave.returnTo, path('/'), page.farewell), location.href);
      if (protocol === 'https:' || origin === location.origin) location.assign(href);
    },
  };
}
