import { late } from './engine.js';
import { SessionError } from './errors.js';
import type { Read } from './token.js';
import type { Claims, Seconds, StandardSchemaV1, WasmSource } from './types.js';

export type { Claims, Register, Seconds, StandardSchemaV1, WasmSource } from './types.js';

/** How a token may be signed: by a public key, so that a page can verify it. */
export type JwtAlgorithm = 'ES256' | 'EdDSA' | 'RS256';

/** A set of public keys (RFC 7517 section 5). */
export interface JwtKeySet {
  readonly keys: readonly object[];
}

/** What a token has to say to be believed. */
export interface JwtOptions<C = Claims> {
  /**
   * Where the server publishes its keys, or the keys themselves: then the signature is verified. Without it a token is
   * believed as JSON of the same server would be.
   */
  jwks?: string | URL | JwtKeySet;
  /** Who issues it (`iss`); of several, one of them. */
  issuer?: string | readonly string[];
  /** Whom it is for (`aud`); of several, one of them. */
  audience?: string | readonly string[];
  /** How it may be signed. Default: with `jwks` any that a page can verify, without any but `none`. */
  algorithms?: readonly JwtAlgorithm[];
  /** Its explicit type (`typ`), such as `at+jwt`. */
  type?: string;
  /** Which claims have to be there. Default: `exp`. */
  required?: readonly string[];
  /** How far clocks may differ. Default: 60. */
  leeway?: Seconds;
  /** Validates the claims, once the token is believed: zod, valibot, arktype, any Standard Schema. */
  schema?: StandardSchemaV1<unknown, C>;
  /** The module. Default: the bytes inlined in the package, loaded with the first token. */
  wasm?: WasmSource;
}

const reader = /* @__PURE__ */ late(() => import('./token.js'));

const ALGORITHMS = ['ES256', 'EdDSA', 'RS256'];

/** The longest leeway: an hour is a clock that is wrong, not one that differs. */
const LONGEST = 3600;

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isTexts = (value: unknown): boolean => ([] as unknown[]).concat(value).every(isText);

/** Throws `config_invalid` for what can be told at once. */
function judge({ jwks, issuer, audience, algorithms, type, required, leeway = 0, schema }: JwtOptions<any>): void {
  const want = (right: unknown, option: string, value: unknown, wanted: string): void => {
    if (!right) throw new SessionError('config_invalid', { message: `jwt: ${option} is ${String(value)}, not ${wanted}` });
  };
  const set = jwks as Partial<JwtKeySet> | undefined;
  want(
    jwks === undefined || isText(jwks) || jwks instanceof URL || Array.isArray(set?.keys),
    'jwks',
    jwks,
    'an address or a JWK set',
  );
  want(issuer === undefined || isTexts(issuer), 'issuer', issuer, 'a text, or several');
  want(audience === undefined || isTexts(audience), 'audience', audience, 'a text, or several');
  want(
    !algorithms || (algorithms.length && algorithms.every((name) => ALGORITHMS.includes(name))),
    'algorithms',
    algorithms,
    `some of ${ALGORITHMS.join(', ')}`,
  );
  want(type === undefined || isText(type), 'type', type, 'a media type');
  want(!required || (Array.isArray(required) && isTexts(required)), 'required', required, 'a list of claims');
  want(leeway >= 0 && leeway <= LONGEST, 'leeway', leeway, `0..${LONGEST} seconds`);
  want(!schema || schema['~standard'], 'schema', schema, 'a Standard Schema');
}

/**
 * Reads claims out of a signed token, where a back end answers with one instead of JSON: a schema for the option
 * `claims`. The preset's `user` points at the token; its other places may point into it.
 *
 * ```ts
 * import { createSession } from 'hallpass';
 * import { jwt } from 'hallpass/jwt';
 *
 * const session = createSession({
 *   preset: { session: { path: '/me' }, user: '/id_token', subject: '/id_token/sub', anonymous: { status: 401 } },
 *   claims: jwt({ jwks: '/.well-known/jwks.json', issuer: 'https://id.example', audience: 'spa' }),
 * });
 * ```
 *
 * A token that is refused is `unexpected_response`, and says what of it is wrong; it is never a session.
 */
export function jwt<C = Claims>(options: JwtOptions<C> = {}): StandardSchemaV1<unknown, C> {
  judge(options);
  const { schema } = options;
  let reading: Promise<Read> | undefined;
  return {
    '~standard': {
      version: 1,
      vendor: 'hallpass',
      async validate(value, context) {
        if (!isText(value)) return { issues: [{ message: 'the claims are no token' }] };
        // A failure is not remembered.
        const read = await (reading ??= reader()
          .then(({ open }) => open(options))
          .catch((cause) => {
            reading = undefined;
            throw cause;
          }));
        const result = await read(value as string, context?.libraryOptions?.answer);
        return schema && !result.issues ? schema['~standard'].validate(result.value) : (result as { value: C });
      },
    },
  };
}
