import { CHECK, ENSURE_FRESH, EXTEND, LOGIN, LOGOUT, LOGOUT_EVERYWHERE, NAVIGATE, REFRESH } from './calls.js';
import { Page } from './engine.js';
import { SessionError } from './errors.js';
import { createStore } from './events.js';
import { blame, load, type Page as Opened, type Sink } from './load.js';
import { judge } from './options.js';
import type { Session, SessionOptions, WasmSource } from './types.js';

const noop = (): void => {};

/** The whole facade: judges the options, loads the engine, mirrors what it publishes. */
export function create<C>(options: SessionOptions<C>, source: () => WasmSource | Promise<WasmSource>): Session<C> {
  const settings = judge(options);
  const { claims: schema, debug } = options;
  const [observable, change, emit, settle, close, alive] = createStore<C>();
  let page: Opened | undefined;
  let starting: Promise<Opened> | undefined;

  const sink: Sink<C> = {
    publish: change,
    emit,
    error: (...parts) => new SessionError(...parts),
  };
  if (schema)
    sink.validate = async (value, answer) => {
      const result = await schema['~standard'].validate(value, { libraryOptions: { answer } });
      if (result.issues) throw new Error(result.issues[0]?.message);
      return result.value;
    };

  const start = async (): Promise<Opened> => {
    try {
      const { preset } = settings;
      const loading = Promise.all([load(source), debug && import('./page/trace.js')]);
      loading.catch(noop);
      // Of our own presets nobody doubts but who debugs.
      if (debug || !preset.name) {
        const complaint = (await import('./check.js')).complain(preset);
        if (complaint) throw new SessionError('config_invalid', complaint);
        alive();
      }
      const opened = (page = new Page(settings, sink));
      const [module, tracing] = await loading;
      const { exports } = await WebAssembly.instantiate(module, { page: opened.imports });
      alive();
      if (tracing) tracing.trace(opened, sink, debug!);
      opened.start(exports);
      return opened;
    } catch (cause) {
      const error = blame(cause);
      page?.dispose();
      change({ status: 'unauthenticated', activity: 'idle', reason: 'none', error });
      emit({ type: 'fault', error });
      throw error;
    }
  };
  const begin = (): Promise<Opened> => {
    starting = start();
    // A failure is not remembered: the next call tries again.
    starting.catch(() => (starting = undefined));
    return starting;
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
  const dispose = (): void => {
    if (close()) page?.dispose();
  };

  if (typeof document === 'undefined') {
    settle();
    starting = Promise.reject(new SessionError('config_invalid', 'no document'));
    starting.catch(noop);
  } else {
    begin();
  }

  return Object.assign(observable, {
    check: call(CHECK),
    refresh: call(REFRESH),
    ensureFresh: call(ENSURE_FRESH),
    login: ({ returnTo, acrValues, maxAge, ...credentials } = {}) => {
      const text = JSON.stringify(credentials);
      return text === '{}' ? call(NAVIGATE)({ returnTo, acrValues, maxAge }) : call(LOGIN)(text);
    },
    extend: call(EXTEND),
    logout: ({ everywhere, returnTo } = {}) => use<any>((page) => page.call(everywhere ? LOGOUT_EVERYWHERE : LOGOUT, { returnTo })),
    fetch: (input, init) => use((page) => page.fetch(input, init)),
    dispose,
    // Where the symbol is missing, the name once more.
    [Symbol.dispose ?? 'dispose']: dispose,
  } as Omit<Session<C>, keyof typeof observable>);
}
