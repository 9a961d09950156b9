/** Teaches `json` what the answers of other servers than those of the contract hold: loaded for their presets alone. */
export function widen(json) {
  const { _at: at, _same: same } = json;
  return Object.assign(json, {
    /** The names in a JSON pointer (RFC 6901 §4), behind an empty one. */
    _names: (pointer) => pointer.split('/').map((name) => name.replace(/~1/g, '/').replace(/~0/g, '~')),
    /** What an answer has at a place: a pointer into its body, or a header, which may be JSON in base64. */
    _find(answer, place = '') {
      if (!place.header) return at(answer?.body, place);
      let value = answer.headers?.get(place.header) ?? undefined;
      try {
        if (place.base64) value = JSON.parse(atob(value));
      } catch {
        value = undefined;
      }
      return at(value, place.at ?? '');
    },
    /** Epoch milliseconds of ISO 8601 text, NaN for anything else. More than three decimals are not for all engines. */
    _time: (value) => Date.parse(/^\d{4}-/.test(value) && `${value}`.replace(/(\.\d{3})\d+/, '$1')),
    /** Whether a value is the one wanted: equal as JSON, or a text that contains another. */
    _same: (value, wanted) => (wanted?.has ? typeof value === 'string' && value.includes(wanted.has) : same(value, wanted)),
  });
}
