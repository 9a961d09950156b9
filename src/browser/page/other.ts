import { read } from './answers.js';
import { cookies } from './cookies.js';
import type { Preset } from './generated/preset.js';
import { json } from './json.js';
import type { Needs, servers, Servers } from './servers.js';
import { later } from './timers.js';

/** Loads that part; nothing where the preset takes none. */
export type Load = (() => Promise<{ servers: typeof servers }>) | undefined;

/** The part for servers that do not speak the contract, loaded once where the preset takes it; a failure is not remembered. */
export type Other = () => Promise<Servers | undefined>;

/** `needs`: what they need of the page, told once they are loaded. */
export function other(needs: () => Needs, preset: Preset, load: Load): Other {
  let loading: ReturnType<NonNullable<Load>> | undefined;
  let loaded: Servers | undefined;
  return async () => {
    if (!load) return undefined;
    loading ??= load();
    try {
      return (loaded ??= (await loading).servers(needs(), preset, json, { read, cookies, later }));
    } catch (cause) {
      loading = undefined;
      throw cause;
    }
  };
}
