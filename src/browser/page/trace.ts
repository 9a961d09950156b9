import { CALLS, EFFECTS, FAILURES, FIELDS, INPUTS, INTENTS, NEWS } from './generated/trace.js';
import type { EffectName, InputName } from './generated/trace.js';
import type { Fault, Happening, Opened, Sink } from './surface.js';

/** One step of the engine, for a person who debugs. */
interface Entry {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly event: string;
  readonly detail?: unknown;
}

/** The words of an answer that may be told. Any other could be anything: what a person typed, even. */
const WORDS =
  /^(session_(expired|ended|mismatch)|invalid_credentials|insufficient_user_authentication|csrf|invalid_(grant|token))$/;

/** By name, what an input brings beside its id. Of its value, no more than a word above. */
function brought(input: InputName, [, , a = 0, b, value]: Happening): object {
  const word = (value as any)?.body?.error;
  switch (input) {
    case 'answered':
    case 'responded':
      return { status: a, ...(typeof word === 'string' && WORDS.test(word) && { error: word }) };
    case 'failed':
      return { why: FAILURES[a] };
    case 'called':
      return { call: CALLS[a], ...(CALLS[a] === 'ensureFresh' ? { seconds: b } : CALLS[a] === 'logout' && { everywhere: !!b }) };
    case 'requested':
      return { replayable: !a };
    case 'lock-granted':
      return { newest: a };
    case 'heard':
      return Array.isArray(value) ? named(value) : {};
    case 'started':
      return { visible: !!a, online: !!b, tombstone: typeof value === 'string' };
    case 'tombstone-read':
      return { tombstone: typeof value === 'string' };
    default:
      return {};
  }
}

/** The message of another tab: numbers, and anything else is not told. */
const named = (message: unknown[]): object => ({
  ...Object.fromEntries(FIELDS.map((name, i) => [name, typeof message[i] === 'number' ? message[i] : undefined])),
  news: NEWS[message[FIELDS.indexOf('news')] as number],
});

/** By name, what an effect brings beside its id: of texts, paths and error codes. */
function asked(effect: EffectName, values: unknown[]): object {
  const [a, b]: any[] = values.slice(1);
  switch (effect) {
    case 'send':
      return { intent: INTENTS[b], path: a?.path };
    case 'acquireLock':
      return { steal: b };
    case 'publish':
      return { generation: a };
    case 'resolve':
      return { confirmed: b };
    case 'reject':
    case 'fail':
      return { error: a };
    case 'broadcast':
      return named(values);
    default:
      return {};
  }
}

/**
 * Watches both doors of the engine, and tells of all that passes: `input` what happened, `effect` what was decided,
 * `snapshot` how the session stands, `event` what listeners hear. Never a claim, a credential or the text of an
 * answer: only what is picked by name above.
 */
export function trace(page: Opened, sink: Sink, debug: boolean | ((entry: Entry) => void)): void {
  const listen: (entry: Entry) => void = typeof debug === 'function' ? debug : console.debug.bind(console, 'hallpass');
  let idle: (() => void) | undefined;
  const tell = (event: string, detail?: unknown): void => {
    idle?.();
    idle = undefined;
    const entry = { at: Date.now(), event, detail };
    // Later, so that an error of the listener is reported like any uncaught error, and the session goes on.
    queueMicrotask(() => listen(entry));
  };

  const { handle, perform } = page;
  page.handle = (...input) => {
    const [kind, id] = input;
    const name = INPUTS[kind]!;
    const say = (): void => tell(`input ${name}`, { ...(id && { id }), ...brought(name, input) });
    // A person who moves the pointer is told of once something comes of it.
    if (name === 'active')
      idle = () => {
        idle = undefined;
        say();
      };
    else say();
    const due = handle.apply(page, input);
    if (name === 'active') idle = undefined;
    return due;
  };
  page.perform = (number, ...values) => {
    const [id] = values;
    const effect = EFFECTS[number]!;
    tell(`effect ${effect}`, { ...(id && effect !== 'broadcast' ? { id } : {}), ...asked(effect, values) });
    return perform.call(page, number, ...values);
  };

  const { publish, emit } = sink;
  sink.publish = (snapshot) => {
    const { status, activity, reason, error }: { status: string; activity: string; reason?: string; error?: Fault } = snapshot;
    tell('snapshot', { status, activity, ...(reason && { reason }), ...(error && { error: error.code }) });
    publish(snapshot);
  };
  sink.emit = (event) => {
    const { type, error, reason, by, limit }: { type: string; error?: Fault; reason?: string; by?: string; limit?: string } =
      event;
    tell(`event ${type}`, error ? { error: error.code } : reason ? { reason, by } : limit ? { limit } : {});
    emit(event);
  };
}
