import type { Border } from './border.js';

type Function = (...values: any[]) => any;

/** The border of the engine that is at work. */
let at: Border['imports'];

/**
 * Ties the functions of an engine to a border of its own. In an application written in Rust all engines are in one
 * module, which imports the functions below once for all of them; the npm package has an instance of the module for
 * each, and needs none of this.
 */
export const bound = (functions: Record<string, Function>, border: Border['imports']): Record<string, Function> =>
  Object.fromEntries(
    Object.entries(functions).map(([name, call]) => [
      name,
      (...values: unknown[]) => {
        at = border;
        return call(...values);
      },
    ]),
  );

export const get: Function = (...values) => at._get!(...values);
export const item: Function = (...values) => at._item!(...values);
export const find: Function = (...values) => at._find!(...values);
export const look: Function = (...values) => at._look!(...values);
export const among: Function = (...values) => at._among!(...values);
export const effect: Function = (...values) => at._effect!(...values);
export const event: Function = (...values) => at._event!(...values);
export const snapshot: Function = (...values) => at._snapshot!(...values);
export const fail: Function = (...values) => at._fail!(...values);
