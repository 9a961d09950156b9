import { json } from './json.js';
import { ACTIVITIES, CODES, EFFECTS, EVENTS, LIMITS, REASONS, STATUSES } from './names.js';

/**
 * What the module imports. Numbers alone cross the border, and fixed texts on the way out: what the engine looks at
 * stays here, and what it says is kept until it is done. So nothing ever calls it back while it is at work.
 */
let value;
let said;

/** Calls the engine about a value; returns what came of it, and what it said meanwhile. */
export function enter(about, call) {
  value = about;
  said = { effects: [], events: [] };
  const result = call();
  return { ...said, result };
}

export const says = (pointer, text) => json.says(value, pointer, text);
export const kind = (pointer) => json.kind(value, pointer);
export const number = (pointer) => json.number(value, pointer);
export const digest = (pointer) => json.digest(value, pointer);
/** A number of a message. */
export const nth = (index) => (typeof value?.[index] === 'number' ? value[index] : NaN);

export const effect = (which, ...values) => said.effects.push([EFFECTS[which], ...values]);

export const event = (which, word, at) => {
  const name = EVENTS[which];
  said.events.push([name, (name === 'ended' ? REASONS : LIMITS)[word], at]);
};

export const snapshot = (status, activity, reason, ...times) =>
  (said.snapshot = [STATUSES[status], ACTIVITIES[activity], REASONS[reason] ?? '', ...times]);

/** An error: of an effect, by its number, of an event, or of the snapshot. */
export const fail = (which, id, code, detail, status, wait) => {
  const error = [CODES[code], detail, status, wait];
  if (id) said.effects.push([EFFECTS[which], id, ...error]);
  else if (which) said.events.push([EVENTS[which], ...error]);
  else said.error = error;
};

/** How the server is addressed, and where in an answer things stand that the engine only hands on. */
export const contract = (...texts) => (said.contract = texts);
