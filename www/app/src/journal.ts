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

/** Puts a line on top, or counts it onto the top one if the two say the same. */
export function note(kind: Kind, title: string, detail = '', bad = false): void {
  const top = entries[0];
  const same = top?.kind === kind && top.title === title && top.detail === detail;
  const entry = { id: same ? top.id : ++id, at: Date.now(), kind, title, detail, bad, times: same ? top.times + 1 : 1 };
  write([entry, ...entries.slice(same ? 1 : 0, LONGEST - 1)]);
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
