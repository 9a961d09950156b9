import type { Refusal } from './keys.js';

/** An answer of the server, as far as a token may stand in it. */
export interface Answer {
  body?: unknown;
  headers: { get(name: string): unknown };
  /** Epoch milliseconds, by the clock of the server where its answer shows it. */
  now: number;
}

/** The claims of a token that was judged: nothing in it reads one way there and another way here. */
const decoded = (token: string): unknown => {
  const text = atob(token.split('.')[1]!.replace(/-/g, '+').replace(/_/g, '/'));
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(text, (c) => c.charCodeAt(0))));
};

/** Puts the claims into an answer wherever the token stands. */
function replace(answer: Answer, token: string, claims: unknown): void {
  const swap = (value: unknown): unknown => (value === token ? claims : value);
  const { body, headers } = answer;
  if (body !== undefined) answer.body = JSON.parse(JSON.stringify(body), (_, value) => swap(value));
  answer.headers = { get: (name: string) => swap(headers.get(name)) };
}

/**
 * Reads tokens: `judge(token, now)`, in epoch seconds, and `verify(token)` say what is wrong with one. An answer that
 * brought it has the claims in its place from then on.
 *
 * @returns a function of a text and an answer: `{ value }`, or `{ wrong }`.
 */
export const reader =
  (
    judge: (token: string, now: number) => Refusal | undefined,
    verify: ((token: string) => Promise<Refusal | undefined>) | undefined,
  ): ((
    text: string,
    answer?: Answer,
  ) => Promise<
    { readonly value: unknown; readonly wrong?: undefined } | { readonly value?: undefined; readonly wrong: Refusal }
  >) =>
  async (text, answer) => {
    const token = text.replace(/^Bearer /i, '');
    const wrong = judge(token, Math.floor((answer?.now ?? Date.now()) / 1000)) ?? (await verify?.(token));
    if (wrong) return { wrong };
    const value = decoded(token);
    if (answer) replace(answer, text, value);
    return { value };
  };
