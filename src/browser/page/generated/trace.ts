// Made by `cargo xtask generate` out of what src/border/mod.rs lists; not to be edited.

const list = <T extends string>(words: string): readonly T[] => words.split(' ') as T[];

/** The words of `InputKind`. */
export type InputName = 'started' | 'timeout' | 'called' | 'given-up' | 'requested' | 'responded' | 'abandoned' | 'answered' | 'lock-granted' | 'lock-lost' | 'generation-published' | 'heard' | 'tombstone-read' | 'active' | 'became-visible' | 'became-hidden' | 'went-online' | 'went-offline' | 'resumed' | 'restored' | 'failed';
/** The same, by number. */
export const INPUTS: readonly InputName[] = /* @__PURE__ */ list('started timeout called given-up requested responded abandoned answered lock-granted lock-lost generation-published heard tombstone-read active became-visible became-hidden went-online went-offline resumed restored failed');

/** The words of `CallKind`. */
export type CallName = 'check' | 'refresh' | 'ensureFresh' | 'extend' | 'login' | 'navigate' | 'logout';
/** The same, by number. */
export const CALLS: readonly CallName[] = /* @__PURE__ */ list('check refresh ensureFresh extend login navigate logout');

/** The words of `Failure`. */
export type FailureName = 'network' | 'timeout' | 'stale' | 'rejected';
/** The same, by number. */
export const FAILURES: readonly FailureName[] = /* @__PURE__ */ list('network timeout stale rejected');

/** The words of `EffectKind`. */
export type EffectName = 'send' | 'abort' | 'acquireLock' | 'releaseLock' | 'publish' | 'broadcast' | 'dispatch' | 'deliver' | 'reject' | 'resolve' | 'fail' | 'recallLogin' | 'adoptClaims' | 'writeTombstone' | 'clearTombstone' | 'readTombstone' | 'navigateToLogin' | 'navigateAway' | 'renewCsrfToken';
/** The same, by number. */
export const EFFECTS: readonly EffectName[] = /* @__PURE__ */ list('send abort acquireLock releaseLock publish broadcast dispatch deliver reject resolve fail recallLogin adoptClaims writeTombstone clearTombstone readTombstone navigateToLogin navigateAway renewCsrfToken');

/** The words of `Intent`. */
export type IntentName = 'check' | 'refresh' | 'touch' | 'login' | 'logout' | 'logoutEverywhere';
/** The same, by number. */
export const INTENTS: readonly IntentName[] = /* @__PURE__ */ list('check refresh touch login logout logoutEverywhere');

/** The words of `News`. */
export type NewsName = 'renewed' | 'signed-in' | 'logged-out' | 'ended' | 'active' | 'backoff' | 'ping' | 'holding' | 'idle';
/** The same, by number. */
export const NEWS: readonly NewsName[] = /* @__PURE__ */ list('renewed signed-in logged-out ended active backoff ping holding idle');

/** The words of `Field`. */
export type FieldName = 'version' | 'news' | 'generation' | 'identity' | 'claims' | 'expiresIn' | 'idleExpiresIn' | 'absoluteExpiresIn' | 'wait';
/** The same, by number. */
export const FIELDS: readonly FieldName[] = /* @__PURE__ */ list('version news generation identity claims expiresIn idleExpiresIn absoluteExpiresIn wait');
