/** The border of the engine that is at work. */
let at;

/**
 * Ties the functions of an engine to a border of its own. In an application written in Rust all engines are in one
 * module, which imports the functions below once for all of them; the npm package has an instance of the module for
 * each, and needs none of this.
 */
export const bound = (functions, border) =>
  Object.fromEntries(
    Object.entries(functions).map(([name, call]) => [
      name,
      (...values) => {
        at = border;
        return call(...values);
      },
    ]),
  );

export const get = (...values) => at._get(...values);
export const item = (...values) => at._item(...values);
export const find = (...values) => at._find(...values);
export const look = (...values) => at._look(...values);
export const among = (...values) => at._among(...values);
export const effect = (...values) => at._effect(...values);
export const event = (...values) => at._event(...values);
export const snapshot = (...values) => at._snapshot(...values);
export const fail = (...values) => at._fail(...values);
