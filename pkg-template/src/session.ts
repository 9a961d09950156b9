import { CHECK, ENSURE_FRESH, EXTEND, LOGIN, LOGIN_BY_NAVIGATION, LOGOUT, REFRESH } from './border.js';
import { any, painting } from './engine.js';
import { SessionError } from './errors.js';
import { createStore } from './events.js';
import { parting } from './parting.js';
import { judge } from './options.js';
import { running } from './running.js';
import { TRACE } from './trace-hook.js';
import type { Session, SessionOptions, WasmSource } from './types.js';

/** The request that `fetch` would make of this. */
const read = (input: RequestInfo | URL, init: RequestInit | undefined): Request => {
  try {
    return new Request(input, init);
  } catch (cause) {
    if (Object(input).url) throw cause;
    // A DOM in Node has a `Request` that knows of no document.
    return new Request(new URL(`${input}`, document.baseURI), init);
  }
};

/** The whole facade: judges the options, starts the engine, mirrors what it publishes. */
export function create<C>(options: SessionOptions<C>, source: () => WasmSource | Promise<WasmSource>): Session<C> {
  const settings = judge(options);
  const { claims: schema, debug } = options;
  const [observable, change, emit, settle, close, alive] = createStore<C>();
  const { paint, stands, part, ...shows } = painting(settings, schema, change, emit);
  /** Whether the session calls `fetch` at this moment. An application's own may call the session again. */
  let sending = false;
  /** The signals of what the session sends: an application's own `fetch` may call the session later, too. Whether it has. */
  const sent = new WeakMap<AbortSignal, boolean>();
  const { fetch: native } = globalThis;
  const { want, count, hand, outcome } = parting(settings.name);
  const inPage = typeof document !== 'undefined';

  const tells = {
    ...shows,
    emit,
    error: (...parts: ConstructorParameters<typeof SessionError>) => new SessionError(...parts),
    signal: () => observable.signal,
    send(input: RequestInfo | URL, init?: RequestInit) {
      sending = true;
      try {
        if (init?.signal) sent.set(init.signal, false);
        return fetch(input, init);
      } finally {
        sending = false;
      }
    },
  };
  const { traced, runs, begin, use, engaged, end } = running({ settings, source, debug, tells, alive, hand });

  const call = (kind: number) => async (argument?: any) => {
    await use((page) => page.call(kind, argument));
    return observable.getSnapshot();
  };
  /** A logout that is called after a call, but ahead of the engine, comes first: nothing is done for the user who has left. */
  const stays = (before: number): void => {
    if (before !== count()) throw new SessionError('session_ended');
  };
  const dispose = (): void => {
    if (close()) end();
  };

  if (!inPage) {
    settle();
  } else {
    settings.given = options.initial === undefined ? undefined : paint();
    begin();
    // An app with an idle limit of its own is told what of it does not hold; no other app loads the code for it.
    if (settings.idle)
      import('./overruled.js').then(
        ({ tell }) => tell(observable, settings.idle as any),
        () => {},
      );
  }

  return Object.assign(observable, {
    check: call(CHECK),
    refresh: call(REFRESH),
    ensureFresh: call(ENSURE_FRESH),
    async login({ returnTo, acrValues, maxAge, signal, ...credentials } = {}) {
      const text = JSON.stringify(credentials);
      const before = count();
      if (signal) await engaged(signal);
      await use((page) => {
        stays(before);
        return text === '{}'
          ? page.call(LOGIN_BY_NAVIGATION, { returnTo, acrValues, maxAge }, signal)
          : page.call(LOGIN, text, signal);
      });
      return observable.getSnapshot();
    },
    extend: call(EXTEND),
    async logout(options = {}) {
      alive();
      const ahead = inPage && !runs();
      // Ahead of what is shown: a listener may sign in again.
      if (ahead) want(options);
      part(ahead);
      const { everywhere, returnTo } = options;
      if (!ahead) return use<any>((page) => page.call(LOGOUT, { everywhere, returnTo }));
      // What came with the document, or was asked ahead, tells of before.
      settings.given = undefined;
      traced()[1]?.forget();
      try {
        await use(async () => {});
        return await outcome();
      } catch (cause: any) {
        // The engine is loaded again, and hears of it.
        if (cause.code === 'wasm_load_failed') return { confirmed: false };
        throw cause;
      }
    },
    async fetch(input, init) {
      // An application's own `fetch` that calls the session, and is called by it.
      const back = init?.signal && sent.get(init.signal);
      if (back) throw new SessionError('config_invalid', { message: 'Make the session before window.fetch calls it.' });
      if (back === false) sent.set(init!.signal!, true);
      if (sending || back === false) return native(input, init);
      alive();
      if (!inPage) return use((page) => page.fetch(undefined!));
      // Read now, and by the browser: as `fetch` does.
      const request = read(input, init);
      const streams = init?.body instanceof ReadableStream;
      // The request is meant for the user whom the document names: if the engine finds another user, or none, it is not sent.
      const signal = stands() ? any([request.signal, observable.signal]) : request.signal;
      const before = count();
      if (!runs()) await engaged(signal);
      return use((page) => {
        stays(before);
        return page.fetch(request, streams, signal);
      });
    },
    [TRACE]: traced,
    dispose,
    // Where the symbol is missing, the name once more.
    [Symbol.dispose ?? 'dispose']: dispose,
  } as Omit<Session<C>, keyof typeof observable>);
}
