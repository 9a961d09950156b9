/** Leaving the page, and only for where it may lead. */
export function navigation(page) {
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

  return {
    navigateToLogin() {
      const [address, parameter] = page.login;
      location.assign(`${page.base}${address}?${parameter}=${encodeURIComponent(path(page.text()))}`);
    },
    /** On this origin, or on another one by https. */
    navigateAway() {
      const { protocol, origin, href } = new URL(page.farewell, location.href);
      if (protocol === 'https:' || origin === location.origin) location.assign(href);
    },
  };
}
