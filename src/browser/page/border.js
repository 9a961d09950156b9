import { json } from './json.js';
import { ACTIVITIES, CODES, DETAILS, EVENTS, INTENTS, LIMITS, REASONS, STATUSES, TERMS } from './names.js';

/** What can be told of a value, by the numbers in `seen.rs`. */
const LOOKS = [json._kind, json._number, (value) => json._time(value), json._digest, (value) => TERMS.indexOf(value)];

/** A time like any other is zero; none is NaN there, and `null` here. */
const time = (at) => (at === at ? at : null);

/**
 * The border of one engine: what its module imports, and the way in. Numbers alone cross, and fixed texts on the way
 * out: what the engine looks at stays here, and what it says is kept until it is done. So nothing ever calls it back
 * while it is at work.
 */
export function border(preset) {
  let seen;
  let said;
  /** Keeps a value while the engine is at work; it knows the number. */
  const keep = (value) => seen.push(value) - 1;

  return {
    /** Calls the engine about a value; returns what came of it, and what it said meanwhile. */
    _enter(about, call) {
      seen = [about, preset];
      said = { _effects: [], _events: [] };
      const result = call();
      return { ...said, _result: result };
    },

    imports: {
      _get: (value, term) => keep(seen[value]?.[TERMS[term]]),
      _item: (value, index) => keep(json._item(seen[value], index)),
      _find: (answer, place) => keep(json._find(seen[answer], seen[place])),
      _look: (value, what) => LOOKS[what](seen[value]),
      _among: (value, wanted) => [].concat(seen[wanted]).some((one) => json._same(seen[value], one)),

      _effect(which, id, a, b, ...more) {
        // An endpoint, and what it is asked for.
        if (!which) [a, b] = [seen[a], INTENTS[b]];
        said._effects.push([which, id, a, b, ...more]);
      },
      _event(which, word, at) {
        const type = EVENTS[which];
        said._events.push({ type, ...(type === 'ended' ? { reason: REASONS[word] } : at && { limit: LIMITS[word], expiresAt: at }) });
      },
      _snapshot: (status, activity, reason, ...times) =>
        (said._snapshot = [STATUSES[status], ACTIVITIES[activity], REASONS[reason], ...times.map(time)]),
      /** An error: of an effect, by its number, of an event, or of the snapshot. */
      _fail(which, id, code, detail, status, wait) {
        const error = [CODES[code], DETAILS[detail], status, wait];
        if (id) said._effects.push([which, id, ...error]);
        else if (which) said._events.push({ type: EVENTS[which], error });
        else said._error = error;
      },
    },
  };
}
