import type { TraceEntry } from '../types.js';
import { detailOf, isInput, keyOf, parts } from './entries.js';

/** What a group is about, to be filtered by. */
export type Topic = 'requests' | 'session' | 'tabs' | 'page';

export const TOPICS: readonly Topic[] = ['requests', 'session', 'tabs', 'page'];

/** Entries of one cause: the first, and its consequences. */
export interface Group {
  readonly topic: Topic;
  readonly entries: readonly TraceEntry[];
}

const TOPIC: Readonly<Record<string, Topic>> = {
  requested: 'requests',
  responded: 'requests',
  abandoned: 'requests',
  heard: 'tabs',
  'generation-published': 'tabs',
  'tombstone-read': 'tabs',
  'lock-lost': 'tabs',
  active: 'page',
  'became-visible': 'page',
  'became-hidden': 'page',
  'went-online': 'page',
  'went-offline': 'page',
  resumed: 'page',
  restored: 'page',
};

/** Orders a trace by cause: an answer belongs to its question, a refresh to the request that wanted it. The order is that of the causes. */
export function group(entries: readonly TraceEntry[]): Group[] {
  const groups: { topic: Topic; entries: TraceEntry[] }[] = [];
  /** By what an entry belongs to, the group. */
  const owners = new Map<string, (typeof groups)[number]>();
  let current: (typeof groups)[number] | undefined;
  for (const entry of entries) {
    const key = keyOf(entry);
    const [, name] = parts(entry);
    if (isInput(entry) || !current) {
      const owner = key === undefined ? undefined : owners.get(key);
      current = owner ?? { topic: TOPIC[name] ?? 'session', entries: [] };
      if (!owner) groups.push(current);
    }
    if (key !== undefined && !owners.has(key)) owners.set(key, current);
    current.entries.push(entry);
  }
  return groups;
}

/** An entry in a word or two; `undefined` for what a headline can do without. */
function step(entry: TraceEntry, before: readonly TraceEntry[]): string | undefined {
  const detail = detailOf(entry);
  const [kind, name] = parts(entry);
  const answer = [detail.status, detail.error].filter(Boolean).join(' ');
  switch (entry.event) {
    case 'input started':
      return 'page loaded';
    case 'input timeout':
      return 'a time came';
    case 'input called':
      return `${detail.call}()`;
    case 'input requested':
      return 'request';
    case 'input responded':
    case 'input answered':
      return answer || 'a redirect';
    case 'input failed':
      return `no answer: ${detail.why}`;
    case 'input heard':
      return `another tab: ${detail.news}`;
    case 'input lock-granted':
      return undefined;
    case 'effect send':
      return detail.intent;
    case 'effect acquireLock':
      return 'lock';
    case 'effect dispatch':
      return before.some(({ event, detail: other }) => event === entry.event && (other as { id?: number }).id === detail.id)
        ? 'sent again'
        : undefined;
    case 'effect fail':
    case 'effect reject':
      return detail.error;
    case 'effect navigateToLogin':
      return 'to the sign-in page';
    case 'effect navigateAway':
      return 'to the sign-out page';
    // What is told besides: the headline says why.
    case 'snapshot':
    case 'event authenticated':
    case 'event refreshed':
      return undefined;
    case 'input generation-published':
      return before.length ? undefined : 'another tab refreshed';
    default:
      return kind === 'effect' ? undefined : name.replaceAll('-', ' ');
  }
}

/** A group in one line: "request → 401 session_expired → lock → refresh → 200 → sent again → 200". */
export function headline({ entries }: Group): string {
  const steps = entries.map((entry, index) => step(entry, entries.slice(0, index))).filter((one) => one !== undefined);
  const snapshot = entries.findLast(({ event }) => event === 'snapshot');
  const said = steps.length ? steps : [snapshot ? String(detailOf(snapshot).status) : 'something else'];
  return said.join(' → ');
}

/** Whether something in it went wrong. */
export const isBad = ({ entries }: Group): boolean =>
  entries.some(
    (entry) => entry.event === 'event fault' || /^effect (fail|reject)$/.test(entry.event) || entry.event === 'input failed',
  );

/** What an entry brings, as text: `id: 7, status: 401`. */
export const shown = (entry: TraceEntry): string =>
  Object.entries(detailOf(entry))
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ');
