import type { TraceEntry } from '../types.js';

/** So many entries are kept. */
const LONGEST = 1000;

/** What was told, the newest last. */
export interface Log {
  entries(): readonly TraceEntry[];
  add(entry: TraceEntry): void;
  clear(): void;
  /** Calls back after each change; returns how to stop. */
  subscribe(onChange: () => void): () => void;
}

export function createLog(): Log {
  let entries: readonly TraceEntry[] = [];
  const listeners = new Set<() => void>();
  const write = (next: readonly TraceEntry[]): void => {
    entries = next;
    for (const listener of listeners) listener();
  };
  return {
    entries: () => entries,
    add: (entry) => write([...entries.slice(1 - LONGEST), entry]),
    // How the session stands is no history.
    clear: () => write(entries.filter(({ event }) => event === 'snapshot').slice(-1)),
    subscribe(onChange) {
      listeners.add(onChange);
      return () => void listeners.delete(onChange);
    },
  };
}
