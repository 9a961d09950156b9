/** JSON as the engine looks at it: no text of an answer enters the module. */
const at = (value, pointer) => pointer.split('/').slice(1).reduce((value, name) => value?.[name], value);

export const json = {
  /** What is at a JSON pointer; `undefined` if there is nothing. */
  at,
  says: (value, pointer, text) => at(value, pointer) === text,
  /** 0 false, 1 true, 2 text, 3 object: its JSON begins so. Anything else is negative. */
  kind: (value, pointer) => 'ft"{'.indexOf(JSON.stringify(at(value, pointer))?.[0]),
  /** NaN for what is no number. */
  number(value, pointer) {
    value = at(value, pointer);
    return typeof value === 'number' ? value : NaN;
  },
  /** Equal values have equal ones, no text has zero. 53 bits, of two multiplicative hashes. */
  digest(value, pointer) {
    value = at(value, pointer);
    if (value === '') return 0;
    let high = 0x41c6ce57;
    let low = 0x9e3779b1;
    for (const character of JSON.stringify(value)) {
      const code = character.codePointAt(0);
      high = Math.imul(high ^ code, 1597334677);
      low = Math.imul(low ^ code, 2654435761);
    }
    return (high & 0x1fffff) * 0x100000000 + (low >>> 0);
  },
};
