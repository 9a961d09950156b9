/** The claims of a token that was judged: nothing in it reads one way there and another way here. */
const decoded = (token) => {
  const text = atob(token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/'));
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(text, (c) => c.charCodeAt(0))));
};

/** Puts the claims into an answer wherever the token stands. */
function replace(answer, token, claims) {
  const swap = (value) => (value === token ? claims : value);
  const { body, headers } = answer;
  if (body !== undefined) answer.body = JSON.parse(JSON.stringify(body), (_, value) => swap(value));
  answer.headers = { get: (name) => swap(headers.get(name)) };
}

/**
 * Reads tokens: `judge(token, now)`, in epoch seconds, and `verify(token)` say what is wrong with one. An answer that
 * brought it has the claims in its place from then on.
 *
 * @returns a function of a text and an answer: `{ value }`, or `{ wrong }`.
 */
export const reader = (judge, verify) => async (text, answer) => {
  const token = text.replace(/^Bearer /i, '');
  const wrong = judge(token, Math.floor((answer?.now ?? Date.now()) / 1000)) ?? (await verify?.(token));
  if (wrong) return { wrong };
  const value = decoded(token);
  if (answer) replace(answer, text, value);
  return { value };
};
