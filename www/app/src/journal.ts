import { useSyncExternalStore } from 'react';

export type Kind = 'event' | 'snapshot' | 'request' | 'call';

/** One line of the timeline. */
export interface Entry {
  readonly id: number;
  /** Epoch ms. */
  readonly at: number;
  readonly kind: Kind;
  readonly title: string;
  readonly detail: string;
  readonly bad: boolean;
  /** How often it happened in a row: fifty equal answers are one line. */
  readonly times: number;
}

const LONGEST = 200;

let entries: readonly Entry[] = [];
let id = 0;
const listeners = new Set<() => void>();

function write(next: readonly Entry[]): void {
  entries = next;
  listeners.forEach((listener) => listener());
}

/** Puts a line where its time belongs, on top as a rule, or counts it onto the one below if the two say the same. */
export function note(kind: Kind, title: string, detail = '', bad = false, at = Date.now()): void {
  const found = entries.findIndex((entry) => entry.at <= at);
  const index = found < 0 ? entries.length : found;
  const below = entries[index];
  const same = below?.kind === kind && below.title === title && below.detail === detail;
  const entry = { id: same ? below.id : ++id, at, kind, title, detail, bad, times: same ? below.times + 1 : 1 };
  write(entries.toSpliced(index, same ? 1 : 0, entry).slice(0, LONGEST));
}

export function clear(): void {
  write([]);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The lines, newest first. */
export function useJournal(): readonly Entry[] {
  return useSyncExternalStore(subscribe, () => entries);
}
