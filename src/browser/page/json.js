/** Values as the engine looks at them: no text of an answer enters the module. */
const at = (value, pointer) =>
  json._names(pointer).slice(1).reduce((value, name) => {
    // What a text inherits, `sub` for one, is nothing that was said.
    if (Object.hasOwn(Object(value), name)) return value[name];
  }, value);

const text = (value) => JSON.stringify(value);

export const json = {
  /** What is at a JSON pointer; `undefined` if there is nothing. */
  _at: at,
  /** The names in a JSON pointer, behind an empty one; with what is escaped in them: `values.js`. */
  _names: (pointer) => pointer.split('/'),
  /** What an answer has at a place, a pointer into its body; other places: `values.js`. */
  _find: (answer, place = '') => at(answer?.body, place),
  /** An item of a list; what is no list is a list of itself. */
  _item: (value, index) => [].concat(value)[index],
  /** 0 false, 1 true, 2 text, 3 object: its JSON begins so. 4 is nothing; anything else is negative. */
  _kind: (value) => (value === undefined ? 4 : 'ft"{'.indexOf(text(value)[0])),
  /** NaN for what is no number. */
  _number: (value) => (typeof value === 'number' ? value : NaN),
  /** Whether a value is the one wanted: equal as JSON; by more than that: `values.js`. */
  _same: (value, wanted) => text(value) === text(wanted),
  /** Equal values have equal ones, a number that of its text, no text zero. 53 bits, of two multiplicative hashes. */
  _digest(value) {
    if (value === '') return 0;
    if (typeof value === 'number') value = `${value}`;
    let high = 1;
    let low = 2;
    for (const character of text(value)) {
      const code = character.codePointAt(0);
      high = Math.imul(high ^ code, 1597334677);
      low = Math.imul(low ^ code, 2654435761);
    }
    return (high & 0x1fffff) * 2 ** 32 + (low >>> 0);
  },
};
