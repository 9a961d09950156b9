// Products of lists: every combination, or every pair.

/** Every combination of the values of some axes: `{ a: [1, 2], b: [3] }` makes `{a: 1, b: 3}, {a: 2, b: 3}`. */
export const product = (axes) =>
  Object.entries(axes).reduce((all, [name, values]) => all.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))), [{}]);

/** Every pair of two different members. */
export const pairs = (list) => list.flatMap((one, at) => list.slice(at + 1).map((other) => [one, other]));
