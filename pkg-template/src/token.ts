import { SessionError } from './errors.js';
import { blame, compile } from './load.js';
import type { JwtOptions } from './jwt.js';
import { verifier, type Choice, type Refusal } from './jwt/keys.js';

/** What the module exports: see `src/bindings/jwt.rs`. */
interface Exports {
  memory: WebAssembly.Memory;
  reserve(length: number): number;
  judge(text: number, length: number, now: number): number;
  choose(text: number, length: number): number;
  release(answer: number): void;
}

/** An answer of the server, as far as a token may stand in it. */
export interface Answer {
  body?: unknown;
  headers: { get(name: string): unknown };
  /** Epoch ms, by the clock of the server where its answer shows it. */
  now: number;
}

type Result = { readonly value: unknown; readonly issues?: undefined } | { readonly issues: readonly { readonly message: string; readonly path: readonly string[] }[] };

/** What to verify where nothing says how. */
const ALL = ['ES256', 'EdDSA', 'RS256'];

/** Asks the module about two texts; the first has no line break. */
const asking = ({ memory, reserve, release }: Exports) =>
  (question: (text: number, length: number) => number, one: string, other: string): string => {
    const text = new TextEncoder().encode(`${one}\n${other}`);
    const place = reserve(text.length);
    new Uint8Array(memory.buffer, place, text.length).set(text);
    const answer = question(place, text.length);
    const length = new DataView(memory.buffer).getUint32(answer, true);
    const said = new TextDecoder().decode(new Uint8Array(memory.buffer, answer + 4, length));
    release(answer);
    return said;
  };

const refusal = (said: string): Refusal => {
  const [part = '', message = ''] = said.slice(1).split('\n');
  return { part, message };
};

const refuse = ({ part, message }: Refusal): Result => ({ issues: [{ message, path: [part] }] });

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
  answer.headers = { get: (name) => swap(headers.get(name)) };
}

/** Reads the claims of a token, and puts them in its place in the answer that brought it. */
export type Read = (text: string, answer?: Answer) => Promise<Result>;

/** Loads the module. */
export async function open(options: JwtOptions<any>): Promise<Read> {
  const { jwks, issuer = [], audience = [], algorithms = jwks ? ALL : undefined, type, required = ['exp'], leeway = 60 } = options;
  const policy = JSON.stringify({ issuer, audience, algorithms, type, required, leeway: `${Math.trunc(leeway)}` });
  let exports: Exports;
  try {
    exports = (await instantiate(options.wasm ?? (await import('./jwt-inline.js')).bytes())) as any;
  } catch (cause) {
    throw blame(cause);
  }
  const ask = asking(exports);
  const choose = (token: string, set: string): Choice => {
    const said = ask(exports.choose, token, set);
    if (said[0] !== '+') return { ...refusal(said), stale: said[0] === '?' };
    const [algorithm = '', at] = said.slice(1).split(' ');
    return { algorithm, at: Number(at) };
  };
  const verify = jwks ? verifier(jwks, choose, (...parts) => new SessionError(...parts)) : undefined;

  return async (text, answer) => {
    const token = text.replace(/^Bearer /i, '');
    const said = ask((place, length) => exports.judge(place, length, Math.floor((answer?.now ?? Date.now()) / 1000)), policy, token);
    if (said[0] !== '+') return refuse(refusal(said));
    const wrong = await verify?.(token);
    if (wrong) return refuse(wrong);
    const value = decoded(token);
    if (answer) replace(answer, text, value);
    return { value };
  };
}
