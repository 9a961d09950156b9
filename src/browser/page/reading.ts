import type { Expiry, Place, Preset, Sign } from './generated/preset.js';
import { json } from './json.js';

/** Limits below this are nothing to plan on, in milliseconds; as the engine has it (src/machine/known.rs). */
const SHORTEST = 1_000;

/** The longest span that the engine reckons with, in milliseconds (src/machine/time.rs). */
const LONGEST = 400 * 24 * 3600 * 1000;

/** An answer of a session endpoint. */
export interface Answer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  /** What it says; `undefined` if that is no JSON. */
  readonly body?: unknown;
  /** Epoch milliseconds, by the clock of the server. */
  readonly now: number;
}

/** What an answer says of a user. */
export interface Reading {
  claims: unknown;
  subject: string | null;
  /** How long the session lasts, may idle, and lasts at most, in milliseconds. */
  spans: (number | undefined)[];
}

const list = <T>(value: T | T[] | undefined): T[] => (value === undefined ? [] : ([value].flat() as T[]));

/** Whether an answer bears a sign, or one of several: as `src/dialect/sign.rs` has it. */
const bears = (answer: Answer, signs: Sign | Sign[] | undefined): boolean =>
  list(signs).some(({ status, at, is, not, json: object }) => {
    const found = json._find(answer, at);
    const among = (wanted: unknown): boolean => [wanted].flat().some((one) => json._same(found, one));
    return (
      (status === undefined ? answer.status >= 200 && answer.status < 300 : list(status).includes(answer.status)) &&
      (is === undefined || among(is)) &&
      (not === undefined || (found !== undefined && !among(not))) &&
      (object === undefined || (object ? json._kind(answer.body) === 3 : answer.body === undefined))
    );
  });

/** The span that an entry of `expiry` speaks of, in milliseconds; NaN for none. */
const spanOf = ({ at, unit, assume, tolerance }: Expiry, answer: Answer): number => {
  const value = json._find(answer, at);
  const number = json._number(value);
  const { now } = answer;
  let span =
    unit === 'iso'
      ? json._time(value) - now
      : unit === 'ms'
        ? number - now
        : unit === 's'
          ? number * 1e3 - now
          : unit === 'in_ms'
            ? number
            : number * 1e3;
  if (Number.isNaN(span)) span = assume! * 1e3;
  return tolerance! > 0 ? span + tolerance! * 1e3 : span;
};

/** The limits that an answer speaks of: as `src/dialect/limits.rs` has it. */
const limits = (expiry: Preset['expiry'], answer: Answer): (number | undefined)[] => {
  const found: (number | undefined)[] = [];
  for (const entry of list(expiry)) {
    const span = spanOf(entry, answer);
    if (span >= 0 && span < Infinity) found[['idle', 'absolute'].indexOf(entry.of!) + 1] ??= Math.min(Math.trunc(span), LONGEST);
  }
  return found;
};

/**
 * What the answer of a session endpoint says, judged at once and without the engine: `null` if no user is signed in,
 * `undefined` where this answer alone does not tell. Whatever it does say, the engine says too (src/dialect/read.rs).
 */
export function reading(preset: Preset, given: Answer): Reading | null | undefined {
  const { session, csrf, authenticated, pairs, refresh } = preset;
  const answer = pairs && given.body ? { ...given, body: json._fold(given.body, pairs) } : given;
  const has = (signs: Sign | Sign[] | undefined): boolean => bears(answer, signs);
  const named = (place: Place | undefined): string | undefined => {
    const value = place === undefined ? place : json._find(answer, place);
    return typeof value === 'string' || typeof value === 'number' ? `${value}` : undefined;
  };
  // In the order in which the engine looks at them. Where nothing refreshes, what has lapsed is over.
  const lapsed = refresh ? undefined : null;
  const words: [Sign | Sign[] | undefined, null | undefined][] = [
    [session.incomplete, undefined],
    [csrf?.rejected, undefined],
    [preset.stepUp, undefined],
    [preset.mismatch, undefined],
    [session.refused, null],
    [preset.over, null],
    // No user, or one whose access part has lapsed: only a refresh tells.
    [preset.anonymous, has(preset.expired) ? lapsed : null],
    [preset.expired, lapsed],
  ];
  for (const [signs, said] of words) if (has(signs)) return said;
  const claims = json._find(answer, preset.user);
  const subject = named(preset.subject);
  const vouched = authenticated === undefined ? subject : has(authenticated);
  if (session.ok || answer.status < 200 || answer.status > 299 || !vouched || json._kind(claims) !== 3) return undefined;
  const spans = limits(preset.expiry, answer);
  return spans.some((span) => span! < SHORTEST) ? undefined : { claims, subject: subject ?? null, spans };
}
