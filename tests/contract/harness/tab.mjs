// A tab of a browser, in Node: as much of a page as the real engine asks for, and MSW for its network.
import { Window } from 'happy-dom';
import { setupServer } from 'msw/node';
import { load } from './package.mjs';

/** How long anything may take to happen, in ms. */
const PATIENCE = 20_000;
const ORIGIN = 'https://app.example';

const GIVEN = ['document', 'location', 'origin', 'navigator', 'addEventListener', 'BroadcastChannel'];
const { BroadcastChannel: NodeChannel } = globalThis;
const own = Object.fromEntries(GIVEN.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)]));

/** Opens a page; `close` takes all of it away. Sessions made in it are its tabs: they share cookies and hear of each other. */
export async function open(handlers) {
  const window = new Window({ url: `${ORIGIN}/` });
  const channels = [];
  /** Node's, which would keep the process alive. */
  class Channel extends NodeChannel {
    constructor(name) {
      super(name);
      this.unref();
      channels.push(this);
    }
  }
  const values = {
    document: window.document, location: window.location, origin: ORIGIN, navigator: { onLine: true },
    addEventListener: window.addEventListener.bind(window), BroadcastChannel: Channel,
  };
  for (const [name, value] of Object.entries(values)) Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  const server = setupServer(...handlers);
  server.listen({ onUnhandledRequest: 'error' });
  const { createSession } = await load('index.js');
  const made = [];

  return {
    server,
    window,
    /** A session with the trace of it; `options` are those of `createSession`. */
    tab(options = {}) {
      const entries = [];
      const waiting = new Set();
      const session = createSession({
        ...options,
        debug: (entry) => {
          entries.push(entry);
          for (const look of waiting) look();
        },
      });
      made.push(session);
      return {
        session,
        entries,
        /** Resolves once the trace has an entry that is called so, and brings that. */
        until(event, wanted = {}) {
          return new Promise((resolve, reject) => {
            const fits = (entry) => entry.event === event && Object.entries(wanted).every(([name, value]) => entry.detail?.[name] === value);
            const timer = setTimeout(() => {
              waiting.delete(look);
              reject(new Error(`no ${event} ${JSON.stringify(wanted)} within ${PATIENCE} ms; there was\n${entries.map((entry) => `${entry.event} ${JSON.stringify(entry.detail)}`).join('\n')}`));
            }, PATIENCE);
            const look = () => {
              if (!entries.some(fits)) return;
              clearTimeout(timer);
              waiting.delete(look);
              resolve();
            };
            waiting.add(look);
            look();
          });
        },
      };
    },
    async close() {
      for (const session of made) session.dispose();
      server.close();
      for (const channel of channels) channel.close();
      await window.happyDOM.close();
      for (const name of GIVEN) {
        if (own[name]) Object.defineProperty(globalThis, name, own[name]);
        else delete globalThis[name];
      }
    },
  };
}
