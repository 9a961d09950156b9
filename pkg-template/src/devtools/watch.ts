import type { Opened as Page, Sink } from '../page/surface.js';
import { trace } from '../page/trace.js';
import { TRACE } from '../trace-hook.js';
import type { Session, SessionEvent, TraceEntry } from '../types.js';
import type { Log } from './log.js';

const EVENTS = ['authenticated', 'refreshed', 'expiring', 'ended', 'identity-changed', 'step-up', 'fault'] as const;
const noop = (): void => {};

/** Writes down what a session does from now on; returns how to stop. One of `hallpass/testing` has no engine, and tells what an app hears. */
export function watch(session: Session<any>, log: Log): () => void {
  let stopped = false;
  const add = (entry: TraceEntry): void => {
    if (!stopped) log.add(entry);
  };
  const stop = (): void => {
    stopped = true;
  };
  const tell = (event: string, detail: object): void => add({ at: Date.now(), event, detail });
  const present = (): void => {
    const { status, activity, reason, error } = session.getSnapshot() as any;
    tell('snapshot', { status, activity, ...(reason && { reason }), ...(error && { error: error.code }) });
  };
  if (session.getSnapshot().status !== 'loading') present();
  const hook = (session as any)[TRACE] as (() => [sink: Sink, page: Page | undefined]) | undefined;
  if (hook) {
    const [sink, page] = hook();
    watchPages(sink, page, add);
    return stop;
  }
  const stops = [
    session.subscribe(present),
    ...EVENTS.map((type) => session.on(type, (event) => tell(`event ${type}`, told(event)))),
  ];
  return () => {
    stop();
    for (const one of stops) one();
  };
}

/** Watches the sink, which a session has one of, and each page: a new one begins after a failure. */
function watchPages(sink: Sink, present: Page | undefined, add: (entry: TraceEntry) => void): void {
  trace({ handle: noop, perform: noop } as unknown as Page, sink, add);
  const known = new WeakSet<Page>();
  const doors = (page: Page): void => {
    if (known.has(page)) return;
    known.add(page);
    trace(page, { publish: noop, emit: noop } as unknown as Sink, add);
  };
  if (present) doors(present);
  const { began } = sink;
  sink.began = (page) => {
    began?.(page);
    doors(page);
  };
}

/** Of an event what the trace tells: no claim, no subject, no response. */
function told(event: SessionEvent): object {
  if (event.type === 'fault') return { error: event.error.code };
  if (event.type === 'ended') return { reason: event.reason, by: event.by };
  return event.type === 'expiring' ? { limit: event.limit } : {};
}
