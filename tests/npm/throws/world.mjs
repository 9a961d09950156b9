// A browser as far as the page looks at it: clocks that stand still unless they are moved, a server in memory, and a tap on
// every call that leaves the page.
const { setImmediate } = globalThis;

/** What is thrown on purpose. */
export class Injected extends Error {}

/** Taps every call out of the page: counts them, and makes the one that a test chose fail. */
export function taps() {
  let open = false;
  let arm;
  const calls = [];
  /** Of each call, by its number, whether it returns a promise. */
  const promises = [];
  const tapped = new WeakMap();
  const strike = (name) => {
    if (!open) return undefined;
    const at = calls.push(name) - 1;
    if (arm?.at !== at) return undefined;
    return new Injected(`${arm.how} by call ${at} out of the page: ${name}`);
  };
  const outside = (act) => {
    const was = open;
    open = false;
    try {
      return act();
    } finally {
      open = was;
    }
  };
  return {
    calls,
    promises,
    /** Makes the call of that number fail: `throws`, or `rejects` where it returns a promise. */
    arm(at, how) {
      arm = { at, how };
    },
    get armed() {
      return arm?.at;
    },
    begin() {
      calls.length = promises.length = 0;
      open = true;
    },
    stop() {
      open = false;
    },
    /** Of a function one that is counted, and may fail. What it does itself is not counted. */
    fn(name, act) {
      const tapped = function (...values) {
        const at = calls.length;
        const error = strike(name);
        if (error && arm.how === 'throws') throw error;
        const result = outside(() => act.apply(this, values));
        if (typeof result?.then === 'function' && at < calls.length) promises[at] = true;
        if (!error) return result;
        Promise.resolve(result).catch(() => {});
        return Promise.reject(error);
      };
      return tapped;
    },
    /** Taps all methods and getters of a prototype, or of an object. */
    all(name, target) {
      if (tapped.has(target)) return;
      tapped.set(target, true);
      for (const [key, { value, get, set, configurable, ...rest }] of Object.entries(Object.getOwnPropertyDescriptors(target))) {
        if (key === 'constructor' || !configurable) continue;
        if (typeof value === 'function') Object.defineProperty(target, key, { ...rest, configurable, value: this.fn(`${name}.${key}`, value) });
        else if (get)
          Object.defineProperty(target, key, {
            configurable,
            enumerable: rest.enumerable,
            get: this.fn(`${name}.${key}`, get),
            set: set && this.fn(`${name}.${key} =`, set),
          });
      }
    },
    /** Taps a class: how one is made, and all that it can do. */
    type(name, type) {
      this.all(name, type.prototype);
      this.all(name, type);
      const fn = this.fn;
      return new Proxy(type, {
        construct: (target, values) => fn(`new ${name}`, () => Reflect.construct(target, values))(),
      });
    },
  };
}

/** Clocks and timers that move only when nothing else does. */
export function clocks() {
  let now = 1_000;
  let last = 0;
  const timers = new Map();
  return {
    now: () => now,
    wall: () => 1_800_000_000_000 + now,
    set(act, ms = 0, ...values) {
      timers.set(++last, { due: now + Math.max(0, ms), act: () => act(...values) });
      return last;
    },
    clear: (id) => timers.delete(id),
    /** Lets the next timer pass; false if there is none. */
    pass() {
      const [id, timer] = [...timers].sort(([a, one], [b, other]) => one.due - other.due || a - b)[0] ?? [];
      if (!timer) return false;
      timers.delete(id);
      now = Math.max(now, timer.due);
      timer.act();
      return true;
    },
  };
}

/** Lets everything happen that waits for nothing but its turn. */
export async function turns(count = 25) {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}
