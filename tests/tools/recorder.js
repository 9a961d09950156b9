// Runs in a page before anything of its own: writes down what a person would see, and what the console complains of.
(() => {
  const states = [];
  const complaints = [];
  const waiting = new Set();
  const state = () => {
    if (document.querySelector('[aria-busy="true"]')) return 'loading';
    if (document.querySelector('input[name="password"]')) return 'unauthenticated';
    return document.querySelector('h1 ~ button') ? 'authenticated' : undefined;
  };
  const look = () => {
    const now = state();
    if (now && now !== states.at(-1)) states.push(now);
    for (const wake of waiting) wake();
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });

  // A page that a server rendered answers no user before its code has come: each listener is written down.
  const listening = new Map();
  const listen = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (type, ...rest) {
    if (!listening.has(type)) listening.set(type, new WeakSet());
    listening.get(type).add(this ?? window);
    listen.call(this ?? window, type, ...rest);
    look();
  };
  const marked = (element, mark) => Object.keys(element).some((key) => key.startsWith(mark));
  const heard = (type, element) => {
    const among = listening.get(type);
    if (typeof element?.[`on${type}`] === 'function') return true;
    for (let at = element; among && at; at = at.parentNode)
      // React listens on its root before it has hydrated all that stands in it: what it has hydrated bears its mark.
      if (among.has(at)) return !marked(at, '_reactListening') || marked(element, '__reactProps');
    return false;
  };

  const complain = (...parts) => complaints.push(parts.map((part) => String(part?.stack ?? part)).join(' '));
  for (const level of ['warn', 'error']) {
    const said = console[level];
    console[level] = (...parts) => (complain(level, ...parts), said.apply(console, parts));
  }
  // Caught on its way down, so that what does not load is heard of too.
  addEventListener('error', ({ error, message, target }) => complain('uncaught', error ?? message ?? target.outerHTML), true);
  addEventListener('unhandledrejection', ({ reason }) => complain('unhandled', reason));
  addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => complain('policy', effectiveDirective, blockedURI));

  const until = (holds, what) =>
    new Promise((resolve, reject) => {
      const done = () => {
        if (!holds()) return;
        clearTimeout(timer);
        waiting.delete(done);
        resolve(true);
      };
      const timer = setTimeout(() => {
        waiting.delete(done);
        reject(new Error(`${what} never came: ${JSON.stringify({ states, complaints, text: document.body?.innerText })}`));
      }, 40_000);
      waiting.add(done);
      done();
    });
  window.seen = {
    states,
    complaints,
    shows: (wanted) => until(() => states.at(-1) === wanted, wanted),
    reads: (text) => until(() => document.body?.innerText.includes(text), text),
    /** An element is there, and it or what it stands in listens to a type of event: React sets its mark unheard, so each frame is looked at. */
    answers(css, type) {
      const answered = until(() => heard(type, document.querySelector(css)), `who listens to ${type} of ${css}`);
      const frame = () => waiting.size && (look(), requestAnimationFrame(frame));
      frame();
      return answered;
    },
    /** What the page has fetched of code. */
    code: () => performance.getEntries().map(({ name }) => name).filter((name) => /\.(m?js|wasm)(\?|$)/.test(name)),
  };
})();
