import type { EffectKind, Intent } from './generated/border.js';
import type { Asked, Complaint } from './surface.js';

/** What the page does about each effect: its id, and what belongs to it. */
export interface Effects {
  [EffectKind.Send](id: number, endpoint: Asked, intent: Intent, digest: number): unknown;
  [EffectKind.Abort](id: number): void;
  [EffectKind.AcquireLock](id: number, a: number, steal: boolean): unknown;
  [EffectKind.ReleaseLock](id: number): void;
  [EffectKind.Publish](id: number, generation: number): unknown;
  [EffectKind.Broadcast](...message: number[]): void;
  [EffectKind.Dispatch](id: number, digest: number): void;
  [EffectKind.Deliver](id: number): void;
  [EffectKind.Reject](id: number, ...error: Complaint): void;
  [EffectKind.Resolve](id: number, a: number, confirmed: boolean): void;
  [EffectKind.Fail](id: number, ...error: Complaint): void;
  [EffectKind.RecallLogin](): void;
  [EffectKind.AdoptClaims](): void;
  [EffectKind.WriteTombstone](id: number, digest: number): void;
  [EffectKind.ClearTombstone](id: number, digest: number): void;
  [EffectKind.ReadTombstone](id: number, digest: number): void;
  [EffectKind.NavigateToLogin](): void;
  [EffectKind.NavigateAway](id: number, ends: number): unknown;
  [EffectKind.RenewCsrfToken](): unknown;
}
