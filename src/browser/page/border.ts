import { ACTIVITIES, CODES, DETAILS, EffectKind, EVENTS, LIMITS, PARTIES, REASONS, STATUSES, TERMS } from './generated/border.js';
import type { EventName, TermName } from './generated/border.js';
import type { Preset } from './generated/preset.js';
import { json } from './json.js';
import type { Complaint, Standing } from './surface.js';

/** What the engine said of an event, as far as it knows of it. */
export type Event = { type: EventName; error?: Complaint } & Record<string, unknown>;

/** What the engine said while it was at work. */
export interface Said {
  _effects: [which: number, id: number, ...values: unknown[]][];
  _events: Event[];
  _snapshot: Standing;
  _error?: Complaint;
}

/** The border of one engine. */
export interface Border {
  /** Calls the engine about a value; returns what came of it, and what it said meanwhile. */
  _enter(about: unknown, call: () => number | void): Said & { _result: number };
  imports: Record<string, (...values: any[]) => unknown>;
}

/** What can be told of a value, by the numbers of `Look`. */
const LOOKS: ((value: any) => number)[] = [
  json._kind,
  json._number,
  (value) => json._time!(value),
  json._digest,
  (value) => TERMS.indexOf(value),
];

/** A time like any other is zero; none is NaN there, and `null` here. */
const time = (at: number): number | null => (Number.isNaN(at) ? null : at);

/**
 * The border of one engine: what its module imports, and the way in. Numbers alone cross, and fixed texts on the way
 * out: what the engine looks at stays here, and what it says is kept until it is done. So nothing ever calls it back
 * while it is at work.
 */
export function border(preset: Preset): Border {
  let seen: any[];
  let said: Said;
  /** Keeps a value while the engine is at work; it knows the number. */
  const keep = (value: unknown): number => seen.push(value) - 1;

  return {
    _enter(about, call) {
      seen = [about, preset];
      said = { _effects: [], _events: [] } as Pick<Said, '_effects' | '_events'> as Said;
      const result = call();
      return { ...said, _result: result as number };
    },

    imports: {
      _get: (value: number, term: number) => keep(seen[value]?.[TERMS[term] as TermName]),
      _item: (value: number, index: number) => keep(json._item(seen[value], index)),
      _find: (answer: number, place: number) => keep(json._find(seen[answer], seen[place])),
      _look: (value: number, what: number) => LOOKS[what]!(seen[value]),
      _among: (value: number, wanted: number) => [seen[wanted]].flat().some((one) => json._same(seen[value], one)),

      _effect(which: EffectKind, id: number, a: number, b: number, ...more: number[]) {
        const values = [which === EffectKind.Send ? seen[a] : a, b, ...more];
        said._effects.push([which, id, ...values]);
      },
      _event(which: number, a: number, b: number) {
        const type = EVENTS[which]!;
        said._events.push({
          type,
          ...(type === 'ended' ? { reason: REASONS[a], by: PARTIES[b] } : b && { limit: LIMITS[a], expiresAt: b }),
        });
      },
      _snapshot: (status: number, activity: number, reason: number, ...times: [number, number, number]) => {
        said._snapshot = [STATUSES[status]!, ACTIVITIES[activity]!, REASONS[reason]!, ...(times.map(time) as [null, null, null])];
      },
      /** An error: of an effect, by its number, of an event, or of the snapshot. */
      _fail(which: number, id: number, code: number, detail: number, status: number, wait: number) {
        const error: Complaint = [CODES[code]!, DETAILS[detail], status, wait];
        if (id) said._effects.push([which, id, ...error]);
        else if (which) said._events.push({ type: EVENTS[which]!, error });
        else said._error = error;
      },
    },
  };
}
