import { CHECK, ENSURE_FRESH, EXTEND, LOGIN, LOGIN_BY_NAVIGATION, LOGOUT, REFRESH } from './border.js';
import { any, createPage, late, painting } from './engine.js';
import { SessionError } from './errors.js';
import { createStore } from './events.js';
import { blame, engage, load, release, type Engine } from './load.js';
import type { Opened, Sink } from './page/surface.js';
import { parting } from './parting.js';
import { judge } from './options.js';
import { TRACE } from './trace-hook.js';
import type { Session, SessionOptions, WasmSource } from './types.js';

/** What few applications load. */
const tracer = /* @__PURE__ */ late(() => import('./page/trace.js'));
const checker = /* @__PURE__ */ late(() => import('./check.js'));

const noop = (): void => {};

/** The longest wait before the engine is loaded again, in milliseconds. */
const LONGEST = 60_000;

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

/** The whole facade: judges the options, loads the engine, mirrors what it publishes. */
export function create<C>(options: SessionOptions<C>, source: () => WasmSource | Promise<WasmSource>): Session<C> {
  const settings = judge(options);
  const { claims: schema, debug } = options;
  const [observable, change, emit, settle, close, alive] = createStore<C>();
  const { paint, stands, leave, ...shows } = painting(settings, schema, change, emit);
  let page: Opened | undefined;
  let engine: Engine | undefined;
  let starting: Promise<Opened> | undefined;
  /** Whether the session calls `fetch` at this moment. An application's own may call the session again. */
  let sending = false;
  /** The signals of what the session sends: an application's own `fetch` may call the session later, too. Whether it has. */
  const sent = new WeakMap<AbortSignal, boolean>();
  const { fetch: native } = globalThis;
  /** Begins again after a failure of the network, as a failed check does; how long the last wait was, in ms. */
  let retry: any;
  let wait = 500;
  /** Lets go what waits for an engine, once the session is disposed of; whether it is. */
  let give!: (nothing?: any) => void;
  const over = new Promise<any>((resolve) => (give = resolve));
  let gone = false;
  const { want, count, hand, outcome } = parting(settings.name);
  /** What broke the last engine that broke. */
  let fault: SessionError;
  const inPage = typeof document !== 'undefined';

  const sink: Sink<SessionError> = {
    ...shows,
    emit,
    error: (...parts) => new SessionError(...parts),
    signal: () => observable.signal,
    send(input, init) {
      sending = true;
      try {
        if (init?.signal) sent.set(init.signal, false);
        return fetch(input, init);
      } finally {
        sending = false;
      }
    },
    broken(cause) {
      // It may have stopped halfway: no other session gets it.
      engine = undefined;
      return (fault = fail(cause));
    },
  };

  const stop = (): void => {
    page?.dispose();
    if (engine) release(engine);
    engine = undefined;
  };

  /** Says why there is no engine, or none any more. The next call tries again; of itself, so does the session. */
  const fail = (cause: unknown): SessionError => {
    const error = blame(cause);
    starting = undefined;
    shows.publish({ status: 'unauthenticated', activity: 'idle', reason: 'unknown', error });
    emit({ type: 'fault', error });
    if (error.code === 'wasm_load_failed' && !gone) {
      wait = Math.min(2 * wait, LONGEST);
      retry = setTimeout(() => starting ?? begin(), wait);
      // A test in Node may end meanwhile.
      retry.unref?.();
    }
    return error;
  };

  const start = async (): Promise<Opened> => {
    try {
      const { preset } = settings;
      const loading = Promise.all([load(source), debug && tracer()]);
      loading.catch(noop);
      // The presets of the package are checked by its tests: here only under `debug`.
      if (debug || !preset.name) {
        const complaint = (await checker()).complain(preset);
        if (complaint) throw new SessionError('config_invalid', { message: complaint });
        alive();
      }
      const opened = (page = createPage(settings, sink));
      // Used once: by the time another page is made, another tab may have made the document old.
      settings.given = undefined;
      const [module, tracing] = await loading;
      engine = await engage(module, opened);
      alive();
      if (tracing) tracing.trace(opened, sink, debug!);
      sink.began?.(opened);
      hand(opened);
      opened.start(engine.exports);
    } catch (cause) {
      stop();
      throw fail(cause);
    }
    alive();
    // What it was told first has broken it.
    if (!engine) throw fault;
    return page;
  };
  const begin = (): Promise<Opened> => {
    const started = (starting = Promise.race([start(), over]));
    // A failure is not remembered: the next call tries again.
    started.catch(() => starting === started && (starting = undefined));
    return started;
  };
  const use = async <T>(act: (page: Opened) => Promise<T>): Promise<T> => {
    alive();
    const started = await (starting ?? begin());
    alive();
    return act(started);
  };
  const call = (kind: number) => async (argument?: any) => {
    await use((page) => page.call(kind, argument));
    return observable.getSnapshot();
  };
  /** Waits until there is an engine, for as long as the caller does. */
  const engaged = async (signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    let abandon!: () => void;
    const abandoned = new Promise<never>((_, reject) => {
      abandon = () => reject(signal.reason);
      signal.addEventListener('abort', abandon);
    });
    await Promise.race([use(async () => {}), abandoned]).finally(() => signal.removeEventListener('abort', abandon));
  };
  /** A logout that is called after a call, but ahead of the engine, comes first: nothing is done for the user who has left. */
  const stays = (before: number): void => {
    if (before !== count()) throw new SessionError('session_ended');
  };
  const dispose = (): void => {
    clearTimeout(retry);
    if (!close()) return;
    gone = true;
    give();
    stop();
  };

  if (!inPage) {
    settle();
    starting = Promise.reject(new SessionError('config_invalid', { message: 'There is no document.' }));
    starting.catch(noop);
  } else {
    settings.given = options.initial === undefined ? undefined : paint();
    begin();
    // An app with an idle limit of its own is told what of it does not hold; no other app loads the code for it.
    if (settings.idle) import('./overruled.js').then(({ tell }) => tell(observable, settings.idle as any), noop);
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
      const ahead = inPage && !engine;
      // Ahead of what is shown: a listener may sign in again.
      if (ahead) want(options);
      leave(ahead);
      const { everywhere, returnTo } = options;
      if (!ahead) return use<any>((page) => page.call(LOGOUT, { everywhere, returnTo }));
      // What came with the document, or was asked ahead, tells of before.
      settings.given = undefined;
      page?.forget();
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
      if (!engine) await engaged(signal);
      return use((page) => {
        stays(before);
        return page.fetch(request, streams, signal);
      });
    },
    [TRACE]: () => [sink, page],
    dispose,
    // Where the symbol is missing, the name once more.
    [Symbol.dispose ?? 'dispose']: dispose,
  } as Omit<Session<C>, keyof typeof observable>);
}
