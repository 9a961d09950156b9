/**
 * Timers outside any zone: Angular takes those inside for work of the application, and waits for it. zone.js keeps the
 * browser's own functions under names of its own.
 */
const native = (name: 'setTimeout' | 'clearTimeout'): ((...values: any[]) => any) =>
  (globalThis as any)[`__zone_symbol__${name}`] ?? globalThis[name];

/** A timer that was set. */
export type Timer = unknown;

export const later = <V extends unknown[]>(act: (...values: V) => unknown, ms?: number, ...values: V): Timer =>
  native('setTimeout')(act, ms, ...values);
export const cancel = (timer: Timer): void => native('clearTimeout')(timer);
