import type { Seconds } from '../types.js';

/** The lifetimes of a session in memory, in seconds; `null` is no limit. */
export interface Lifetimes {
  expiresIn: Seconds | null;
  idleExpiresIn: Seconds | null;
  absoluteExpiresIn: Seconds | null;
}

/** A session as the server in memory has it. The moments are epoch ms. */
interface Kept<C> {
  claims: C;
  subject: string | null;
  handle: string;
  signedIn: number;
  accessUntil: number;
  idleUntil: number;
  absoluteUntil: number;
}

/** How a session stands: there is none, its access part has lapsed, or it is in order. */
export type Standing = 'none' | 'lapsed' | 'live';

const after = (seconds: Seconds | null): number => (seconds === null ? Infinity : Date.now() + seconds * 1000);
const left = (until: number): Seconds | null => (until === Infinity ? null : Math.max(0, (until - Date.now()) / 1000));

/** The one session of a server in memory. */
export class Memory<C> {
  #kept: Kept<C> | undefined;
  #count = 0;
  readonly #lifetimes: Lifetimes;

  constructor(lifetimes: Lifetimes) {
    this.#lifetimes = lifetimes;
  }

  /** Begins a session under a new handle, in the place of any other. */
  signIn(claims: C, subject: string | null): void {
    const { expiresIn, idleExpiresIn, absoluteExpiresIn } = this.#lifetimes;
    this.#kept = {
      claims,
      subject,
      handle: `session-${++this.#count}`,
      signedIn: Date.now(),
      accessUntil: after(expiresIn),
      idleUntil: after(idleExpiresIn),
      absoluteUntil: after(absoluteExpiresIn),
    };
  }

  end(): void {
    this.#kept = undefined;
  }

  /** Lapses the access part. */
  lapse(): void {
    if (this.#kept) this.#kept.accessUntil = Date.now();
  }

  /** Renews the access part. */
  refresh(): void {
    if (this.#kept) this.#kept.accessUntil = after(this.#lifetimes.expiresIn);
  }

  /** Moves the idle limit. */
  touch(): void {
    if (this.#kept) this.#kept.idleUntil = after(this.#lifetimes.idleExpiresIn);
  }

  standing(): Standing {
    const now = Date.now();
    if (this.#kept && (this.#kept.idleUntil <= now || this.#kept.absoluteUntil <= now)) this.end();
    if (!this.#kept) return 'none';
    return this.#kept.accessUntil <= now ? 'lapsed' : 'live';
  }

  /** Whether a request believes in another session than this one. */
  isAnother(believed: string | null): boolean {
    return believed !== null && believed !== this.#kept?.handle;
  }

  /** Whether the sign-in is older than so many seconds. */
  isOlder(maxAge: Seconds): boolean {
    return !!this.#kept && Date.now() - this.#kept.signedIn > maxAge * 1000;
  }

  /** The body that `session`, `refresh`, `touch` and `login` share. */
  body(): object {
    if (!this.#kept) return { authenticated: false };
    const { claims, subject, handle, accessUntil, idleUntil, absoluteUntil } = this.#kept;
    return {
      authenticated: true,
      claims,
      subject,
      session: handle,
      expires_in: left(accessUntil),
      idle_expires_in: left(idleUntil),
      absolute_expires_in: left(absoluteUntil),
    };
  }
}
