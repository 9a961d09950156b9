// The signals a call may be given, and when the test aborts them.
const reason = () => ({ my: 'reason' });

/** One that the test aborts. */
const own = (why) => () => {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort(why()) };
};

export const SIGNALS = {
  none: () => ({}),
  null: () => ({ signal: null }),
  own: own(reason),
  default: own(() => undefined),
  aborted: () => ({ signal: AbortSignal.abort(reason()) }),
  'aborted, default': () => ({ signal: AbortSignal.abort() }),
  timeout: () => ({ signal: AbortSignal.timeout(30) }),
  /** As if the time were over at a stage that the test chooses. */
  'timed out': own(() => new DOMException('signal timed out', 'TimeoutError')),
  any: () => {
    const { signal, abort } = own(reason)();
    return { signal: AbortSignal.any([signal, new AbortController().signal]), abort };
  },
};
