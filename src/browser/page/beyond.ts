import type { Preset } from './generated/preset.js';

/** The members of presets that the contract has no use for: of tokens, forms, lists, navigations that end a session. */
const MEMBERS = ['answer', 'cookie', 'ends', 'form', 'from', 'has', 'meta', 'pairs', 'prime'];

/** Whether something in a preset is more than the contract has: such a member, a place in a header, an escape, a date. */
const more = (value: unknown, name?: string): boolean =>
  Object(value) === value
    ? Object.entries(value as object).some(([name, value]) => MEMBERS.includes(name) || more(value, name))
    : name === 'unit'
      ? value === 'iso'
      : name === 'header' || `${value}`.includes('~');

/** Whether a preset takes what `servers.ts` has. The header that a handle is sent in is the contract's own. */
export const isBeyond = ({ handle, ...preset }: Preset): boolean => more({ ...preset, handle: handle?.at });
