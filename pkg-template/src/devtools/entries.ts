import type { TraceEntry } from '../types.js';

/** What an entry brings; of each event only some of it is there. */
export interface Detail {
  readonly id?: number;
  readonly status?: number | string;
  readonly activity?: string;
  readonly reason?: string;
  readonly by?: string;
  readonly limit?: string;
  readonly error?: string;
  readonly intent?: string;
  readonly path?: string;
  readonly call?: string;
  readonly everywhere?: boolean;
  readonly news?: string;
  readonly why?: string;
  readonly tombstone?: boolean;
  readonly confirmed?: boolean;
}

export const detailOf = ({ detail }: TraceEntry): Detail => (detail ?? {}) as Detail;

/** An entry in its two parts: `input answered` is of the kind `input`, and called `answered`. */
export const parts = ({ event }: TraceEntry): [kind: string, name: string] => {
  const [kind = '', name = ''] = event.split(' ');
  return [kind, name];
};

export const isInput = (entry: TraceEntry): boolean => entry.event.startsWith('input ');

/** What bears the id of a call or of a request of the app; all else bears one of the engine's own, and the two are counted apart. */
const OF_THE_APP = /^(input (called|requested|responded|abandoned)|effect (dispatch|deliver|reject|resolve|fail))$/;

/** What an entry belongs to; `undefined` for one that stands alone. Equal keys, one affair. */
export function keyOf(entry: TraceEntry): string | undefined {
  const { id } = detailOf(entry);
  return id === undefined ? undefined : `${OF_THE_APP.test(entry.event) ? 'app' : 'engine'} ${id}`;
}

/** The question that an answer belongs to: the `send` of its id. */
export function questionOf(entries: readonly TraceEntry[], answer: TraceEntry): TraceEntry | undefined {
  const key = keyOf(answer);
  return entries.slice(0, entries.indexOf(answer)).findLast((entry) => entry.event === 'effect send' && keyOf(entry) === key);
}

/**
 * What an entry came of, the nearest cause last: the answer, the question before it, what made the session ask, back to what
 * nothing in the trace has caused.
 */
export function causes(entries: readonly TraceEntry[], entry: TraceEntry): TraceEntry[] {
  const at = entries.indexOf(entry);
  const input = isInput(entry) ? entry : entries.slice(0, at).findLast(isInput);
  if (!input) return [];
  const key = keyOf(input);
  const before = entries.slice(0, entries.indexOf(input));
  const effect = key && before.findLast((one) => one.event.startsWith('effect ') && keyOf(one) === key);
  return effect ? [...causes(before, effect), effect, input] : [input];
}
