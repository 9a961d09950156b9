// Runs before the package is loaded: spies on what it must not touch, takes away what it must do without.
'use strict';
{
  const query = new URLSearchParams(location.search);
  const seen = { storage: [], violations: [], pageshow: [], dispatched: [], fetches: 0 };
  /** Signals between the test's own tabs, kept from what the test takes away. */
  const signals = new BroadcastChannel('test');
  window.test = { seen, signals, Channel: BroadcastChannel };

  const spy = (owner, name, label) => {
    const own = Object.getOwnPropertyDescriptor(owner, name);
    if (!own?.configurable) return;
    const wrap = (act) => act && function (...args) {
      seen.storage.push(label);
      return act.apply(this, args);
    };
    Object.defineProperty(owner, name, 'value' in own ? { ...own, value: wrap(own.value) } : { ...own, get: wrap(own.get), set: wrap(own.set) });
  };
  for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) spy(window, name, name);
  for (const type of ['Storage', 'IDBFactory', 'CacheStorage'])
    for (const name of Object.getOwnPropertyNames(window[type].prototype))
      if (name !== 'constructor') spy(window[type].prototype, name, `${type}.${name}`);

  document.addEventListener('securitypolicyviolation', (event) => seen.violations.push(`${event.effectiveDirective} ${event.blockedURI}`));
  window.addEventListener('pageshow', (event) => seen.pageshow.push(event.persisted));

  for (const name of query.get('without')?.split(',') ?? [])
    name === 'locks'
      ? Object.defineProperty(navigator, 'locks', { value: undefined })
      : delete window[name];
}
