/** Leaving the page, and only for where it may lead. */
export function navigation(page) {
  /** A path on this origin, or the present page for anything else: no open redirect. */
  const path = (wanted) => {
    const { origin, href } = location;
    let url;
    try {
      url = new URL(wanted, href);
    } catch {}
    if (wanted === undefined || url?.origin !== origin) url = new URL(href);
    // A path that begins with two slashes would be read as a host.
    return url.href.slice(origin.length).replace(/^\/+/, '/');
  };

  return {
    navigateToLogin(_id, _a, _b, _value, address, parameter) {
      location.assign(`${page.base}${address}?${parameter}=${encodeURIComponent(path(page.text()))}`);
    },
    /** On this origin, or on another one by https. */
    navigateAway(_id, _a, _b, address) {
      const { protocol, origin, href } = new URL(address, location.href);
      if (protocol === 'https:' || origin === location.origin) location.assign(href);
    },
  };
}
