import { type Given, LEFT, paint, type Schema } from './paint.js';
import type { Settings, Shown, Sink } from './surface.js';

/** How far apart two times are one, in milliseconds: page and engine count from moments of their own. */
const CLOSE = 1_000;

const isClose = (a: unknown, b: unknown): boolean =>
  a === b || (typeof a === 'number' && typeof b === 'number' && Math.abs(a - b) < CLOSE);

/** What came with the document, and stands until the engine has judged it. */
export interface Painting extends Required<Pick<Sink, 'publish' | 'validate' | 'outdate'>> {
  /** Shows it, if anything came. */
  paint(): Given | undefined;
  /** Whether it names a user, whom the engine has not judged yet and may still find. */
  stands(): boolean;
  /** The user logs out in this page; `ahead` of the engine, which shows at once. */
  part(ahead: boolean): void;
}

/** `change` shows a snapshot. */
export function painting(
  settings: Settings,
  schema: Schema | undefined,
  change: (next: Shown<any>) => void,
  emit: Sink['emit'],
): Painting {
  let painted: Given | undefined;
  /** The user whom the document names, until the engine has judged; the engine does not know them. */
  let named: Extract<Shown, { status: 'authenticated' }> | undefined;
  let by: 'app' | 'tab' = 'tab';

  let shown: any;
  const show = (next: Shown): void => change((shown = next));

  /** Tells what became of the user whom the document named. */
  const tell = (next: Shown): void => {
    if (!named || next.status === 'loading' || (next.status === 'unauthenticated' && next.reason === 'unknown')) return;
    const { subject: from } = named;
    named = undefined;
    if (next.status === 'authenticated') {
      if (next.subject !== from) emit({ type: 'identity-changed', from, to: next.subject });
    } else {
      const reason = next.reason === 'none' ? 'revoked' : (next.reason as Exclude<typeof next.reason, 'none' | 'unknown'>);
      emit({ type: 'ended', reason, by: reason === 'logged-out' ? by : 'server' });
    }
  };

  return {
    paint() {
      const given = paint(settings, schema);
      const { _snapshot: snapshot } = given ?? {};
      if (snapshot) {
        painted = given;
        if (snapshot.status === 'authenticated') named = snapshot;
        show(snapshot);
      }
      return given;
    },
    stands: () => !!named && shown.status !== 'unauthenticated',
    publish(next) {
      const before = painted?._snapshot;
      // That the user has logged out is known, whatever keeps the engine from saying so.
      if (painted === LEFT && 'reason' in next && next.reason === 'unknown')
        return show({ ...LEFT._snapshot, error: next.error });
      if (before && next.status === 'loading') return;
      painted = undefined;
      // An unchanged snapshot is not published again: the application would render for nothing.
      if (!before || Object.entries({ error: undefined, ...next }).some(([name, value]) => !isClose(value, shown[name])))
        show(next);
      tell(next);
    },
    part(ahead) {
      by = 'app';
      if (!ahead || painted === LEFT) return;
      painted = LEFT;
      show(LEFT._snapshot);
      tell(LEFT._snapshot);
    },
    outdate() {
      if (!painted || painted === LEFT) return;
      painted = undefined;
      show({ status: 'loading', activity: 'checking' });
    },
    async validate(value, answer) {
      // Equal claims stay the same object, and are judged once.
      if (painted?._written === JSON.stringify(value)) return painted?._snapshot?.claims;
      if (!schema) return value;
      const result = await schema['~standard'].validate(value, { libraryOptions: { answer } });
      if (result.issues) throw new Error(result.issues[0]?.message);
      return result.value;
    },
  };
}
