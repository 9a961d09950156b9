import type { HeaderPlace, Place } from './generated/preset.js';

/** An answer, as far as a value may stand in it. */
export interface Answered {
  readonly body?: unknown;
  readonly headers?: { get(name: string): unknown };
}

/** How the engine looks at values: no text of an answer enters the module. */
export interface Values {
  /** What is at a JSON pointer; `undefined` if there is nothing. */
  _at(value: unknown, pointer: string): unknown;
  /** What an answer has at a place: a pointer into its body, or a header, which may be JSON in base64. */
  _find(answer: Answered | undefined, place?: Place): unknown;
  /** An item of a list; what is no list is a list of itself. */
  _item(value: unknown, index: number): unknown;
  /** 0 false, 1 true, 2 text, 3 object: its JSON begins so. 4 is nothing; anything else is negative. */
  _kind(value: unknown): number;
  /** NaN for what is no number. */
  _number(value: unknown): number;
  /** Epoch milliseconds of ISO 8601 text, NaN for anything else. */
  _time(value: unknown): number;
  /** Whether a value is the one wanted: equal as JSON, or a text that contains what `{ has }` says. */
  _same(value: unknown, wanted: unknown): boolean;
  /** A list of pairs as one object; what has several values has a list of them. What is no list says nothing. */
  _fold(list: unknown, names: [string, string]): unknown;
  /** Equal values have equal ones, a number that of its text, no text zero. 53 bits, of two multiplicative hashes. */
  _digest(value: unknown): number;
}

const at = (value: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .reduce((value: any, escaped) => {
      // RFC 6901 §4.
      const name = escaped.replace(/~1/g, '/').replace(/~0/g, '~');
      // What a text inherits, `sub` for one, is nothing that was said.
      if (Object.hasOwn(Object(value), name)) return value[name];
    }, value);

const text = (value: unknown): string => JSON.stringify(value);

/** What differs with each token of the same session (RFC 7519 §4.1): from when, until when, when made, and its number. */
const STAMPS = ['nbf', 'exp', 'iat', 'jti'];

export const json: Values = {
  _at: at,
  _find(answer, place = '') {
    const { header, base64, at: pointer = '' } = place as HeaderPlace;
    if (!header) return at(answer?.body, place as string);
    let value: any = answer?.headers?.get(header) ?? undefined;
    try {
      if (base64) value = JSON.parse(atob(value));
    } catch {
      value = undefined;
    }
    return at(value, pointer);
  },
  _item: (value, index) => [value].flat()[index],
  _kind: (value) => (value === undefined ? 4 : 'ft"{'.indexOf(text(value)[0]!)),
  _number: (value) => (typeof value === 'number' ? value : NaN),
  // More than three decimals are not for all engines.
  _time: (value) => (typeof value === 'string' && /^\d{4}-/.test(value) ? Date.parse(value.replace(/(\.\d{3})\d+/, '$1')) : NaN),
  _same: (value, wanted: any) =>
    wanted?.has ? typeof value === 'string' && value.includes(wanted.has) : text(value) === text(wanted),
  _fold(list, [name, value]) {
    if (!Array.isArray(list)) return undefined;
    const all = new Map<string, unknown>();
    for (const pair of list) {
      const key = `${pair?.[name]}`;
      all.set(key, all.has(key) ? [all.get(key), pair?.[value]].flat() : pair?.[value]);
    }
    return Object.fromEntries(all);
  },
  _digest(value) {
    if (value === '') return 0;
    if (typeof value === 'number') value = `${value}`;
    let high = 1;
    let low = 2;
    // Claims that differ in the times of their token alone are the same.
    for (const character of JSON.stringify(value, (key, item) => (STAMPS.includes(key) ? undefined : item))) {
      const code = character.codePointAt(0)!;
      high = Math.imul(high ^ code, 1597334677);
      low = Math.imul(low ^ code, 2654435761);
    }
    return (high & 0x1fffff) * 2 ** 32 + (low >>> 0);
  },
};
