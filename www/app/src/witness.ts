import { isSessionError, type Session, type SessionEvent, type SessionSnapshot } from 'hallpass';
import { note } from './journal';
import { clock } from './time';

const EVENTS = ['authenticated', 'refreshed', 'expiring', 'ended', 'identity-changed', 'step-up', 'fault'] as const;

/** Writes down whatever the session lets see: its events, its snapshots, and what crosses the wire. */
export function witness(session: Session): void {
  for (const type of EVENTS) session.on(type, (event) => note('event', type, describe(event), type === 'fault'));

  let before = session.getSnapshot();
  session.subscribe(() => {
    const next = session.getSnapshot();
    note('snapshot', next.status, difference(before, next), !!next.error);
    before = next;
  });

  // Told by the browser and not by hallpass, so that it shows the refreshes and replays too.
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as PerformanceResourceTiming[]) if (entry.initiatorType === 'fetch') request(entry);
  }).observe({ type: 'resource', buffered: true });
}

/** Told a moment late, but with its time; a status of 0 says that no answer came. */
function request({ name, responseStatus, responseEnd }: PerformanceResourceTiming): void {
  const { pathname, search } = new URL(name);
  const answer = responseStatus === 0 ? 'no answer' : String(responseStatus ?? '');
  note('request', pathname + search, answer, responseStatus === 0 || responseStatus >= 400, performance.timeOrigin + responseEnd);
}

function describe({ type, ...rest }: SessionEvent): string {
  if ('error' in rest) return rest.error.message;
  return Object.entries(rest)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key} ${show(key, value)}`)
    .join(' · ');
}

/** Names what has changed, the status aside, which is the title. */
function difference(before: SessionSnapshot, next: SessionSnapshot): string {
  const old: Record<string, unknown> = { ...before };
  return Object.entries(next)
    .filter(([key, value]) => key !== 'status' && key !== 'claims' && show(key, value) !== show(key, old[key]))
    .map(([key, value]) => `${key} ${show(key, value)}`)
    .join(' · ');
}

function show(key: string, value: unknown): string {
  if (isSessionError(value)) return value.code;
  if (value instanceof Response) return new URL(value.url).pathname;
  return key.endsWith('At') && typeof value === 'number' ? clock(value) : String(value ?? 'none');
}
