import { stepUp } from './answers.js';
import type { Event } from './border.js';
import type { Facts } from './facts.js';
import type { Complaint, Fault, Shown, Sink, Standing, Told } from './surface.js';

/** What telling the application needs of the page. */
interface Needs {
  readonly _sink: Sink;
  readonly _error: (complaint: Complaint) => Fault;
  /** Keeps a handle. */
  readonly _meet: (handle: string) => number;
  /** What the page keeps of the last answer. */
  readonly _kept: () => Facts;
}

/** What the application is told. */
export interface Showing {
  /** The last answer is the session that is known from now on. */
  _adopt(): void;
  /** Shows how the session stands, if that is something new. */
  _publish(standing: Standing, error?: Complaint): void;
  /** Tells what happened, with what the engine does not know of it. */
  _emit(event: Event, about: unknown): void;
}

export function showing(page: Needs): Showing {
  let known: Facts = {};
  /** The subject of the session before. */
  let former: string | undefined;
  let shown: string | undefined;

  return {
    _adopt() {
      const answer = page._kept();
      former = known._subject;
      page._meet(answer._handle ?? '');
      // Equal claims stay the same object: an application compares them by identity.
      if (answer._written === known._written && answer._subject === former) return;
      known = answer;
      shown = undefined;
    },
    _publish([status, activity, reason, expiresAt, idleExpiresAt, absoluteExpiresAt], error) {
      const times = { expiresAt, idleExpiresAt, absoluteExpiresAt };
      // Without the claims, which may be large, or nothing that JSON can write: `_adopt` compares them.
      const all = JSON.stringify([status, activity, reason, times, error]);
      if (all === shown) return;
      shown = all;
      const { _claims: claims, _subject: subject = null } = known;
      page._sink.publish({
        status,
        activity,
        ...(status === 'authenticated' ? { claims, subject, ...times } : status === 'unauthenticated' && { reason }),
        ...(error && { error: page._error(error) }),
      } as Shown);
    },
    _emit: ({ type, ...event }, about) =>
      page._sink.emit({
        type,
        ...(type === 'step-up'
          ? stepUp(about)
          : type === 'identity-changed'
            ? { from: former ?? null, to: known._subject ?? null }
            : type === 'fault'
              ? { error: page._error(event.error!) }
              : event),
      } as Told),
  };
}
