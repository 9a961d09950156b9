import type { Place, Preset } from './generated/preset.js';
import { json } from './json.js';
import type { Answered } from './json.js';
import type { Asked } from './surface.js';

/** A signed token (RFC 7519 §3), as it is or behind the scheme of a header. */
const TOKEN = /^(Bearer )?[\w-]+\.[\w-]+\.[\w-]*$/i;

/** Of an answer what the page keeps, and the engine only hands on. */
export interface Facts {
  _claims?: unknown;
  _subject?: string | undefined;
  _handle?: string | undefined;
  /** What the server says of an error. */
  _words?: string | undefined;
  /** Where the server says that a logout leads. */
  _farewell?: string | undefined;
  /** The claims as JSON, as the server said them. */
  _written?: string;
}

/** How answers are read, where the engine need not look. */
export interface Reader {
  /** What an answer says of the user: an object, or a token. */
  _claims(answer: Answered): unknown;
  /** The facts of an answer; `claims` as the schema has them. */
  _facts(answer: Answered, claims: unknown): Facts;
}

/** `leave`: the step of a logout that is a navigation. */
export function reader(preset: Preset, leave: Asked & { at?: any }): Reader {
  const claimsOf = (answer: Answered): unknown => {
    const claims = json._find(answer, preset.user);
    return json._kind(claims) === 3 || TOKEN.test(claims as string) ? claims : undefined;
  };
  return {
    _claims: claimsOf,
    _facts(answer, claims) {
      const name = (place?: Place): string | undefined => {
        const value = place !== undefined && json._find(answer, place);
        return /^(string|number)$/.test(typeof value) ? `${value}` : undefined;
      };
      return {
        _claims: claims,
        _subject: name(preset.subject),
        _handle: name(preset.handle?.at),
        _words: name(preset.words),
        _farewell: name(leave.at),
        _written: JSON.stringify(claimsOf(answer)),
      };
    },
  };
}
