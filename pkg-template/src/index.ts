import { late } from './engine.js';
import { create } from './session.js';
import type { Claims, Session, SessionOptions } from './types.js';

export { SessionError, isSessionError } from './errors.js';
export type { SessionErrorCode, SessionErrorInit } from './errors.js';
export { setMessages } from './messages.js';
export type { Messages } from './messages.js';
export type { InitialSession } from './initial.js';
export { safeReturnTo } from './return-to.js';
export type {
  Claims,
  EndReason,
  LoginOptions,
  LogoutOptions,
  Register,
  Seconds,
  Session,
  SessionEvent,
  SessionOptions,
  SessionSnapshot,
  StandardSchemaV1,
  TraceEntry,
  WasmSource,
} from './types.js';
export type {
  Csrf,
  Endpoint,
  Expiry,
  Handle,
  HeaderPlace,
  Limit,
  LoginPage,
  Place,
  Preset,
  Sign,
  Step,
  Trust,
  Unit,
} from './preset.js';

const inline = /* @__PURE__ */ late(() => import('./inline.js'));

/**
 * Starts a session: asks the server at once who is signed in, and loads the engine meanwhile. On a server it does
 * nothing. Throws `config_invalid` for options that cannot work.
 *
 * ```ts
 * const session = createSession({ baseUrl: '/auth' });
 * const { status } = await session.ready();
 * ```
 */
export function createSession<C = Claims>(options: SessionOptions<C> = {}): Session<C> {
  return create(options, async () => options.wasm ?? (await inline()).bytes());
}
