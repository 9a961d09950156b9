/** Leaving the page, and only for where it may lead. */
export function navigation(page) {
  /** A path on this origin, or the present page for anything else: no open redirect. */
  const path = (wanted) => {
    const { origin, href } = location;
    let url;
    try {
      url = new URL(wanted ?? href, href);
    } catch {}
    url = url?.origin === origin ? url : new URL(href);
    return url.href.slice(origin.length);
  };

  return {
    navigateToLogin(_id, _a, _b, address, parameter) {
      location.assign(`${page.base}${address}?${parameter}=${encodeURIComponent(path(page.argument))}`);
    },
    /** On this origin, or on another one by https. */
    navigateAway() {
      const url = new URL(page.farewell, location.href);
      if (url.protocol === 'https:' || url.origin === location.origin) location.assign(url.href);
    },
  };
}
