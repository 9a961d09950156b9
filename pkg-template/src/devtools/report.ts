import type { Session, TraceEntry } from '../types.js';
import { explain } from './explain.js';

/**
 * What is sent along with a bug report: how the session stands, why, and the trace. No claim, no subject, no address of a
 * page (it may carry a code), no credential: the trace has none, and of the snapshot only times and words are taken.
 */
export function report(session: Session<any>, entries: readonly TraceEntry[]): string {
  const { status, activity, reason, error, expiresAt, idleExpiresAt, absoluteExpiresAt } = session.getSnapshot() as any;
  return JSON.stringify(
    {
      hallpass: 1,
      at: new Date().toISOString(),
      origin: location.origin,
      browser: navigator.userAgent,
      snapshot: { status, activity, reason, error: error?.code, expiresAt, idleExpiresAt, absoluteExpiresAt },
      why: explain(entries).sentence,
      entries,
    },
    null,
    1,
  );
}
