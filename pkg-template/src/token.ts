import { late } from './engine.js';
import { SessionError } from './errors.js';
import { blame, compile } from './load.js';
import type { JwtOptions } from './jwt.js';
import { verifier, type Choice, type Refusal } from './jwt/keys.js';
import { reader, type Answer } from './jwt/token.js';

/** What the module exports: see `src/bindings/jwt.rs`. */
interface Exports {
  memory: WebAssembly.Memory;
  reserve(length: number): number;
  judge(text: number, length: number, now: number): number;
  choose(text: number, length: number): number;
  release(answer: number): void;
}

type Result =
  | { readonly value: unknown; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string; readonly path: readonly string[] }[] };

const inline = /* @__PURE__ */ late(() => import('./jwt-inline.js'));

/** What to verify where nothing says how. */
const ALL = ['ES256', 'EdDSA', 'RS256'];

/** Asks the module about two texts; the first has no line break. */
const asking =
  ({ memory, reserve, release }: Exports) =>
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

/** Reads the claims of a token, and puts them in its place in the answer that brought it. */
export type Read = (text: string, answer?: Answer) => Promise<Result>;

/** Loads the module. */
export async function open(options: JwtOptions<any>): Promise<Read> {
  const {
    jwks,
    issuer = [],
    audience = [],
    algorithms = jwks ? ALL : undefined,
    type,
    required = ['exp'],
    leeway = 60,
  } = options;
  const policy = JSON.stringify({ issuer, audience, algorithms, type, required, leeway: `${Math.trunc(leeway)}` });
  let exports: Exports;
  try {
    const module = await compile(async () => options.wasm ?? (await inline()).bytes());
    exports = (await WebAssembly.instantiate(module)).exports as any;
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
  const verify = jwks
    ? verifier(jwks, choose, (code, message, status) => new SessionError(code, { message, status }))
    : undefined;

  const judge = (token: string, now: number): Refusal | undefined => {
    const said = ask((place, length) => exports.judge(place, length, now), policy, token);
    return said[0] === '+' ? undefined : refusal(said);
  };
  const read = reader(judge, verify);

  return async (text, answer) => {
    const { wrong, ...result } = await read(text, answer);
    return wrong ? { issues: [{ message: wrong.message, path: [wrong.part] }] } : (result as { value: unknown });
  };
}
