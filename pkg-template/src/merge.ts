import type { Preset } from './preset.js';

/** The members that are merged; all others are replaced, since half of a sign is another sign. */
type Merged = 'session' | 'refresh' | 'touch' | 'login' | 'loginPage' | 'csrf' | 'handle' | 'headers';

/** What may be said instead of a preset's own: any part of it; `null` takes one away. */
export type Overrides = {
  [K in keyof Preset]?:
    | (K extends Merged ? { [M in keyof NonNullable<Preset[K]>]?: NonNullable<Preset[K]>[M] | null } : Preset[K])
    | null;
};

const MERGED = /^(session|refresh|touch|login(Page)?|csrf|handle|headers)$/;

/** A preset with parts of another. */
export function merge(base: any, overrides: any, merged: RegExp = MERGED): any {
  const all = { ...base };
  for (const name in overrides) {
    const value = overrides[name];
    if (value === null) delete all[name];
    else if (value !== undefined)
      all[name] = merged.test(name) && all[name] ? merge(all[name], value, /^(query|headers)$/) : value;
  }
  return all;
}
