/** The names of `inputs.js`, by number. */
const INPUTS = (
  'timeout answered failed called requested responded abandoned lock-granted lock-lost generation-published heard ' +
  'tombstone-read active became-visible became-hidden went-online went-offline resumed restored started'
).split(' ');
/** The effects, by number. */
export const EFFECTS = (
  'send abort acquireLock releaseLock publish broadcast dispatch deliver reject resolve fail adoptClaims ' +
  'writeTombstone clearTombstone readTombstone navigateToLogin navigateAway doubt'
).split(' ');
const CALLS = 'check refresh ensureFresh extend login navigate logout logoutEverywhere'.split(' ');
const FAILURES = 'network timeout stale rejected'.split(' ');
/** What a message of another tab is about. */
const NEWS = 'renewed signed-in logged-out ended active backoff ping holding'.split(' ');
const MESSAGE = 'version news generation identity claims expiresIn idleExpiresIn absoluteExpiresIn wait'.split(' ');

/** The words of an answer that may be told. Any other could be anything: what a person typed, even. */
const WORDS =
  /^(session_(expired|ended|mismatch)|invalid_credentials|insufficient_user_authentication|csrf|invalid_(grant|token))$/;

/** By name, what an input brings beside its id. Of its value, no more than a word above. */
function brought(input, [, , a = 0, b, value]) {
  const word = value?.body?.error;
  switch (input) {
    case 'answered': case 'responded':
      return { status: a, ...(typeof word === 'string' && WORDS.test(word) && { error: word }) };
    case 'failed': return { why: FAILURES[a] };
    case 'called': return { call: CALLS[a], ...(CALLS[a] === 'ensureFresh' && { seconds: b }) };
    case 'requested': return { replayable: !a };
    case 'lock-granted': return { newest: a };
    case 'heard': return Array.isArray(value) ? named(value) : {};
    case 'started': return { visible: !!a, online: !!b, tombstone: typeof value === 'string' };
    case 'tombstone-read': return { tombstone: typeof value === 'string' };
    default: return {};
  }
}

/** The message of another tab: numbers, and anything else is not told. */
const named = (message) => ({
  ...Object.fromEntries(MESSAGE.map((name, i) => [name, typeof message[i] === 'number' ? message[i] : undefined])),
  news: NEWS[message[1]],
});

/** By name, what an effect brings beside its id: of texts, paths and error codes. */
function asked(effect, values) {
  const [a, b] = values.slice(1);
  switch (effect) {
    case 'send': return { intent: b, path: a?.path };
    case 'acquireLock': return { steal: b };
    case 'publish': return { generation: a };
    case 'resolve': return { confirmed: b };
    case 'reject': case 'fail': return { error: a };
    case 'broadcast': return named(values);
    default: return {};
  }
}

/**
 * Watches both doors of the engine, and tells of all that passes: `input` what happened, `effect` what was decided,
 * `snapshot` how the session stands, `event` what listeners hear. Never a claim, a credential or the text of an
 * answer: only what is picked by name above.
 */
export function trace(page, sink, debug) {
  const listen = typeof debug === 'function' ? debug : console.debug.bind(console, 'hallpass');
  let idle;
  const tell = (event, detail) => {
    idle?.();
    idle = undefined;
    const entry = { at: Date.now(), event, detail };
    // Later, so that what a listener throws is reported like any uncaught error and harms nobody.
    queueMicrotask(() => listen(entry));
  };

  const { handle, perform } = page;
  page.handle = (...input) => {
    const [kind, id] = input;
    const name = INPUTS[kind];
    const say = () => tell(`input ${name}`, { ...(id && { id }), ...brought(name, input) });
    // A person who moves the pointer is told of once something comes of it.
    if (name === 'active') idle = () => ((idle = undefined), say());
    else say();
    const due = handle.apply(page, input);
    if (name === 'active') idle = undefined;
    return due;
  };
  page.perform = (number, ...values) => {
    const [id] = values;
    const effect = EFFECTS[number];
    tell(`effect ${effect}`, { ...(id && effect !== 'broadcast' ? { id } : {}), ...asked(effect, values) });
    perform.call(page, number, ...values);
  };

  const { publish, emit } = sink;
  sink.publish = (snapshot) => {
    const { status, activity, reason, error } = snapshot;
    tell('snapshot', { status, activity, ...(reason && { reason }), ...(error && { error: error.code }) });
    publish(snapshot);
  };
  sink.emit = (event) => {
    const { type, error, reason, limit } = event;
    tell(`event ${type}`, error ? { error: error.code } : reason ? { reason } : limit ? { limit } : {});
    emit(event);
  };
}
