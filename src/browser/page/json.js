/** A member of anything; `undefined` where there is none. */
export const member = (value, key) => value?.[key];

export const isObject = (value) => Object(value) === value && !Array.isArray(value);

/** A digest: equal values have equal ones. 53 bits, of two multiplicative hashes. */
export function digest(value) {
  let high = 0x41c6ce57;
  let low = 0x9e3779b1;
  for (const character of JSON.stringify(value)) {
    const code = character.codePointAt(0);
    high = Math.imul(high ^ code, 1597334677);
    low = Math.imul(low ^ code, 2654435761);
  }
  return (high & 0x1fffff) * 0x100000000 + (low >>> 0);
}
