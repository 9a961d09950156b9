import { SessionError } from './errors.js';
import { create } from './session.js';
import type { Claims, Session, SessionOptions, WasmSource } from './types.js';
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

/** Like the one of `hallpass`, without the inlined bytes: the caller says where the module is. */
export function createSession<C = Claims>(options: SessionOptions<C> & { wasm: WasmSource }): Session<C> {
  if (!options?.wasm) throw new SessionError('config_invalid', { message: 'hallpass/slim wants the option wasm' });
  return create(options, () => options.wasm);
}
