// Runs before the package is loaded: spies on what it uses, takes away what it must do without.
'use strict';
{
  const query = new URLSearchParams(location.search);
  const seen = { storage: [], violations: [], pageshow: [], messages: [], fetches: [], stolen: 0, timers: new Set(), listeners: new Set() };
  const Channel = BroadcastChannel;
  const waiting = new Set();
  const post = Channel.prototype.postMessage;
  window.test = {
    seen,
    /**
     * Signals between the test's own tabs, by what the test takes away. To be listened for well before they are sent: in
     * WebKit a channel that was only just opened does not hear yet. An open channel bars a page from the cache.
     */
    listen() {
      new Channel('test').onmessage = ({ data }) => {
        for (const hear of waiting) hear(data);
      };
    },
    send: (name) => post.call(new Channel('test'), name),
    signal: (name) =>
      new Promise((resolve) => {
        const hear = (data) => data === name && (waiting.delete(hear), resolve());
        waiting.add(hear);
      }),
  };

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

  Channel.prototype.postMessage = function (message) {
    seen.messages.push(ArrayBuffer.isView(message) || Array.isArray(message) ? [...message] : message);
    return post.call(this, message);
  };
  const { request } = LockManager.prototype;
  LockManager.prototype.request = function (name, options, ...rest) {
    if (options.steal) seen.stolen++;
    return request.call(this, name, options, ...rest);
  };
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const act = WebAssembly[name];
    WebAssembly[name] = async (...args) => {
      const made = await act.apply(WebAssembly, args);
      seen.memory = (made.instance ?? made).exports.memory;
      return made;
    };
  }
  const { fetch, setTimeout, clearTimeout } = window;
  /** Timers of the test's own, which nobody counts. */
  Object.assign(test, { setTimeout: setTimeout.bind(window), clearTimeout: clearTimeout.bind(window) });
  /** Plays the server where one is set: `(url, init) => Response | undefined`. */
  test.play = undefined;
  window.fetch = async (input, init) => {
    const url = String(input?.url ?? input);
    seen.fetches.push(url);
    return test.play?.(url, init) ?? fetch(input, init);
  };
  window.setTimeout = (act, ...rest) => {
    const timer = setTimeout((...args) => (seen.timers.delete(timer), act(...args)), ...rest);
    // WebKit's driver sets timers of its own in the page.
    if (/\/hallpass\//.test(new Error().stack)) seen.timers.add(timer);
    return timer;
  };
  window.clearTimeout = (timer) => (seen.timers.delete(timer), clearTimeout(timer));
  window.setInterval = () => {
    throw new Error('setInterval');
  };
  for (const target of [window, document]) {
    const { addEventListener, removeEventListener } = target;
    target.addEventListener = (type, listener, options) => {
      const entry = { type, listener };
      seen.listeners.add(entry);
      options?.signal && addEventListener.call(options.signal, 'abort', () => seen.listeners.delete(entry));
      addEventListener.call(target, type, listener, options);
    };
    target.removeEventListener = (type, listener, options) => {
      for (const entry of seen.listeners) if (entry.type === type && entry.listener === listener) seen.listeners.delete(entry);
      removeEventListener.call(target, type, listener, options);
    };
  }

  document.addEventListener('securitypolicyviolation', (event) => seen.violations.push(`${event.effectiveDirective} ${event.blockedURI}`));
  window.addEventListener('pageshow', (event) => seen.pageshow.push(event.persisted));
  const look = () => (seen.hidden ||= document.hidden);
  document.addEventListener('visibilitychange', look);
  look();

  for (const name of query.get('without')?.split(',') ?? [])
    name === 'locks'
      ? Object.defineProperty(navigator, 'locks', { value: undefined })
      : delete window[name];
}
