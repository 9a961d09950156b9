import { json } from './json.js';
import { ACTIVITIES, CODES, DETAILS, EFFECTS, EVENTS, INTENTS, LIMITS, REASONS, STATUSES, TERMS } from './names.js';

/**
 * What the module imports. Numbers alone cross the border, and fixed texts on the way out: what the engine looks at
 * stays here, and what it says is kept until it is done. So nothing ever calls it back while it is at work.
 */
const LOOKS = [json.kind, json.number, json.time, json.digest];

let seen;
let said;

/** Calls the engine about a value and for a preset; returns what came of it, and what it said meanwhile. */
export function enter(about, preset, call) {
  seen = [about, preset];
  said = { effects: [], events: [] };
  const result = call();
  return { ...said, result };
}

/** Keeps a value while the engine is at work; it knows the number. */
const keep = (value) => seen.push(value) - 1;

export const get = (value, term) => keep(seen[value]?.[TERMS[term]]);
export const item = (value, index) => keep(json.item(seen[value], index));
export const find = (answer, place) => keep(json.find(seen[answer], seen[place]));
export const look = (value, what) => LOOKS[what](seen[value]);
export const says = (value, term) => seen[value] === TERMS[term];
export const among = (value, wanted) => [].concat(seen[wanted]).some((one) => json.same(seen[value], one));

export const effect = (which, id, a, b, ...more) => {
  // An endpoint, and what it is asked for.
  if (!which) [a, b] = [seen[a], INTENTS[b]];
  said.effects.push([EFFECTS[which], id, a, b, ...more]);
};

/** The token of the page was refused. */
export const doubt = () => said.effects.push(['doubt']);

export const event = (which, word, at) => {
  const name = EVENTS[which];
  said.events.push([name, (name === 'ended' ? REASONS : LIMITS)[word], at]);
};

export const snapshot = (status, activity, reason, ...times) =>
  (said.snapshot = [STATUSES[status], ACTIVITIES[activity], REASONS[reason] ?? '', ...times]);

/** An error: of an effect, by its number, of an event, or of the snapshot. */
export const fail = (which, id, code, detail, status, wait) => {
  const error = [CODES[code], DETAILS[detail], status, wait];
  if (id) said.effects.push([EFFECTS[which], id, ...error]);
  else if (which) said.events.push([EVENTS[which], ...error]);
  else said.error = error;
};
