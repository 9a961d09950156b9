import { createPage, late } from './engine.js';
import { SessionError } from './errors.js';
import { blame, engage, load, release, type Engine } from './load.js';
import type { Opened, Settings, Sink } from './page/surface.js';
import type { WasmSource } from './types.js';

/** What few applications load. */
const tracer = /* @__PURE__ */ late(() => import('./page/trace.js'));
const checker = /* @__PURE__ */ late(() => import('./check.js'));

const noop = (): void => {};

/** The longest wait before the engine is loaded again, in milliseconds. */
const LONGEST = 60_000;

/** What the engine of a session is made with. */
interface Needs {
  settings: Settings;
  source: () => WasmSource | Promise<WasmSource>;
  /** The option of that name. */
  debug: any;
  /** What a page tells, but for that it broke: this file adds that. */
  tells: Omit<Sink<SessionError>, 'broken'>;
  /** Throws once the session is disposed of. */
  alive: () => void;
  /** Hands a page what the user has asked for ahead of it, as the first that it is asked. */
  hand: (page: Opened) => void;
}

/** The engine of a session: loaded, given to a page, loaded again after a failure, and taken back. */
export interface Running {
  /** What its pages tell, and the page, once there is one. */
  traced(): [sink: Sink<SessionError>, page: Opened | undefined];
  /** Whether there is an engine now. */
  runs(): boolean;
  /** Loads an engine. */
  begin(): Promise<Opened>;
  /** Does something with the page, once there is an engine: loads one where that is not under way. */
  use<T>(act: (page: Opened) => Promise<T>): Promise<T>;
  /** Waits until there is an engine, for as long as the caller does. */
  engaged(signal: AbortSignal): Promise<void>;
  /** Stops it for good, and lets go what waits for it. */
  end(): void;
}

export function running({ settings, source, debug, tells, alive, hand }: Needs): Running {
  let page: Opened | undefined;
  let engine: Engine | undefined;
  let starting: Promise<Opened> | undefined;
  /** Begins again after a failure of the network, as a failed check does; how long the last wait was, in ms. */
  let retry: any;
  let wait = 500;
  /** Lets go what waits for an engine, once the session is disposed of; whether it is. */
  let give!: (nothing?: any) => void;
  const over = new Promise<any>((resolve) => (give = resolve));
  let gone = false;
  /** What broke the last engine that broke. */
  let fault: SessionError;

  const sink: Sink<SessionError> = {
    ...tells,
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
    tells.publish({ status: 'unauthenticated', activity: 'idle', reason: 'unknown', error });
    tells.emit({ type: 'fault', error });
    if (error.code === 'wasm_load_failed' && !gone) {
      clearTimeout(retry);
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
      if (tracing) tracing.trace(opened, sink, debug);
      sink.began?.(opened);
      hand(opened);
      opened.start(engine.exports);
    } catch (cause) {
      stop();
      // That it broke has been told.
      throw cause === fault ? cause : fail(cause);
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

  if (typeof document === 'undefined') {
    starting = Promise.reject(new SessionError('config_invalid', { message: 'There is no document.' }));
    starting.catch(noop);
  }

  const use: Running['use'] = async (act) => {
    alive();
    const started = await (starting ?? begin());
    alive();
    return act(started);
  };

  return {
    traced: () => [sink, page],
    runs: () => !!engine,
    begin,
    use,
    async engaged(signal) {
      signal.throwIfAborted();
      let abandon!: () => void;
      const abandoned = new Promise<never>((_, reject) => {
        abandon = () => reject(signal.reason);
        signal.addEventListener('abort', abandon);
      });
      await Promise.race([use(async () => {}), abandoned]).finally(() => signal.removeEventListener('abort', abandon));
    },
    end() {
      gone = true;
      clearTimeout(retry);
      give();
      stop();
    },
  };
}
